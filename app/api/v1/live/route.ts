import { peerHeader, subscribeLive } from '@/lib/service/subscribe-live';
import { endpoint, others, readQuery } from '../../_http/endpoint';
import { liveQuery } from '../../_http/queries';
import { eventStream } from './event-stream';

/** The hop that is nearest to us, which the one who asks can least choose. Next fills it in from the socket. */
const addressOf = (headers: Headers): string => headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'unknown';
/** Set by us, over whatever was sent. */
const peerOf = (headers: Headers): string => headers.get(peerHeader) ?? 'unknown';

export const GET = endpoint({ route: '/api/v1/live', sameOrigin: true }, async (request) => {
  const query = readQuery(request, liveQuery);
  const lastEventId = request.headers.get('last-event-id') ?? query.lastEventId;
  const stream = await eventStream({
    signal: request.signal,
    subscribe: (send, close) =>
      subscribeLive({
        ...query,
        lastEventId,
        address: addressOf(request.headers),
        peer: peerOf(request.headers),
        send,
        close,
      }),
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // `no-transform`: a proxy or a compressor would hold back what is to be seen now (watch-faults F44).
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = others('GET', '/api/v1/live');
