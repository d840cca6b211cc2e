import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { createApiClient, type ApiClient } from './api-client';
import { readList } from './list';
import { readListStream } from './list-stream';
import { LogPause } from './log-pause';
import { readLog } from './logs';
import { runWatch } from './watch';

let server: http.Server;
let client: ApiClient;
let clock: FakeClock;

/** A client of a server that answers everything so. */
async function answeredBy(answer: http.RequestListener): Promise<void> {
  server = http.createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  clock = new FakeClock();
  client = createApiClient({
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tls: { servername: undefined, rejectUnauthorized: true },
    proxyUrl: undefined,
    credentials: {
      current: () => Promise.resolve({ headers: {}, ca: null, cert: null, key: null }),
      refresh: () => undefined,
      close: () => undefined,
    },
    clock,
    compress: false,
  });
}

afterEach(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

const get = () => client.get('/api/v1/pods', { verb: 'list', signal: new AbortController().signal });

describe('a refusal whose body is not what its header says', () => {
  const json = 'application/json';
  const protobuf = 'application/vnd.kubernetes.protobuf';
  it.each([
    [429, json, '', 'The API server answered 429.'],
    [429, json, 'Too many requests', 'Too many requests'],
    [429, 'text/plain', `Too many requests\n${'x'.repeat(100_000)}`, 'Too many requests'],
    [429, protobuf, '', 'The API server answered 429.'],
    [503, json, '{"kind":"Status","mess', '{"kind":"Status","mess'],
    [503, protobuf, 'upstream connect error', 'The API server answered 503.'],
    [401, json, '', 'The API server answered 401.'],
    [410, json, 'null', 'The API server answered 410.'],
  ])('%d as %s %j keeps its status and its wait', async (status, type, body, message) => {
    await answeredBy((_request, response) => {
      response.writeHead(status, { 'content-type': type, 'retry-after': '60' }).end(body);
    });
    await expect(get()).rejects.toMatchObject({ kind: 'status', message, details: { status, retryAfterMs: 60_000 } });
    expect(client.requests()).toEqual([{ verb: 'list', code: String(status), count: 1 }]);
    expect(clock.pending).toBe(0);
  });

  /** A server that sends the beginning of a refusal; resolves when that has arrived. */
  async function begun(
    request: () => Promise<unknown>,
  ): Promise<{ refusal: http.ServerResponse; read: Promise<unknown> }> {
    let refusal: http.ServerResponse | null = null;
    await answeredBy((_request, response) => {
      response.writeHead(401, { 'content-type': json, 'retry-after': '7' });
      response.write('{"kind":');
      refusal = response;
    });
    const read = request().catch((error: unknown) => error);
    // The one timer is then that of the silence in its body.
    const wait = () => new Promise((resolve) => setTimeout(resolve, 10));
    while (refusal === null) await wait();
    for (let turn = 0; turn < 5; turn++) await wait();
    return { refusal, read };
  }

  it.each(['breaks off', 'falls silent', 'goes on byte by byte'])('keeps both where it %s', async (how) => {
    const { refusal, read } = await begun(get);
    if (how === 'breaks off') refusal.destroy();
    if (how === 'goes on byte by byte') refusal.write(' ');
    if (how !== 'breaks off') clock.advance(10_000);
    expect(await read).toMatchObject({ kind: 'status', details: { status: 401, retryAfterMs: 7_000 } });
    expect(clock.pending).toBe(0);
  });

  it('is none where the request was given up meanwhile', async () => {
    const abort = new AbortController();
    const { read } = await begun(() => client.get('/api/v1/pods', { verb: 'list', signal: abort.signal }));
    abort.abort();
    expect(await read).toMatchObject({ kind: 'aborted' });
    expect(clock.pending).toBe(0);
  });
});

describe('F25 a web page where a cluster should be', () => {
  const { signal } = new AbortController();
  const pods = { kind: 'Pod', path: '/api/v1/pods', accept: 'application/json', resourceVersion: '0', signal } as const;
  const log = { namespace: 'shop', pod: 'cart', podUid: 'u', container: 'app', instance: 'current' } as const;
  const ignored = () => undefined;
  const reads = {
    list: () => readList({ client, ...pods, pageSize: null, onItem: ignored }),
    'streamed list': () =>
      readListStream({ client, ...pods, project: () => ({ metadata: { uid: '', ...log, name: '' } }) }),
    watch: () => runWatch({ client, clock, ...pods, onOpen: ignored, onEvent: ignored, onUnknown: ignored }),
    log: async () => {
      const answer = await readLog(
        client,
        { ...log, tailLines: 9, limitBytes: 99 },
        [signal],
        clock,
        new LogPause(clock),
      );
      if (!answer.ok) throw new Error(answer.failure.message);
    },
  };

  it.each(Object.entries(reads))('leaves no connection behind: %s', async (verb, read) => {
    await answeredBy((_request, response) => {
      // More than is taken in unread, so that even the end of the other side would go unseen.
      response.writeHead(200, { 'content-type': 'text/html' }).end('x'.repeat(1_000_000));
    });
    for (let time = 0; time < 3; time++) await expect(read()).rejects.toThrow(/not.* as a Kubernetes API|web page/);
    while (client.openSockets() > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(client.requests()).toEqual([{ verb: verb === 'streamed list' ? 'watch' : verb, code: '200', count: 3 }]);
    expect(clock.pending).toBe(0);
  });
});
