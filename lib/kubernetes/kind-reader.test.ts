import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import type { Rule } from '../../e2e/fake-api/rbac';
import { createPicture } from '../cluster/picture';
import type { Feed } from '../model/source';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Two scopes of one kind never speak at once: a list of the one must not undo what the other has told (F22, F23, F31). */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  const objects = [pod('shop', 'cart'), pod('pay', 'ledger')];
  harness = await createHarness({ objects, kubeconfig: { namespace: 'shop' }, ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

const readPods = (namespace: string | null): Rule => ({
  verbs: ['list', 'watch'],
  group: '',
  resources: ['pods'],
  namespace,
});

/** The recorder behind a feed that takes a namespace's list, or the cluster's, only when the test lets it. */
function holding(held: string | null): { feed: Feed; taking: () => boolean; release: () => void } {
  const { feed } = harness;
  let release: (() => void) | null = null;
  return {
    feed: {
      replace: (kind, namespace, objects) => feed.replace(kind, namespace, objects),
      replaceInSlices: async (kind, namespace, objects) => {
        if (namespace === held && release === null) {
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        }
        feed.replace(kind, namespace, objects);
      },
      upsert: (kind, object) => feed.upsert(kind, object),
      remove: (kind, object) => feed.remove(kind, object),
      state: (state) => feed.state(state),
    },
    taking: () => release !== null,
    release: () => release?.(),
  };
}

const states = (namespace: string | null): string =>
  harness.feed.hasState('Pod', namespace) ? harness.feed.stateOf('Pod', namespace).state : '';

describe('the whole cluster may be read again while a namespace’s list is being taken', () => {
  it('the older list of the namespace comes first, then the cluster’s', async () => {
    const { api, source, feed } = await reader();
    api.rbac.rules = [readPods('shop')];
    const { feed: slow, taking, release } = holding('shop');
    source.start(slow);
    await harness.eventually(taking);
    // Newer than the list that is being taken.
    api.apply(pod('shop', 'cart', { status: { phase: 'Failed' } }));
    api.apply(pod('shop', 'basket'));
    api.rbac.rules = null;
    source.retryNow();
    await harness.eventually(() => harness.requests('list').filter(({ path }) => path === '/api/v1/pods').length === 2);
    await harness.idle();
    release();
    await harness.eventually(() => states(null) === 'live');
    await harness.idle();
    expect(feed.picture('Pod')).toEqual(harness.truth());
    const lists = feed.calls.flatMap((call) => (call.call === 'replace' ? [call.namespace] : []));
    expect(lists).toEqual(['shop', null]);
  });

  it('what was told of a namespace is taken back, and its reader tells no more', async () => {
    const { api, source, feed } = await reader();
    api.rbac.rules = [readPods('shop')];
    harness.start();
    await harness.eventually(() => states('shop') === 'live');
    api.rbac.rules = null;
    source.retryNow();
    await harness.eventually(() => states(null) === 'live');
    expect(feed.stateOf('Pod', 'shop')).toMatchObject({ state: 'absent', failure: null, nextAttemptAt: null });
    await harness.eventually(
      () => [...api.watches].map(({ namespace }) => namespace).join() === '' && api.watches.size === 1,
    );
  });
});

describe('a list of one scope is not older than what another scope has told', () => {
  it('asks for the newest version told, in a namespace as in the cluster', async () => {
    const { api, source } = await reader();
    await harness.live();
    const told = String(api.store.version);
    api.rbac.rules = [readPods('shop')];
    harness.endStreams();
    await harness.eventually(() => states('shop') === 'live');
    const inShop = harness.requests('list').find(({ path }) => path.includes('/namespaces/shop/'));
    expect(inShop?.query.resourceVersion).toBe(told);
    api.apply(pod('shop', 'basket'));
    await harness.inSync();
    api.rbac.rules = null;
    source.retryNow();
    await harness.eventually(() => states(null) === 'live');
    expect(harness.requests('list').at(-1)).toMatchObject({
      path: '/api/v1/pods',
      query: { resourceVersion: String(api.store.version) },
    });
  });

  it('a cluster’s list from a server that is behind what a namespace told is asked for again', async () => {
    const { api, source, feed } = await reader();
    api.rbac.rules = [readPods('shop')];
    const { feed: slow, taking, release } = holding('shop');
    source.start(slow);
    await harness.eventually(taking);
    const behind = api.fault('F31', { times: 1 });
    api.rbac.rules = null;
    source.retryNow();
    await harness.eventually(() => harness.requests('list').filter(({ path }) => path === '/api/v1/pods').length >= 2);
    await harness.idle();
    behind();
    release();
    await harness.eventually(() => states(null) === 'live');
    expect(harness.requests('list').filter(({ path }) => path === '/api/v1/pods')).toHaveLength(3);
    expect(feed.picture('Pod')).toEqual(harness.truth());
  });
});

describe('rights that come and go', () => {
  it('each loss is followed by the namespaces that may still be read', async () => {
    const { api, source } = await reader();
    for (let round = 0; round < 3; round++) {
      api.rbac.rules = [readPods('shop')];
      if (round === 0) harness.start();
      else harness.endStreams();
      await harness.eventually(() => states('shop') === 'live');
      expect(states(null)).toBe('denied');
      api.rbac.rules = null;
      source.retryNow();
      await harness.eventually(() => states(null) === 'live');
      await harness.eventually(() => api.watches.size === 1);
      expect(states('shop')).toBe('absent');
    }
  });
});

describe('F31 the server was restored from a backup while only one namespace may be read', () => {
  it('what is told of another, when it may be read again, counts whatever was told of it before', async () => {
    const objects = [namespaceObject('shop'), namespaceObject('pay'), pod('shop', 'cart'), pod('pay', 'ledger')];
    const { api, source, clock } = await reader({ objects });
    const picture = createPicture({ now: () => new Date(clock.now()).toISOString() });
    const phase = (): string | undefined => picture.pod('pay', 'ledger')?.status.phase;
    harness.start(picture);
    await harness.live();
    const restore = api.store.backup();
    api.apply(pod('pay', 'ledger', { status: { phase: 'Failed' } }));
    await harness.inSync();
    expect(phase()).toBe('Failed');
    restore();
    const readNamespaces = { ...readPods(null), resources: ['namespaces'] };
    api.rbac.rules = [readNamespaces, readPods('shop')];
    harness.endStreams();
    // Its list finds out, and is the newest that was told from then on.
    await harness.eventually(() => states('shop') === 'live');
    expect(phase()).toBe('Failed');
    api.rbac.rules = [readNamespaces, readPods('shop'), readPods('pay')];
    clock.advance(60_001);
    source.retryNow();
    await harness.eventually(() => states('pay') === 'live');
    expect(phase()).toBe('Running');
  });
});
