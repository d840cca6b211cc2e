/** Answers lists: resourceVersion, limit and continue, as metadata where asked, and the faults of lists. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { protobuf, sendJson, sendStatus, wantsMetadata, type FakeApi } from './fake-api';
import type { RawObject } from './objects';
import { encodeList } from './protobuf';
import { apiVersion, type Route } from './resources';
import { expired, status, tooLarge } from './status';
import { metadataOf } from './watch-stream';

export function answerList(
  api: FakeApi,
  { resource, namespace }: Route,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { faults, store } = api;
  const { plural } = resource;
  const asked = url.searchParams.get('resourceVersion') ?? '';
  const token = url.searchParams.get('continue') ?? '';
  const exact = asked !== '' && asked !== '0';

  const busy = faults.strike('F16', plural, ({ where }) => where === 'list');
  if (busy !== null) return tooMany(response, busy.retryAfter ?? 1);
  const html = faults.strike('F25', plural);
  if (html?.body === 'table') return sendJson(response, 200, { kind: 'Table', apiVersion: 'meta.k8s.io/v1', rows: [] });
  if (html !== null) {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Sign in</title>');
    return;
  }
  if (wantsMetadata(request) && faults.isOn('no comparing', plural) !== null) {
    return sendStatus(response, status(503, 'ServiceUnavailable', 'try again later'));
  }
  if (exact && faults.strike('F14', plural) !== null) return sendStatus(response, expired(asked, store.version));
  if (exact && (Number(asked) > store.version || faults.strike('F15', plural) !== null)) {
    return sendStatus(response, tooLarge(asked, store.version));
  }
  if (
    token !== '' &&
    (!api.pages.has(token) || faults.strike('F13', plural, ({ pages }) => pages === undefined) !== null)
  ) {
    const message = 'The provided continue parameter is too old to display a consistent list result.';
    return sendStatus(response, status(410, 'Expired', message));
  }

  const endless = faults.strike('F13', plural, ({ pages }) => pages !== undefined);
  if (endless !== null) {
    const next = endless.pages === 'same' ? 'same' : randomUUID();
    api.pages.set(next, { items: [], version: store.version });
    const metadata = { resourceVersion: String(store.version), continue: next };
    const items = endless.pages === 'same' ? store.list(resource, namespace) : [];
    return sendJson(response, 200, { kind: `${resource.kind}List`, apiVersion: apiVersion(resource), metadata, items });
  }
  const name = /^metadata\.name=(.+)$/.exec(url.searchParams.get('fieldSelector') ?? '')?.[1];
  const all = store.list(resource, namespace).filter(({ metadata }) => name === undefined || metadata.name === name);
  const page = api.pages.get(token) ?? { items: all, version: store.version };
  // The watch cache, asked with version 0, does not page (signals §10).
  const limit = asked === '0' ? 0 : Number(url.searchParams.get('limit') ?? 0);
  const items = limit > 0 ? page.items.slice(0, limit) : page.items;
  const rest = page.items.slice(items.length);
  // F31: a server whose cache lags behind. What is asked of the newest state is read from the store itself, and never does.
  const lags = asked !== '' && faults.strike('F31', plural) !== null;
  const version = lags ? page.version - 500 : page.version;
  const metadata: Record<string, unknown> = { resourceVersion: String(version) };
  if (rest.length > 0) {
    metadata.continue = randomUUID();
    metadata.remainingItemCount = rest.length;
    api.pages.set(String(metadata.continue), { items: rest, version: page.version });
  }
  const zipped = /gzip/.test(request.headers['accept-encoding'] ?? '');
  const type = { kind: `${resource.kind}List`, apiVersion: apiVersion(resource) };
  if (api.wantsProtobuf(request)) return writeProtobuf(api, plural, response, metadata, items, type);
  writeList(api, plural, { response, zipped }, wantsMetadata(request), metadata, items, type);
}

function writeList(
  api: FakeApi,
  plural: string,
  { response, zipped }: { response: ServerResponse; zipped: boolean },
  metadataOnly: boolean,
  metadata: unknown,
  items: RawObject[],
  type: { kind: string; apiVersion: string },
): void {
  const head = metadataOnly ? { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' } : type;
  response.writeHead(200, {
    'content-type': 'application/json',
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  });
  // F18: the headers and the first half come, then nothing.
  const stalls = api.faults.strike('F18', plural) !== null;
  const shown = stalls ? items.slice(0, Math.floor(items.length / 2)) : items;
  const gzip = zipped ? createGzip() : null;
  gzip?.pipe(response);
  const body = gzip ?? response;
  const text = Readable.from(listText({ ...head, metadata }, shown, metadataOnly), { objectMode: true });
  text.pipe(body, { end: false });
  text.once('end', () => {
    if (!stalls) body.end(']}\n');
    // What has come so far can be read.
    else gzip?.flush();
  });
  response.once('close', () => text.destroy());
}

function writeProtobuf(
  api: FakeApi,
  plural: string,
  response: ServerResponse,
  metadata: unknown,
  items: RawObject[],
  type: { kind: string; apiVersion: string },
): void {
  response.writeHead(200, { 'content-type': protobuf });
  // F18, as above.
  const stalls = api.faults.strike('F18', plural) !== null;
  const count = stalls ? Math.floor(items.length / 2) : items.length;
  const bytes = Readable.from(encodeList(type, metadata, items, count));
  bytes.pipe(response, { end: !stalls });
  response.once('close', () => bytes.destroy());
}

/** The list's text but for its end, in parts of some kilobytes as they are asked for: of 100,000 pods it is longer than a string may be. */
function* listText(head: object, items: readonly RawObject[], metadataOnly: boolean): Generator<string> {
  let part = `${JSON.stringify(head).slice(0, -1)},"items":[`;
  for (const [index, item] of items.entries()) {
    const { kind: _kind, apiVersion: _version, ...bare } = item;
    part += `${index === 0 ? '' : ','}${JSON.stringify(metadataOnly ? metadataOf(item) : bare)}`;
    if (part.length < 64_000) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** Priority and fairness answers in plain text, not with a Status. */
export function tooMany(response: ServerResponse, retryAfter: number): void {
  response.writeHead(429, { 'content-type': 'text/plain', 'retry-after': String(retryAfter) });
  response.end('Too many requests, please try again later.\n');
}
