import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import type { Rule } from '../../e2e/fake-api/rbac';
import { expired } from '../../e2e/fake-api/status';
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

describe('F31 several namespaces are read one by one, of which one changes all the time', () => {
  it('the list of each is held to what was told of it, and to that always', async () => {
    const { api, feed } = await reader({ namespaces: ['shop', 'pay'] });
    const restored: (string | null)[] = [];
    const ignored = (): void => undefined;
    const replace: Feed['replace'] = (_kind, namespace, _objects, isRestored) => {
      if (isRestored === true) restored.push(namespace);
    };
    harness.start({ replace, upsert: ignored, remove: ignored, state: ignored });
    const first = String(api.store.version);
    await harness.eventually(() => api.watches.size === 2 && states('shop') === 'live' && states('pay') === 'live');
    // More than a server lags behind.
    for (let change = 0; change < 600; change++) api.apply(pod('pay', `ledger-${change % 10}`));
    await harness.inSync();
    /** Which versions are asked for where the server that is asked lags behind and does not say so. */
    const relisted = async (namespace: string): Promise<unknown[]> => {
      const from = api.requests.length;
      api.fault('F31', { times: 1 });
      for (const stream of api.watches) if (stream.namespace === namespace) stream.error(expired('1', 2));
      await harness.eventually(() => api.requests.slice(from).some(({ verb }) => verb === 'watch'));
      await harness.idle();
      return api.requests.slice(from).flatMap(({ verb, query }) => (verb === 'list' ? [query.resourceVersion] : []));
    };
    expect(await relisted('shop'), 'older than what was told of the other alone').toEqual([first]);
    expect(await relisted('pay'), 'older than what was told of it').toEqual([String(api.store.version), undefined]);
    expect(restored).toEqual([]);
    expect(feed.picture('Pod')).toEqual(harness.truth());
  });
});

describe('an object of another namespace than the one asked for', () => {
  it('is not taken in, neither from a watch nor from a list, and a list makes up for what it stood for', async () => {
    const { api, feed } = await reader({ namespaces: ['shop', 'pay'] });
    api.apply(pod('shop', 'cart'));
    harness.start();
    await harness.eventually(() => api.watches.size === 2 && states('shop') === 'live' && states('pay') === 'live');
    const [before] = feed.picture('Pod').filter((line) => line.startsWith('shop/cart'));
    const version = api.store.version + 1;
    const metadata = { namespace: 'shop', name: 'cart', uid: 'of-another', resourceVersion: String(version) };
    const object = { kind: 'Pod', apiVersion: 'v1', metadata };
    // This server would not send it.
    for (const stream of api.watches)
      if (stream.namespace === 'pay')
        Object.assign(stream, { namespace: null }).event({ type: 'ADDED', version, object });
    await harness.eventually(() => harness.source.reports().some(({ stats }) => stats.malformed === 1));
    await harness.passing(() => states('pay') === 'live');
    await harness.inSync();
    expect(feed.picture('Pod').filter((line) => line.startsWith('shop/cart'))).toEqual([before]);
  });
});

describe('the gate of lists', () => {
  it('lets three of a kind through: a fourth namespace waits for one that is not answered (F05)', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const { api } = await reader({ namespaces: names });
    for (const name of names) api.apply(pod(name, 'cart'));
    const hanging = api.fault('F05', { fresh: true, where: 'list' });
    harness.start();
    await harness.eventually(() => harness.requests('list', 'pods').length >= 3);
    await harness.eventually(() => true);
    expect(harness.requests('list', 'pods')).toHaveLength(3);
    hanging();
    await harness.passing(() => names.every((name) => states(name) === 'live'));
  });
});

