import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testCertificate } from '../../e2e/fake-api/certificate';
import { startFakeApi, type FakeApi } from '../../e2e/fake-api/fake-api';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { Problem } from '../model/problem';
import { ApiError } from './api-error';
import { findConnection, listContexts, type Connection } from './connection';

let api: FakeApi;
let folder: string;
let open: Connection[];

beforeEach(async () => {
  api = await startFakeApi();
  folder = mkdtempSync(join(tmpdir(), 'unloop-connection-'));
  open = [];
});

afterEach(async () => {
  for (const { client } of open) client.close();
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

type Options = Parameters<typeof findConnection>[0];

async function connect(options: Partial<Options>): Promise<Connection> {
  const connection = await findConnection({ env: { HOME: folder }, ...options });
  if (connection === null) throw new Error('no connection');
  open.push(connection);
  return connection;
}

async function version({ client }: Connection): Promise<unknown> {
  return client.getJson('/version', { verb: 'get', signal: new AbortController().signal });
}

const isFake = expect.objectContaining({ gitVersion: 'v1.32.0-fake' });

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it worked',
    (error: unknown) => error,
  );
}

describe('where the cluster is found', () => {
  it('is nowhere: null, so that the sample can be opened', async () => {
    expect(await findConnection({ env: { HOME: folder } })).toBeNull();
  });

  it('is --kubeconfig before all else', async () => {
    const connection = await connect({ kubeconfig: api.kubeconfig(), env: { KUBECONFIG: '/nowhere', HOME: folder } });
    expect(await version(connection)).toEqual(isFake);
    expect(connection).toMatchObject({ contextName: 'fake', namespace: null });
  });

  it('is a list in KUBECONFIG, merged, the first to name a thing wins', async () => {
    const second = join(folder, 'second');
    const other = { name: 'fake', cluster: { server: 'https://127.0.0.1:1' } };
    writeFileSync(
      second,
      JSON.stringify({ clusters: [other], contexts: [{ name: 'two', context: { cluster: 'fake' } }] }),
    );
    const list = [join(folder, 'missing'), api.kubeconfig(), second].join(delimiter);
    const env = { KUBECONFIG: list, HOME: folder };
    expect(await listContexts({ env })).toEqual(['fake', 'two']);
    expect((await connect({ env, context: 'two' })).client.server).toBe(api.url);
  });

  it('shows no user, password or token that stand in the address of the server', async () => {
    const { host } = new URL(api.url);
    for (const server of [
      `https://admin:hunter2@${host}`,
      `https://admin:hun@ter2@${host}/`,
      `${api.url}/?access_token=hunter2`,
    ]) {
      const connection = await connect({ kubeconfig: api.kubeconfig({ cluster: { server } }) });
      expect(connection.client.server).toBe(api.url);
      expect(await version(connection)).toEqual(isFake);
    }
    const server = `https://admin:hunter2@${host}/k8s/clusters/one?token=hunter2`;
    const { client } = await connect({ kubeconfig: api.kubeconfig({ cluster: { server } }) });
    expect(client.server).toBe(`${api.url}/k8s/clusters/one`);
  });

  it('is ~/.kube/config', async () => {
    mkdirSync(join(folder, '.kube'));
    writeFileSync(join(folder, '.kube', 'config'), JSON.stringify(kubeconfigFor({ token: api.token })));
    const connection = await connect({});
    expect(connection.foundIn).toBe('~/.kube/config');
    expect(await version(connection)).toEqual(isFake);
  });

  it('is the service account of the pod', async () => {
    writeFileSync(join(folder, 'token'), api.token);
    writeFileSync(join(folder, 'ca.crt'), testCertificate().cert);
    writeFileSync(join(folder, 'namespace'), 'tools');
    const env = { HOME: folder, KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(api.port) };
    const connection = await connect({ env, serviceAccountDirectory: folder });
    expect(connection).toMatchObject({ contextName: 'in-cluster', namespace: 'tools' });
    expect(await version(connection)).toEqual(isFake);
  });

  it.each([
    ['a file that is not there', { kubeconfig: '/nowhere/config' }, /\/nowhere\/config does not exist/],
    ['a list without a cluster', { env: { KUBECONFIG: '/nowhere/a' } }, /KUBECONFIG names \/nowhere\/a/],
    ['a context without a kubeconfig', { context: 'prod', env: { HOME: '/nowhere' } }, /context prod/],
  ])('named and wrong is a problem: %s', async (_name, options, message) => {
    const error = await failure(connect(options));
    expect(error).toBeInstanceOf(Problem);
    expect(String(error)).toMatch(message);
  });

  it('names the contexts that there are where the one asked for is not', async () => {
    const error = await failure(connect({ kubeconfig: api.kubeconfig(), context: 'prod' }));
    expect(error).toMatchObject({
      detail: expect.stringContaining('the context prod'),
      details: { remedy: 'It has the contexts fake. Name one of them with --context, or mend the file.' },
    });
  });

  it('never quotes a broken kubeconfig, for it may hold a token', async () => {
    const file = join(folder, 'broken');
    writeFileSync(file, 'users:\n- name: a\n  user: {token: "canary-token\n');
    const error = await failure(connect({ kubeconfig: file }));
    expect(error).toMatchObject({ code: 'unprocessable' });
    expect(JSON.stringify(error) + String(error)).not.toContain('canary');
  });
});

