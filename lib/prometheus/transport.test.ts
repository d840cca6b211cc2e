import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { testCertificate } from '../../e2e/fake-api/certificate';
import { loadConfig } from '../config/config';
import { createClient } from './client';
import { createHttpTransport, type Transport } from './transport';

const folder = mkdtempSync(join(tmpdir(), 'unloop-transport-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Handle = (request: IncomingMessage, response: ServerResponse) => void;
async function listen(server: Server, scheme: 'http' | 'https'): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `${scheme}://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}
const serve = (handle: Handle): Promise<string> => listen(http.createServer(handle), 'http');

function transportTo(url: string, settings: Record<string, string> = {}, credentials = true): Transport {
  const env = { HOME: '/nowhere', UNLOOP_PROMETHEUS_URL: url, ...settings };
  return createHttpTransport(url, loadConfig(env, {}).prometheus, credentials);
}
const ask = (transport: Transport, query = 'up') =>
  transport.send('/api/v1/query', new URLSearchParams({ query }), new AbortController().signal);

describe('credentials for Prometheus', () => {
  const headers: IncomingMessage['headers'][] = [];
  const listenHere = (): Promise<string> =>
    serve((request, response) => {
      headers.push(request.headers);
      response.end('{}');
    });
  afterEach(() => {
    headers.length = 0;
  });

  it('sends a bearer token, as the file says it at that moment', async () => {
    const token = file('token', 'first\n');
    const transport = transportTo(await listenHere(), { UNLOOP_PROMETHEUS_TOKEN_FILE: token });
    await ask(transport);
    file('token', 'second');
    await ask(transport);
    expect(headers.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
    transport.close();
  });

  it('sends a name with its password', async () => {
    const password = file('password', 'pass:word\n');
    const settings = { UNLOOP_PROMETHEUS_USERNAME: 'unloop', UNLOOP_PROMETHEUS_PASSWORD_FILE: password };
    const transport = transportTo(await listenHere(), settings);
    await ask(transport);
    expect(headers[0]?.authorization).toBe(`Basic ${Buffer.from('unloop:pass:word').toString('base64')}`);
    transport.close();
  });

  it('sends the tenant, and none where none is set', async () => {
    const url = await listenHere();
    await ask(transportTo(url, { UNLOOP_PROMETHEUS_TENANT: 'team-a|team-b' }));
    await ask(transportTo(url));
    expect(headers.map((one) => one['x-scope-orgid'])).toEqual(['team-a|team-b', undefined]);
  });

  it('sends none of them to an address that was found in the cluster', async () => {
    const settings = { UNLOOP_PROMETHEUS_TOKEN_FILE: file('token', 'secret') };
    await ask(transportTo(await listenHere(), settings, false));
    expect(headers[0]).not.toHaveProperty('authorization');
  });

  it('says which file it cannot read, and sends nothing without it', async () => {
    const settings = { UNLOOP_PROMETHEUS_TOKEN_FILE: join(folder, 'gone') };
    await expect(ask(transportTo(await listenHere(), settings))).rejects.toThrow(/cannot be read: .*gone \(ENOENT\)/);
    expect(headers).toEqual([]);
  });

  it('carries them in the body of a long query too', async () => {
    const methods: string[] = [];
    const url = await serve((request, response) => {
      methods.push([request.method, request.headers.authorization, request.headers['content-type']].join(' '));
      response.end('{}');
    });
    await ask(transportTo(url, { UNLOOP_PROMETHEUS_TOKEN_FILE: file('token', 't') }), 'x'.repeat(2000));
    expect(methods).toEqual(['POST Bearer t application/x-www-form-urlencoded']);
  });

  it('leaves them where they are when it is sent elsewhere', async () => {
    const elsewhere = await listenHere();
    const url = await serve((_, response) => response.writeHead(307, { location: elsewhere }).end());
    const answer = await ask(transportTo(url, { UNLOOP_PROMETHEUS_TOKEN_FILE: file('token', 'secret') }));
    expect(answer.status).toBe(307);
    expect(headers).toEqual([]);
  });
});

describe('TLS to Prometheus', () => {
  const { cert, key } = testCertificate();
  const files = { cert: file('tls.crt', cert), key: file('tls.key', key) };
  const secure = (clientCertificate: boolean): Promise<string> => {
    const options = { cert, key, ca: cert, requestCert: clientCertificate, rejectUnauthorized: clientCertificate };
    const server = https.createServer(options, (request, response) => {
      response.end(peerName(request));
    });
    return listen(server, 'https');
  };

  it('believes the authority that is set, and no unknown one', async () => {
    const url = await secure(false);
    const answer = await ask(transportTo(url, { UNLOOP_PROMETHEUS_CA_FILE: files.cert }));
    expect(answer.status).toBe(200);
    await expect(ask(transportTo(url))).rejects.toThrow(/cannot be reached \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  });

  it('shows its own certificate where one is set, and is refused without it', async () => {
    const url = await secure(true);
    const authority = { UNLOOP_PROMETHEUS_CA_FILE: files.cert };
    const own = { UNLOOP_PROMETHEUS_CERT_FILE: files.cert, UNLOOP_PROMETHEUS_KEY_FILE: files.key };
    expect((await ask(transportTo(url, { ...authority, ...own }))).body).toBe('fake.unloop.test');
    await expect(ask(transportTo(url, authority))).rejects.toThrow(/cannot be reached/);
    await expect(ask(transportTo(url, { ...authority, ...own }, false))).rejects.toThrow(/cannot be reached/);
  });
});

/** Only called for requests over TLS, whose socket is a TLSSocket. */
function peerName(request: IncomingMessage): string {
  const subject = (request.socket as TLSSocket).getPeerCertificate().subject;
  return subject === undefined ? '' : String(subject.CN);
}

describe('answers of others that speak as Prometheus does', () => {
  const vector = { resultType: 'vector', result: [{ metric: { pod: 'cart-1' }, value: [1, '2'] }] };
  const answerTo = async (status: number, body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const url = await serve((_, response) => response.writeHead(status).end(text));
    return createClient(transportTo(url)).query('up', 0, new AbortController().signal);
  };

  it.each<[string, unknown]>([
    [
      'VictoriaMetrics: fields of its own',
      { status: 'success', isPartial: false, data: vector, stats: { seriesFetched: '1', executionTimeMsec: 2 } },
    ],
    [
      'VictoriaMetrics: a trace, and numbers that are numbers',
      { status: 'success', data: { ...vector, result: [{ metric: { pod: 'cart-1' }, value: [1.5, 2] }] }, trace: {} },
    ],
    ['Thanos: an empty list of warnings', { status: 'success', data: vector, warnings: [] }],
    [
      'Thanos: an analysis',
      { status: 'success', data: { ...vector, analysis: null, explanation: null }, warnings: null },
    ],
    [
      'Prometheus 2.49 to 2.52: remarks on a query among the warnings',
      {
        status: 'success',
        data: vector,
        warnings: ['PromQL info: metric might not be a counter, name does not end in _total: "x" (1:6)'],
      },
    ],
    ['Prometheus 3: remarks of their own', { status: 'success', data: vector, infos: ['PromQL info: x'] }],
    ['Mimir: statistics', { status: 'success', data: { ...vector, stats: { timings: {} } } }],
  ])('reads %s', async (_, body) => {
    const answer = await answerTo(200, body);
    expect(answer).toMatchObject({
      ok: true,
      value: [{ labels: { pod: 'cart-1' }, points: [[expect.any(Number), 2]] }],
    });
  });

  it.each<[string, number, unknown, RegExp]>([
    [
      'Thanos: a store that is away',
      200,
      { status: 'success', data: vector, warnings: ['No StoreAPIs matched', 'receive StoreAPI: rpc error: 10.0.0.7'] },
      /only in part: No StoreAPIs matched/,
    ],
    ['VictoriaMetrics: a part', 200, { status: 'success', isPartial: true, data: vector }, /only in part: a store/],
    [
      'VictoriaMetrics: a limit',
      422,
      { status: 'error', errorType: '422', error: 'the number of matching timeseries exceeds 30000' },
      /\(422\): the number of matching/,
    ],
    [
      'Mimir: a limit',
      422,
      {
        status: 'error',
        errorType: 'execution',
        error:
          'the query exceeded the maximum number of chunks (limit: 2000000 chunks) (err-mimir-max-chunks-per-query)',
      },
      /\(422\): the query exceeded the maximum number of chunks .*err-mimir/,
    ],
    ['Mimir: no tenant', 401, 'no org id\n', /\(401\)\. It wants a tenant: set UNLOOP_PROMETHEUS_TENANT/],
    ['Mimir: too many at once', 429, 'too many outstanding requests', /fewer queries \(429\)/],
    ['a proxy: no backend', 502, '<html>502 Bad Gateway</html>', /answered 502/],
  ])('says why there is nothing from %s', async (_, status, body, why) => {
    const answer = await answerTo(status, body);
    expect(answer.ok || answer.failure.message).toMatch(why);
  });
});