describe('F22 a refusal of the whole cluster', () => {
  const told = (): string[] =>
    harness.feed.calls.flatMap((call) =>
      call.call === 'state' ? [`${call.state.namespace ?? 'all'} ${call.state.state}`] : [],
    );

  it('is told when it is known what may be read instead', async () => {
    const { api } = await reader();
    api.rbac.rules = [readPods('shop')];
    harness.start();
    await harness.eventually(() => states('shop') === 'live');
    expect(told().indexOf('all denied')).toBeGreaterThan(told().indexOf('shop connecting'));
    expect(told().slice(0, told().indexOf('shop connecting')).at(-1)).toBe('all listing');
  });

  it('is told after half a minute where nobody answers what may be read instead', async () => {
    const { api, clock, feed } = await reader();
    api.rbac.rules = [];
    api.fault('F05', { fresh: true, how: 'reset', where: 'review' });
    harness.start();
    await harness.eventually(() => harness.requests('review', 'selfsubjectrulesreviews').length > 0);
    const askedAt = clock.now();
    expect(states(null)).toBe('listing');
    await harness.passing(() => states(null) === 'denied');
    expect(clock.now() - askedAt).toBeLessThan(35_000);
    expect(feed.stateOf('Pod')).toMatchObject({ attempts: 1, failure: { status: 403 } });
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
      await harness.eventually(() => api.watches.size === 1 && harness.stats().opened > round);
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

describe('F27 a namespace goes, and what allowed to read it before all that was in it', () => {
  const readNamespaces = { ...readPods(null), resources: ['namespaces'] };
  const scopes = (): (string | null)[] => harness.source.reports().map(({ namespace }) => namespace);

  /** The wide reader is refused again, a minute after the last answers, as often as it takes. */
  async function askAgain(until: () => boolean): Promise<void> {
    const reviewed = (): number => harness.requests('review', 'selfsubjectrulesreviews').length;
    do {
      const before = reviewed();
      harness.clock.advance(61_000);
      harness.source.retryNow();
      await harness.eventually(() => reviewed() > before || until());
      await harness.idle();
    } while (!until());
  }

  it.each([0, 150])('neither its objects remain nor what reads it, among %i others', async (others) => {
    const { api, feed } = await reader({ objects: [namespaceObject('shop'), pod('shop', 'cart')] });
    const picture = createPicture({ now: () => new Date(harness.clock.now()).toISOString() });
    api.rbac.rules = [readNamespaces, readPods('shop')];
    harness.start(picture);
    await harness.eventually(() => states('shop') === 'live');
    for (const name of ['new-1', 'new-2', 'new-3']) {
      api.apply(namespaceObject(name));
      api.apply(pod(name, 'web'));
      api.rbac.rules = [readNamespaces, readPods('shop'), readPods(name)];
      await askAgain(() => states(name) === 'live');
      api.rbac.rules = [readNamespaces, readPods('shop')];
      harness.endStreams();
      await harness.eventually(() => states(name) === 'denied');
      api.store.remove('Pod', name, 'web');
      for (let index = 0; index < others; index++) api.apply(namespaceObject(`other-${index}`));
      // Refused, while it is there: what was read of it stays (F23).
      await askAgain(() => true);
      expect(feed.picture('Pod').map((one) => one.split('@')[0])).toContain(`${name}/web`);
      api.store.remove('Namespace', null, name);
      await askAgain(() => states(name) === 'absent' && scopes().length === 2);
      expect(feed.picture('Pod')).toEqual(harness.truth());
      for (let index = 0; index < others; index++) api.store.remove('Namespace', null, `other-${index}`);
    }
    expect(picture.states().map(({ namespace }) => namespace)).toEqual([null, 'shop']);
  });

  it('what was read of it with the whole cluster does not remain either', async () => {
    const objects = ['shop', 'pay'].flatMap((name) => [namespaceObject(name), pod(name, 'web')]);
    const { api, source, feed } = await reader({ objects });
    await harness.live();
    api.rbac.rules = [readNamespaces, readPods('shop')];
    harness.endStreams();
    await harness.eventually(() => states('shop') === 'live');
    api.store.remove('Pod', 'pay', 'web');
    await askAgain(() => true);
    expect(feed.picture('Pod')).toHaveLength(2);
    api.store.remove('Namespace', null, 'pay');
    await askAgain(() => feed.picture('Pod').join() === harness.truth().join() && scopes().length === 2);
    // Made anew, readable with all, and refused again: asked of within the minute, and there.
    api.apply(namespaceObject('pay'));
    api.apply(pod('pay', 'web'));
    api.rbac.rules = null;
    source.retryNow();
    await harness.inSync();
    api.rbac.rules = [readNamespaces, readPods('shop')];
    harness.endStreams();
    await harness.eventually(() => states('shop') === 'live');
    await harness.idle();
    expect(feed.picture('Pod')).toEqual(harness.truth());
  });
});