describe('TLS', () => {
  it('refuses a certificate that nobody vouches for', async () => {
    const kubeconfig = api.kubeconfig({ cluster: { 'certificate-authority-data': undefined } });
    expect(await failure(connect({ kubeconfig }).then(version))).toMatchObject({ kind: 'tls' });
  });

  it('checks the name that tls-server-name gives', async () => {
    const right = api.kubeconfig({ cluster: { 'tls-server-name': 'fake.unloop.test' } });
    expect(await version(await connect({ kubeconfig: right }))).toEqual(isFake);
    const wrong = api.kubeconfig({ cluster: { 'tls-server-name': 'other.unloop.test' } });
    expect(await failure(connect({ kubeconfig: wrong }).then(version))).toMatchObject({ kind: 'tls' });
  });

  it('checks nothing only where insecure-skip-tls-verify says so', async () => {
    const cluster = { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true };
    expect(await version(await connect({ kubeconfig: api.kubeconfig({ cluster }) }))).toEqual(isFake);
  });
});

describe('proxy-url', () => {
  it('is honoured: HTTP CONNECT', async () => {
    const asked: string[] = [];
    const proxy = http.createServer().on('connect', (request, client: net.Socket) => {
      asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
      const upstream = net.connect(api.port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
      upstream
        .on('error', () => client.destroy())
        .pipe(client)
        .on('error', () => upstream.destroy())
        .pipe(upstream);
    });
    const port = await listening(proxy);
    const kubeconfig = api.kubeconfig({ cluster: { 'proxy-url': `http://me:pass@127.0.0.1:${port}` } });
    expect(await version(await connect({ kubeconfig }))).toEqual(isFake);
    expect(asked).toEqual([`127.0.0.1:${api.port} Basic bWU6cGFzcw==`]);
    proxy.close();
  });

  it('is honoured: SOCKS5', async () => {
    const proxy = net.createServer((client) => {
      client.once('data', () => {
        client.write(Buffer.from([5, 0]));
        client.once('data', () => {
          const upstream = net.connect(api.port, '127.0.0.1', () => {
            client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
            upstream
              .pipe(client)
              .on('error', () => upstream.destroy())
              .pipe(upstream);
          });
        });
      });
    });
    const port = await listening(proxy);
    const kubeconfig = api.kubeconfig({ cluster: { 'proxy-url': `socks5://127.0.0.1:${port}` } });
    expect(await version(await connect({ kubeconfig }))).toEqual(isFake);
    proxy.close();
  });

  it('that refuses is named', async () => {
    const proxy = http
      .createServer()
      .on('connect', (_request, client: net.Socket) => client.end('HTTP/1.1 407 No\r\n\r\n'));
    const port = await listening(proxy);
    const kubeconfig = api.kubeconfig({ cluster: { 'proxy-url': `http://127.0.0.1:${port}` } });
    expect(await failure(connect({ kubeconfig }).then(version))).toMatchObject({
      kind: 'unreachable',
      message: `The proxy 127.0.0.1:${port} answered 407.`,
    });
    proxy.close();
  });
});

describe('F20 credentials that are refused are mended in the kubeconfig', () => {
  const mended = (): string => readFileSync(api.kubeconfig(), 'utf8');

  it.each([
    ['are taken from it', mended, true],
    ['wait while it is half written', () => mended().slice(0, 40), false],
    ['are not sent to a server that it no longer names', () => mended().replace(api.url, 'https://127.0.0.1:1'), false],
  ])('%s', async (_, text, accepted) => {
    const clock = new FakeClock();
    const kubeconfig = api.kubeconfig({ user: { token: 'expired' } });
    const connection = await connect({ kubeconfig, clock });
    expect(await failure(version(connection))).toMatchObject({ details: { status: 401 } });
    connection.client.refreshCredentials();
    expect(await failure(version(connection))).toMatchObject({ details: { status: 401 } });
    writeFileSync(kubeconfig, text());
    clock.advance(30_000);
    if (accepted) expect(await version(connection)).toEqual(isFake);
    else expect(await failure(version(connection))).toMatchObject({ details: { status: 401 } });
  });
});

describe('F47 credential plugins', () => {
  function plugin(script: string, extra: Record<string, unknown> = {}): string {
    const command = join(folder, `plugin-${Math.random().toString(36).slice(2)}`);
    writeFileSync(command, `#!/bin/sh\n${script}\n`);
    chmodSync(command, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'IfAvailable', ...extra };
    return api.kubeconfig({ user: { exec } });
  }
  const credential = (token: string, expirationTimestamp?: string): string => {
    const status = { token, expirationTimestamp };
    return JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status });
  };

  it('give the token, run once for many requests, and know what they are asked', async () => {
    const log = join(folder, 'runs');
    const kubeconfig = plugin(`echo "$KUBERNETES_EXEC_INFO" >> ${log}\necho '${credential(api.token)}'`, {
      provideClusterInfo: true,
    });
    const connection = await connect({ kubeconfig });
    expect(await Promise.all([version(connection), version(connection), version(connection)])).toHaveLength(3);
    const runs = readFileSync(log, 'utf8').trim().split('\n');
    expect(runs).toHaveLength(1);
    expect(JSON.parse(runs[0] ?? '')).toMatchObject({
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: api.url } },
    });
  });

  it.each([
    ['have expired by our clock, which is ahead (F46)', -360_000, 60_000],
    ['live for less than a minute', 40_000, 20_000],
    ['live longer', 600_000, 540_000],
  ])('run once for many requests where their tokens %s', async (_name, lifeMs, renewedMs) => {
    const clock = new FakeClock();
    const log = join(folder, `lives-${lifeMs}`);
    const expiry = new Date(clock.now() + lifeMs).toISOString();
    const kubeconfig = plugin(`echo run >> ${log}\necho '${credential(api.token, expiry)}'`);
    const connection = await connect({ kubeconfig, clock });
    for (let request = 0; request < 3; request++) await version(connection);
    clock.advance(renewedMs - 1);
    await version(connection);
    expect(readFileSync(log, 'utf8')).toBe('run\n');
    clock.advance(1);
    await version(connection);
    expect(readFileSync(log, 'utf8')).toBe('run\nrun\n');
  });

  it('that hang are ended after 30 s, with all that they started', async () => {
    const clock = new FakeClock();
    const pidFile = join(folder, 'pid');
    const kubeconfig = plugin(`sleep 600 &\necho $! > ${pidFile}.part\nmv ${pidFile}.part ${pidFile}\nwait`);
    const asking = failure(connect({ kubeconfig, clock }).then(version));
    const { existsSync } = await import('node:fs');
    while (!existsSync(pidFile)) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(30_001);
    expect(await asking).toMatchObject({
      kind: 'credentials',
      message: expect.stringContaining('gave no answer within 30 s'),
    });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
  });

  it('that fail are not started again within a minute, and say what they said', async () => {
    const clock = new FakeClock();
    const log = join(folder, 'runs');
    const kubeconfig = plugin(`echo run >> ${log}\necho 'Token has expired, run: aws sso login' >&2\nexit 1`);
    const connection = await connect({ kubeconfig, clock });
    const first = await failure(version(connection));
    expect(first).toBeInstanceOf(ApiError);
    expect(first).toMatchObject({
      kind: 'credentials',
      message: expect.stringContaining('exit code 1: Token has expired, run: aws sso login'),
    });
    await failure(version(connection));
    expect(readFileSync(log, 'utf8')).toBe('run\n');
    clock.advance(60_001);
    await failure(version(connection));
    expect(readFileSync(log, 'utf8')).toBe('run\nrun\n');
  });

  it('that ask on the terminal get an end of input instead', async () => {
    const kubeconfig = plugin('read answer || { echo "no terminal" >&2; exit 3; }');
    expect(await failure(connect({ kubeconfig }).then(version))).toMatchObject({
      message: expect.stringContaining('exit code 3: no terminal'),
    });
  });

  it('that print something else never have it quoted', async () => {
    const kubeconfig = plugin('echo canary-token');
    const error = await failure(connect({ kubeconfig }).then(version));
    expect(error).toMatchObject({ message: expect.stringContaining('did not print an ExecCredential') });
    expect(String(error)).not.toContain('canary');
  });

  it.each([
    [
      'are not installed',
      { command: 'unloop-no-such-plugin', installHint: 'Install it from example.org.' },
      /is not installed\. Install it from example\.org\./,
    ],
    ['need a terminal', { interactiveMode: 'Always' }, /needs a terminal/],
  ])('that %s say so', async (_name, extra, message) => {
    const error = await failure(connect({ kubeconfig: plugin('exit 0', extra) }).then(version));
    expect(String(error)).toMatch(message);
  });
});

describe('the client', () => {
  it('refuses to read the values of Secrets and ConfigMaps, whoever asks', async () => {
    const { client } = await connect({ kubeconfig: api.kubeconfig() });
    const signal = new AbortController().signal;
    for (const path of ['/api/v1/secrets', '/api/v1/namespaces/a/secrets/b', '/api/v1/namespaces/a/configmaps']) {
      expect(await failure(client.get(path, { verb: 'get', signal }))).toMatchObject({
        message: `refusing to read values: ${path}`,
      });
    }
    expect(api.requests).toEqual([]);
  });
});

function kubeconfigFor(user: unknown): unknown {
  const ca = Buffer.from(testCertificate().cert).toString('base64');
  return {
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server: api.url, 'certificate-authority-data': ca } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  };
}

function listening(server: net.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
