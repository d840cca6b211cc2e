/** Answers pods/{name}/log as the kubelet does, its odd ways included (signals §4.6). */
import type { ServerResponse } from 'node:http';
import { sendStatus, type FakeApi } from './fake-api';
import { tooMany } from './list';
import { forbidden, status } from './status';
import type { Route } from './resources';

export function answerLog(api: FakeApi, route: Route, url: URL, response: ServerResponse): void {
  const namespace = route.namespace ?? '';
  const pod = route.name ?? '';
  const query = url.searchParams;
  const container = query.get('container') ?? '';
  const previous = query.get('previous') === 'true';
  const busy = api.faults.strike('F16', 'pods', ({ where }) => where === 'log');
  if (busy !== null) return tooMany(response, busy.retryAfter ?? 1);
  const fault = api.faults.strike('F51', 'pods');
  const limit = Number(query.get('limitBytes') ?? Infinity);
  const noPrevious = status(
    400,
    'BadRequest',
    `previous terminated container "${container}" in pod "${pod}" not found`,
  );
  switch (fault?.log) {
    case 'pseudo':
      return sendText(response, 'unable to retrieve container logs for containerd://0123abcd');
    case 'long-line':
      return sendText(response, Buffer.alloc(Math.min(limit, 20 * 1024 * 1024), 'x').toString());
    case 'endless':
      return endless(response);
    case 'hang':
      return;
    case 'no-previous':
      return sendStatus(response, noPrevious);
    case 'kubelet-down': {
      const address =
        'Get "https://10.0.0.7:10250/containerLogs/a/b/c": dial tcp 10.0.0.7:10250: connect: connection refused';
      return sendStatus(response, status(500, 'InternalError', address));
    }
    case 'forbidden':
      return sendStatus(response, forbidden('pods/log', 'get', '', namespace));
    default:
  }
  if (api.store.get(route.resource, namespace, pod) === undefined) {
    return sendStatus(response, status(404, 'NotFound', `pods "${pod}" not found`));
  }
  const text = api.logs.get(`${namespace}/${pod}/${container}${previous ? '.previous' : ''}`);
  if (text === undefined) {
    if (previous) return sendStatus(response, noPrevious);
    const waiting = `container "${container}" in pod "${pod}" is waiting to start: PodInitializing`;
    return sendStatus(response, status(400, 'BadRequest', waiting));
  }
  const lines = text.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1);
  const tail = query.has('tailLines') ? lines.slice(-Number(query.get('tailLines'))) : lines;
  const stamped = query.get('timestamps') === 'true' ? tail.map(withTimestamp) : tail;
  // From the start of the tail, as the kubelet does: the last lines are what is lost.
  sendText(
    response,
    Buffer.from(stamped.map((line) => `${line}\n`).join(''))
      .subarray(0, limit)
      .toString(),
  );
}

function withTimestamp(line: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(line) ? line : `2026-11-21T03:12:44.000000000Z ${line}`;
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.end(text);
}

/** Ignores limitBytes and never ends. */
function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain' });
  const line = `2026-11-21T03:12:44.000000000Z ${'again and '.repeat(20)}\n`.repeat(200);
  const more = (): void => {
    if (response.destroyed) return;
    if (response.write(line)) setImmediate(more);
    else response.once('drain', more);
  };
  more();
}
