/** Answers watches: history from a version on, then what happens, and the faults at the opening of a stream. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { protobuf, sendStatus, wantsMetadata, type FakeApi } from './fake-api';
import { tooMany } from './list';
import type { Route } from './resources';
import { expired, status, tooLarge, type StatusBody } from './status';
import type { StoredEvent } from './store';
import { WatchStream } from './watch-stream';

/** F30: enough that what was deleted is among them from its beginning on. */
const SENT_AGAIN = 10;

export function openWatch(
  api: FakeApi,
  { resource, namespace }: Route,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { faults, store } = api;
  const { plural } = resource;
  const asked = url.searchParams.get('resourceVersion') ?? '';
  const from = Number(asked === '' ? 0 : asked);
  const streamed = url.searchParams.get('sendInitialEvents') === 'true' && api.watchList !== 'ignored';
  if (streamed) {
    const refusal = refuseInitial(api, url, plural);
    if (refusal !== null) return sendStatus(response, refusal);
  }
  const gone = faults.strike('F12', plural) ?? faults.strike('F14', plural);
  if (gone !== null && gone.where !== 'stream') return sendStatus(response, expired(asked, store.version));
  const busy = faults.strike('F16', plural, ({ where }) => where === 'watch');
  if (busy !== null) return tooMany(response, busy.retryAfter ?? 1);
  const refused = faults.strike('F17', plural, ({ where }) => where === 'watch');
  if (refused !== null) return sendStatus(response, status(refused.code ?? 500, '', 'no watch gets through'));
  if (faults.strike('F25', plural) !== null) {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Sign in</title>');
    return;
  }

  const as = api.wantsProtobuf(request) ? 'protobuf' : wantsMetadata(request) ? 'metadata' : 'json';
  response.writeHead(200, { 'content-type': as === 'protobuf' ? `${protobuf};stream=watch` : 'application/json' });
  response.flushHeaders();
  const stream = new WatchStream(resource, namespace, as, response, () => api.reset(request.socket));
  stream.behind = from > store.version;
  stream.shredded = faults.isOn('F07', plural) !== null;
  if (faults.strike('F10', plural) !== null) return stream.end();
  // Late enough for the headers to arrive: this proxy lets a stream begin.
  if (faults.strike('F26', plural) !== null) return void setTimeout(() => stream.break('reset'), 20);
  if (gone !== null) return stream.error(expired(asked, store.version));
  const broken = faults.strike('F17', plural);
  if (broken !== null)
    return stream.error(status(broken.code ?? 500, 'InternalError', 'etcdserver: request timed out'));
  const busyInside = faults.strike('F16', plural, ({ where }) => where === 'stream');
  if (busyInside !== null) {
    const details = { retryAfterSeconds: busyInside.retryAfter ?? 1 };
    return stream.error(status(429, 'TooManyRequests', 'too many requests', details));
  }
  if (faults.strike('F35', plural) !== null) {
    const details = { causes: [{ reason: 'StoreReadError', message: 'corrupt object has been deleted' }] };
    return stream.error(status(500, 'StoreReadError', 'corrupt object has been deleted', details));
  }
  const shelf = store.shelf(resource);
  if (!streamed && from > 0 && from < shelf.compactedAt) return stream.error(expired(asked, store.version));

  const send = (event: StoredEvent): void => {
    // A server that is behind the version asked for says nothing until it has caught up.
    if (stream.behind && event.version <= from) return;
    // F32: the server loses the event and does not know.
    if (faults.strike('F32', plural) === null) stream.event(event);
  };
  if (streamed && api.watchList === 'old etcd') {
    const feature = 'the required storage feature RequestWatchProgress is disabled';
    return stream.error(status(500, 'InternalError', `a watch stream was requested by the client but ${feature}`));
  }
  if (streamed) sendInitial(api, stream, asked);
  else {
    const all = (): StoredEvent[] => store.list(resource, null).map(asAdded);
    const past = from === 0 ? all() : shelf.history.filter(({ version }) => version > from);
    // F30: what was sent before is sent again; the order of a stream holds all the same.
    const sent = shelf.history.filter(({ version }) => version <= from);
    const again = faults.strike('F30', plural) === null ? [] : sent.slice(-SENT_AGAIN);
    for (const event of [...again, ...past]) send(event);
  }
  if (faults.isOn('F33', plural)?.bookmarks === 'flood') for (let n = 0; n < 100; n++) stream.bookmark(store.version);
  api.watches.add(stream);
  shelf.listeners.add(send);
  const seconds = Number(url.searchParams.get('timeoutSeconds') ?? 1800);
  const timer = setTimeout(() => stream.end(), seconds * 1000).unref();
  response.once('close', () => {
    clearTimeout(timer);
    shelf.listeners.delete(send);
    api.watches.delete(stream);
    api.notify();
  });
}

/** In the API server's words; with the gate off it is a mistake of the request (422), not something it lacks. */
function refuseInitial({ faults, store, watchList }: FakeApi, url: URL, plural: string): StatusBody | null {
  const invalid = (why: string): StatusBody => status(422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: ${why}`);
  if (watchList === 'refused') {
    const gate = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
    return invalid(`sendInitialEvents: Forbidden: ${gate}`);
  }
  if (url.searchParams.get('resourceVersionMatch') !== 'NotOlderThan') {
    const match = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    return invalid(`resourceVersionMatch: Forbidden: ${match}`);
  }
  const asked = url.searchParams.get('resourceVersion') ?? '';
  const exact = asked !== '' && asked !== '0';
  if (exact && (Number(asked) > store.version || faults.strike('F15', plural) !== null)) {
    return tooLarge(asked, store.version);
  }
  return null;
}

function sendInitial({ faults, store }: FakeApi, stream: WatchStream, asked: string): void {
  const { resource, namespace } = stream;
  const objects = store.list(resource, namespace);
  // F31: a server whose cache lags behind and does not say so; asked for the newest state it waits until it has that.
  const lags = asked !== '' && faults.strike('F31', resource.plural) !== null;
  const version = lags ? store.version - 500 : store.version;
  const missing = faults.strike('F36', resource.plural);
  const halfWay = faults.strike('F18', resource.plural) !== null;
  const stops = missing === null ? 'never' : missing.how === 'eof' ? 'cut' : 'before the bookmark';
  stream.initial(objects, version, halfWay ? 'half way' : stops);
}

function asAdded(object: StoredEvent['object']): StoredEvent {
  return { version: Number(object.metadata.resourceVersion), type: 'ADDED', object };
}
