import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { startFakeApi, type FakeApi } from '../../e2e/fake-api/fake-api';
import { FeedRecorder } from '../../e2e/fake-api/feed-recorder';
import type { NewObject } from '../../e2e/fake-api/objects';
import type { ApiClient } from './api-client';
import { toApiError, type ApiError } from './api-error';
import { createClusterSource } from './cluster-source';
import { findConnection } from './connection';
import { versionOf, type WatchEvent } from './events';
import { readList } from './list';
import { readListStream } from './list-stream';
import { project } from './projection/project';
import { compareVersions } from './resource-version';
import { runWatch } from './watch';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/**
 * The same tests against the fake API server and a real one (UNLOOP_TEST_KUBECONFIG; `npm run test:cluster` sets it): what the
 * fake one answers is what a kube-apiserver answers. They write in a namespace of their own, and take it away again.
 */
interface Server {
  kubeconfig: string;
  apply(object: NewObject): Promise<void>;
  remove(name: string): Promise<void>;
  /** Forgets what happened, so that old versions are refused. False: a real one does so in its own time. */
  forget(): boolean;
  /** A kubeconfig of somebody whom it does not know, and of one who may do nothing. */
  strangers(): Promise<{ unknown: string; powerless: string }>;
  close(): Promise<void>;
}

const NAMESPACE = `unloop-test-${process.pid}`;
const PATH = `/api/v1/namespaces/${NAMESPACE}/pods`;
const answers = ['application/json', 'application/vnd.kubernetes.protobuf'];
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** A pod that nobody schedules, so that nothing but the test changes it. */
function idlePod(name: string, step = '0'): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE, annotations: { step } },
    spec: {
      schedulerName: 'nobody',
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'app', image: 'registry.example/app:1' }],
    },
  };
}

async function startFake(): Promise<Server> {
  const api: FakeApi = await startFakeApi({ protobuf: true });
  const strict: FakeApi = await startFakeApi({ protobuf: true });
  strict.rbac.rules = [];
  return {
    kubeconfig: api.kubeconfig(),
    apply: async (object) => void api.apply(object),
    remove: async (name) => api.remove('Pod', NAMESPACE, name),
    forget() {
      api.store.compact();
      return true;
    },
    strangers: async () => ({ unknown: api.kubeconfig({ user: { token: 'wrong' } }), powerless: strict.kubeconfig() }),
    close: async () => {
      await api.close();
      await strict.close();
    },
  };
}

const run = promisify(execFile);
const named = process.env.UNLOOP_TEST_KUBECONFIG ?? '';

