import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import type { ApiClient } from './api-client';
import { findConnection } from './connection';
import { readList } from './list';

/** A client that is answered with one body after the other. */
function answering(next: () => unknown): Pick<ApiClient, 'get'> {
  return {
    get: async () => {
      const text = JSON.stringify(next());
      const body = (async function* () {
        yield Buffer.from(text);
      })();
      return { status: 200, contentType: 'application/json', body, text: async () => text };
    },
  };
}

function list(next: () => unknown, kind: 'Pod' | 'Secret' | null = 'Pod', { get } = answering(next)): Promise<string> {
  return readList({
    client: { get } as ApiClient,
    kind,
    path: '/api/v1/pods',
    accept: 'application/json',
    resourceVersion: '0',
    pageSize: null,
    signal: new AbortController().signal,
    onItem: () => undefined,
  });
}

const metadata = { resourceVersion: '101' };

describe('F25 a list that is not the one asked for', () => {
  it.each([
    ['Pod', 'PodList'],
    ['Secret', 'PartialObjectMetadataList'],
    [null, 'PartialObjectMetadataList'],
  ] as const)('of %s is taken as a %s alone', async (asked, kind) => {
    expect(await list(() => ({ kind, metadata, items: [] }), asked)).toBe('101');
    for (const other of ['NodeList', 'List', 'SecretList', 'Table']) {
      await expect(list(() => ({ kind: other, metadata, items: [] }), asked)).rejects.toMatchObject({
        kind: 'not-kubernetes',
        message: `The address answered with a ${other}, not with a ${kind}.`,
      });
    }
  });

  it.each([{}, { items: {} }, { items: [null, null] }, { items: [1, 'x'] }, { items: [[]] }])(
    'is none whose items are no objects: %j',
    async (rest) => {
      await expect(list(() => ({ kind: 'PodList', metadata, ...rest }))).rejects.toMatchObject({ kind: 'malformed' });
    },
  );

  it.each([{}, { resourceVersion: '' }, null])('is refused without a version: %j', async (none) => {
    await expect(list(() => ({ kind: 'PodList', metadata: none, items: null }))).rejects.toMatchObject({
      kind: 'malformed',
    });
  });
});

describe('pages of different versions', () => {
  it('are watched from that of the first: what changed of it since comes again', async () => {
    const pages = ['10', '20'].map((resourceVersion, page) => ({
      kind: 'PodList',
      metadata: { resourceVersion, ...(page === 0 && { continue: 'more' }) },
      items: [{ metadata: { uid: `of page ${page}` } }],
    }));
    expect(await list(() => pages.shift())).toBe('10');
  });
});

describe('F13 pages without an end', () => {
  it('is given up after more objects than a cluster has, in whatever number of answers', async () => {
    const items = `{}${',{}'.repeat(999)}`;
    let sent = 0;
    const get: ApiClient['get'] = async () => {
      const body = (async function* () {
        yield Buffer.from(`{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[${items}`);
        for (;;) {
          sent += 1000;
          yield Buffer.from(`,${items}`);
        }
      })();
      return { status: 200, contentType: 'application/json', body, text: async () => '' };
    };
    await expect(list(() => undefined, 'Pod', { get })).rejects.toMatchObject({
      kind: 'malformed',
      message: 'The API server sends a list without an end.',
    });
    expect(sent).toBe(500_000);
  });

  it('is given up when a page begins as another did, though each token is new', async () => {
    let pages = 0;
    const items = [{ metadata: { uid: 'a' } }, { metadata: { uid: 'b' } }];
    const next = () => ({ kind: 'PodList', metadata: { ...metadata, continue: `t${++pages}` }, items });
    await expect(list(next)).rejects.toMatchObject({
      kind: 'malformed',
      message: 'The API server sends a list without an end.',
    });
    expect(pages).toBe(2);
  });

  it('is given up after 10,000 pages of ever new objects', async () => {
    let pages = 0;
    const next = () => {
      pages++;
      return {
        kind: 'PodList',
        metadata: { ...metadata, continue: `t${pages}` },
        items: [{ metadata: { uid: pages } }],
      };
    };
    await expect(list(next)).rejects.toMatchObject({ kind: 'malformed' });
    expect(pages).toBe(10_000);
  });
});

describe('F18 a list that is never silent and never ends', () => {
  it('is given up after ten minutes, as a time-out', async () => {
    let answer: http.ServerResponse | undefined;
    const server = http.createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"apiVersion":"v1","kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{}');
      answer = response;
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const folder = mkdtempSync(join(tmpdir(), 'unloop-list-'));
    const kubeconfig = join(folder, 'config');
    const cluster = { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const context = { cluster: 'c' };
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        clusters: [{ name: 'c', cluster }],
        contexts: [{ name: 'c', context }],
        'current-context': 'c',
      }),
    );
    const clock = new FakeClock();
    const connection = await findConnection({ kubeconfig, env: {}, clock });
    if (connection === null) throw new Error('no connection');
    let items = 0;
    const read = readList({
      client: connection.client,
      kind: 'Pod',
      path: '/api/v1/pods',
      accept: 'application/json',
      resourceVersion: '0',
      pageSize: null,
      signal: new AbortController().signal,
      onItem: () => items++,
    });
    let settled = false;
    const settle = (): void => void (settled = true);
    void read.then(settle, settle);
    const failed = expect(read).rejects.toMatchObject({
      kind: 'timeout',
      message: 'The answer took longer than 10 min.',
    });
    for (let round = 1; round <= 31; round++) {
      while (items < round && !settled) await new Promise((resolve) => setTimeout(resolve, 1));
      clock.advance(20_000);
      answer?.write(',{}');
    }
    await failed;
    expect(clock.pending).toBe(0);
    connection.client.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
});
