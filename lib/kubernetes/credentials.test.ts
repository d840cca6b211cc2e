import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import type { ApiClient } from './api-client';
import { findConnection } from './connection';

/** Each its own authority. */
const names = ['one', 'two'] as const;
const folder = mkdtempSync(join(tmpdir(), 'unloop-credentials-'));
const file = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(file(name), 'utf8');

beforeAll(() => {
  for (const name of names) {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...files, ...subject], { stdio: 'pipe' });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const clock = new FakeClock();
const signal = new AbortController().signal;
let server: https.Server;
let client: ApiClient;
/** The answer that is held open: /stream. */
let stream: http.ServerResponse | undefined;

afterEach(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

async function connect(options: https.ServerOptions, user: object): Promise<void> {
  server = https.createServer({ cert: text('one.crt'), key: text('one.key'), ...options }, (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{}\n');
    if (request.url === '/stream') stream = response;
    else response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority': file('trust.crt') };
  const config = {
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'c',
  };
  writeFileSync(file('config'), JSON.stringify(config));
  const connection = await findConnection({ kubeconfig: file('config'), env: {}, clock });
  if (connection === null) throw new Error('no connection');
  ({ client } = connection);
}

const ask = (): Promise<unknown> => client.getJson('/version', { verb: 'get', signal });

describe('certificates that are renewed on disk', () => {
  it('are taken up within a minute: the authority of the server', async () => {
    writeFileSync(file('trust.crt'), text('one.crt'));
    await connect({}, {});
    expect(await ask()).toEqual({});
    writeFileSync(file('trust.crt'), text('one.crt') + text('two.crt'));
    server.setSecureContext({ cert: text('two.crt'), key: text('two.key') });
    server.closeAllConnections();
    await expect(ask()).rejects.toMatchObject({ kind: 'tls' });
    clock.advance(60_001);
    expect(await ask()).toEqual({});
  });

  it('are taken up within a minute: the client certificate that the handshake refused', async () => {
    writeFileSync(file('trust.crt'), text('one.crt'));
    writeFileSync(file('client.crt'), text('two.crt'));
    writeFileSync(file('client.key'), text('two.key'));
    const asked = { requestCert: true, rejectUnauthorized: true, ca: text('one.crt') };
    await connect(asked, { 'client-certificate': file('client.crt'), 'client-key': file('client.key') });
    await expect(ask()).rejects.toThrow();
    // Half of a renewal: said as it is, and no end of the process.
    writeFileSync(file('client.crt'), text('one.crt'));
    clock.advance(60_001);
    await expect(ask()).rejects.toMatchObject({ kind: 'credentials' });
    writeFileSync(file('client.key'), text('one.key'));
    clock.advance(60_001);
    expect(await ask()).toEqual({});
  });

  it('cut no stream that is open', async () => {
    writeFileSync(file('trust.crt'), text('one.crt'));
    await connect({}, {});
    const { body } = await client.get('/stream', { verb: 'watch', signal, idleMs: 3_600_000 });
    const chunks = body[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('{}\n');
    writeFileSync(file('trust.crt'), text('one.crt') + text('two.crt'));
    clock.advance(60_001);
    expect(await ask()).toEqual({});
    stream?.end('more\n');
    expect(String((await chunks.next()).value)).toBe('more\n');
    expect(await chunks.next()).toMatchObject({ done: true });
  });
});
