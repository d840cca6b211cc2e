/** One watch stream: bytes in, events out. It ends normally or throws; what to do then is the reflector's business. */
import 'server-only';
import type { ApiClient } from './api-client';
import type { Kind } from '../model/kubernetes';
import { ApiError } from './api-error';
import { CAP_MS } from './backoff';
import type { Clock } from './clock';
import { splitEvents, type WatchEvent } from './events';
import { expectObjects } from './list';
import { inTurn } from './turns';

export interface WatchRequest {
  client: ApiClient;
  clock: Clock;
  kind: Kind;
  path: string;
  accept: string;
  resourceVersion: string;
  signal: AbortSignal;
  /** The server accepted the watch. */
  onOpen: () => void;
  onEvent: (event: WatchEvent) => void;
  /** An event type that is not known: counted and skipped, as client-go does. */
  onUnknown: (type: string) => void;
}

/** client-go's range: a random end spreads the reconnects of many watchers. */
const MIN_TIMEOUT_S = 300;
/**
 * A quiet watch hears a bookmark about every 60 s; nothing for 75 s means that the stream is dead, whatever the socket
 * says (F03). Less would end every quiet stream each minute. A dead peer is found sooner, within 40 s, by TCP keep-alive
 * (agents.ts).
 */
const IDLE_MS = 75_000;
const FIRST_BYTE_MS = 30_000;

/** Runs one watch to its end. Throws ApiError: 'short' for a stream that ended long before it was to (F10). */
export async function runWatch(request: WatchRequest): Promise<void> {
  const { client, clock } = request;
  const startedAt = clock.monotonic();
  const response = await client.get(request.path, {
    verb: 'watch',
    accept: request.accept,
    signal: request.signal,
    firstByteMs: FIRST_BYTE_MS,
    idleMs: IDLE_MS,
    expects: expectObjects,
    query: {
      watch: 1,
      allowWatchBookmarks: true,
      resourceVersion: request.resourceVersion,
      timeoutSeconds: Math.round(MIN_TIMEOUT_S * (1 + clock.random())),
    },
  });
  let spokeAt = clock.monotonic();
  const splitter = splitEvents(
    response.contentType,
    request.kind,
    (event) => {
      spokeAt = clock.monotonic();
      request.onEvent(event);
    },
    (type) => request.onUnknown(type),
  );
  request.onOpen();
  for await (const chunk of response.body) {
    await inTurn(() => splitter.push(chunk));
    // What keeps a stream open with blanks, or never ends a line, is as silent as a dead peer: bytes are no word (F03).
    if (clock.monotonic() - spokeAt >= IDLE_MS) {
      throw new ApiError('timeout', `The API server sent no event for ${IDLE_MS / 1000} s.`);
    }
  }
  // Half an event is dropped: the next watch begins after the last whole one (F08).
  if (splitter.rest() > 0) throw new ApiError('reset', 'The stream ended in the middle of an event.');
  if (clock.monotonic() - startedAt < CAP_MS) throw new ApiError('short', 'The API server ends each watch too soon.');
}