async function kubectl(words: string[], input = ''): Promise<string> {
  const running = run('kubectl', ['--kubeconfig', named, ...words]);
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** The named kubeconfig with another user. */
async function kubeconfigOf(folder: string, name: string, user: (own: object) => object): Promise<string> {
  const config: { users: { user: object }[] } = JSON.parse(await kubectl(['config', 'view', '--raw', '-o', 'json']));
  const path = join(folder, name);
  const users = config.users.map((entry) => ({ ...entry, user: user(entry.user) }));
  await writeFile(path, JSON.stringify({ ...config, users }), { mode: 0o600 });
  return path;
}

async function startReal(): Promise<Server> {
  await kubectl(['create', 'namespace', NAMESPACE]);
  const folder = await mkdtemp(join(tmpdir(), 'unloop-both-servers-'));
  return {
    kubeconfig: named,
    apply: async (object) => void (await kubectl(['apply', '-f', '-'], JSON.stringify(object))),
    remove: async (name) =>
      void (await kubectl(['-n', NAMESPACE, 'delete', 'pod', name, '--wait=false', '--grace-period=0', '--force'])),
    forget: () => false,
    strangers: async () => ({
      unknown: await kubeconfigOf(folder, 'unknown', () => ({ token: 'wrong' })),
      powerless: await kubeconfigOf(folder, 'powerless', (own) => ({ ...own, as: 'unloop-nobody' })),
    }),
    close: async () => {
      await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
      await rm(folder, { recursive: true });
    },
  };
}

const servers: [string, () => Promise<Server>][] = [['the fake server', startFake]];
if (named !== '') servers.push(['the real server', startReal]);

interface Item {
  metadata: { uid: string; namespace: string; name: string };
  raw: unknown;
}

/** Only what these tests look at. */
function item(raw: unknown): Item {
  const text = (field: string): string => {
    const metadata: unknown = Reflect.get(Object(raw), 'metadata');
    return String(Reflect.get(Object(metadata), field));
  };
  return { metadata: { uid: text('uid'), namespace: text('namespace'), name: text('name') }, raw };
}

describe.each(servers)('%s', (_name, start) => {
  const clock = new FakeClock();
  let server: Server;
  let client: ApiClient;
  const never = new AbortController().signal;

  beforeAll(async () => {
    server = await start();
    const connection = await findConnection({ kubeconfig: server.kubeconfig, env: {}, clock });
    if (connection === null) throw new Error('no connection');
    client = connection.client;
    for (const name of ['a', 'b', 'c']) await server.apply(idlePod(name));
  });
  afterAll(async () => {
    client.close();
    await server.close();
  });

  it('says in both forms the same', async () => {
    const listed = async (accept: string): Promise<unknown> => {
      const kept: unknown[] = [];
      const onItem = (raw: unknown): void => void kept.push(project('Pod', raw, (text) => text));
      await readList({
        client,
        kind: 'Pod',
        path: PATH,
        accept,
        resourceVersion: '',
        pageSize: null,
        signal: never,
        onItem,
      });
      return kept;
    };
    const [json = '', protobuf = ''] = answers;
    expect(await listed(protobuf)).toEqual(await listed(json));
  });

  describe.each(answers)('answers in %s', (inForm) => {
    const list = async (
      resourceVersion = '',
      pageSize: number | null = null,
    ): Promise<{ version: string; names: string[] }> => {
      const names: string[] = [];
      const onItem = (raw: unknown): void => void names.push(item(raw).metadata.name);
      const base = { client, kind: 'Pod' as const, path: PATH, accept: inForm, signal: never, onItem };
      return { version: await readList({ ...base, resourceVersion, pageSize }), names };
    };
    /** A cache that is behind says so after 3 s (F15): whoever wants the version asks again. */
    const caughtUp = async (version: string): Promise<{ names: string[] }> => {
      for (;;) {
        try {
          return await list(version);
        } catch (error) {
          if (toApiError(error).details.tooLargeResourceVersion !== true) throw error;
        }
      }
    };
    const stream = (resourceVersion: string, accept = inForm) =>
      readListStream({ client, kind: 'Pod', path: PATH, accept, resourceVersion, signal: never, project: item });
    /** False where the server has no streaming lists: then only that it says so is held against the fake one. */
    async function streams(): Promise<boolean> {
      try {
        await stream('');
        return true;
      } catch (error) {
        expect(`${toApiError(error).details.status ?? 0} ${toApiError(error).message}`).toMatch(
          /^422 .*WatchList feature gate|^500 .*RequestWatchProgress is disabled/,
        );
        return false;
      }
    }
    const failure = (work: Promise<unknown>): Promise<ApiError> =>
      work.then(
        () => {
          throw new Error('it did not fail');
        },
        (error: unknown) => toApiError(error),
      );

    /** Watches from a version until `enough`. */
    async function watch(
      from: string,
      enough: (events: WatchEvent[]) => boolean,
      accept = inForm,
    ): Promise<WatchEvent[]> {
      const events: WatchEvent[] = [];
      const stop = new AbortController();
      const watching = runWatch({
        client,
        clock,
        kind: 'Pod',
        path: PATH,
        accept,
        resourceVersion: from,
        signal: stop.signal,
        onOpen: () => undefined,
        onEvent: (event) => {
          events.push(event);
          if (enough(events)) stop.abort();
        },
        onUnknown: () => undefined,
      });
      const error = await failure(watching);
      if (error.kind !== 'aborted') throw error;
      return events.filter(({ type }) => type !== 'BOOKMARK');
    }
    const words = (events: WatchEvent[]): string[] =>
      events.map(({ type, raw }) => `${type} ${item(raw).metadata.name}`);
    const count = (most: number) => (events: WatchEvent[]) =>
      events.filter(({ type }) => type !== 'BOOKMARK').length >= most;

    it('lists all at once, from its cache, and in pages', async () => {
      expect((await list()).names).toEqual(['a', 'b', 'c']);
      expect((await list('', 1)).names).toEqual(['a', 'b', 'c']);
      const { version } = await list();
      expect((await caughtUp(version)).names).toEqual(['a', 'b', 'c']);
      // The cache's answer may be of any age.
      expect(['a', 'b', 'c']).toEqual(expect.arrayContaining((await list('0')).names));
    });

    it('lists as a stream what it lists at once', async ({ skip }) => {
      if (!(await streams())) skip('it has no streaming lists');
      const { version, names } = await list();
      for (const from of ['', version]) {
        const streamed = await stream(from);
        expect(streamed.objects.map(({ metadata }) => metadata.name).sort()).toEqual(names);
        expect(compareVersions(streamed.version, version)).toBeGreaterThanOrEqual(0);
      }
    });

    it('streams only metadata where that is asked for', async ({ skip }) => {
      if (!(await streams())) skip('it has no streaming lists');
      const { objects } = await stream('', METADATA);
      expect(objects).toHaveLength(3);
      for (const { raw } of objects) expect(raw).not.toHaveProperty('spec');
      for (const { raw } of objects) expect(raw).toMatchObject({ kind: 'PartialObjectMetadata' });
    });

    it('tells what happened after the version of a list, in order, a deletion with a version of its own', async () => {
      const { version } = await list();
      await server.apply(idlePod('d'));
      await server.apply(idlePod('d', '1'));
      await server.remove('d');
      const events = await watch(version, (all) => all.some(({ type }) => type === 'DELETED'));
      expect(words(events)).toEqual(['ADDED d', ...events.slice(1, -1).map(() => 'MODIFIED d'), 'DELETED d']);
      const versions = events.map(({ raw }) => versionOf(raw));
      for (const [index, one] of versions.entries()) {
        expect(index === 0 || compareVersions(one, versions[index - 1] ?? '') > 0).toBe(true);
      }
    });

    it('is watched on from the bookmark of a streamed list, nothing lost and nothing twice', async ({ skip }) => {
      if (!(await streams())) skip('it has no streaming lists');
      const { version } = await stream('');
      await server.apply(idlePod('e'));
      expect(words(await watch(version, count(1)))).toEqual(['ADDED e']);
      await server.remove('e');
    });

    it('resumes from the last event', async () => {
      const { version } = await list();
      await server.apply(idlePod('f'));
      const [added] = await watch(version, count(1));
      await server.apply(idlePod('f', '1'));
      expect(words(await watch(versionOf(added?.raw), count(1)))).toEqual(['MODIFIED f']);
      await server.remove('f');
    });

    it('watches metadata alone', async () => {
      const { version } = await list();
      await server.apply(idlePod('g'));
      const [added] = await watch(version, count(1), METADATA);
      expect(added?.raw).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'g' } });
      expect(added?.raw).not.toHaveProperty('spec');
      await server.remove('g');
    });

    it('refuses a watch from a version it has forgotten with 410', async ({ skip }) => {
      const hasForgotten = server.forget();
      const error = await watch('1', count(1)).then(() => null, toApiError);
      if (error === null && !hasForgotten) skip('The server is so young that it still knows its first version.');
      expect(error).toMatchObject({ kind: 'status', details: { status: 410 } });
    });

    it('refuses lists, streamed too, from a version it has not reached as too large', async () => {
      const ahead = `${(await list()).version}000`;
      const ways = [() => list(ahead), ...((await streams()) ? [() => stream(ahead)] : [])];
      for (const ask of ways) {
        expect(await failure(ask())).toMatchObject({
          kind: 'status',
          details: { status: 504, tooLargeResourceVersion: true },
        });
      }
    });

    it('refuses whom it does not know with 401, and who may do nothing with 403', async () => {
      const { unknown, powerless } = await server.strangers();
      for (const [kubeconfig, code] of [
        [unknown, 401],
        [powerless, 403],
      ] as const) {
        const connection = await findConnection({ kubeconfig, env: {}, clock });
        if (connection === null) throw new Error('no connection');
        const asked = { client: connection.client, kind: 'Pod' as const, path: PATH, accept: inForm, signal: never };
        const lists = readList({ ...asked, resourceVersion: '', pageSize: null, onItem: () => undefined });
        expect(await failure(lists)).toMatchObject({ kind: 'status', details: { status: code } });
        const watches = connection.client.get(PATH, { ...asked, verb: 'watch', query: { watch: 1 } });
        expect(await failure(watches)).toMatchObject({ kind: 'status', details: { status: code } });
        connection.client.close();
      }
    });

    it('answers 404 for an API that it does not serve', async () => {
      const error = await failure(client.getJson('/apis/nothing.example/v1/things', { verb: 'get', signal: never }));
      expect(error).toMatchObject({ kind: 'status', details: { status: 404 } });
    });

    it.each([true, false])(
      'is read to the end by a reader: the picture is the list (streamed: %s)',
      async (streamedLists) => {
        const connection = await findConnection({ kubeconfig: server.kubeconfig, env: {}, clock });
        if (connection === null) throw new Error('no connection');
        const feed = new FeedRecorder();
        const source = createClusterSource({
          client: connection.client,
          contextName: 'test',
          clean: (text) => text,
          clock,
          kinds: ['Pod'],
          namespaces: [NAMESPACE],
          streamedLists,
        });
        const names = (): string =>
          feed
            .picture('Pod')
            .map((text) => text.replace(/^.*\/|@.*$/g, ''))
            .join();
        try {
          source.start(feed);
          await feed.until(() => names() === 'a,b,c');
          await server.apply(idlePod('h'));
          await feed.until(() => names() === 'a,b,c,h');
          await server.remove('h');
          await feed.until(() => names() === 'a,b,c');
          expect(feed.changes().filter((change) => change.startsWith('replace'))).toEqual(['replace Pod']);
          const lists = connection.client.requests().filter(({ verb }) => verb === 'list');
          expect(lists.length).toBe(streamedLists && (await streams()) ? 0 : 1);
        } finally {
          await source.stop();
        }
      },
    );
  });
});
