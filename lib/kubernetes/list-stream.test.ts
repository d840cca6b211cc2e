import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Lists as streams (watch-faults §1 WatchList, F36): the same picture, and an ordinary list wherever one does not come whole. */

let harness: Harness;
const names = Array.from({ length: 20 }, (_, index) => `cart-${index}`);
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: names.map((name) => pod('shop', name)), streamedLists: true, ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

const streams = (plural = 'pods') =>
  harness.requests('watch', plural).filter(({ query }) => 'sendInitialEvents' in query);
/** Time passes, and nothing comes, until an ordinary list is asked for: half a minute at the most. */
async function silence(): Promise<void> {
  await harness.reading();
  const end = harness.clock.monotonic() + 30_000;
  await harness.eventually(() => {
    if (harness.requests('list').length > 0) return true;
    if (harness.clock.monotonic() < end) harness.clock.advance(1_000);
    return false;
  });
}
const replaces = (): number => harness.feed.calls.filter(({ call }) => call === 'replace').length;

describe('a server that has streaming lists', () => {
  it('is asked as client-go asks, and watched from the bookmark on', async () => {
    const { api, feed } = await reader();
    await harness.live();
    expect(streams().map(({ query }) => query)).toEqual([
      {
        watch: '1',
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
        resourceVersion: '0',
        timeoutSeconds: '300',
      },
    ]);
    expect(harness.requests('list')).toEqual([]);
    expect(harness.requests('watch').at(-1)?.query.resourceVersion).toBe(String(api.store.version));
    expect(feed.changes()).toEqual(['replace Pod']);
    expect(feed.picture('Pod')).toEqual(harness.truth());
    api.apply(pod('shop', 'late'));
    await harness.inSync();
  });

  it('closes the stream of the list: one watch a kind stays open', async () => {
    const { api } = await reader();
    await harness.live();
    await harness.eventually(() => api.watches.size === 1);
    expect(harness.stats()).toMatchObject({ lists: 1, opened: 1, restarts: 0 });
  });

  it('is asked for no older list than the one shown, after 410 too', async () => {
    const { api } = await reader();
    await harness.live();
    const shown = String(api.store.version);
    api.fault('F12', { where: 'stream', times: 1 });
    harness.endStreams();
    await harness.eventually(() => harness.stats().relists.expired === 1);
    await harness.eventually(() => streams().length === 2);
    expect(streams().at(-1)?.query.resourceVersion).toBe(shown);
    await harness.watching();
  });

  it('gives only the metadata of Secrets', async () => {
    const { feed } = await reader({ kinds: ['Secret'], readSecretMetadata: true });
    harness.api.apply({ kind: 'Secret', metadata: { name: 'keys', namespace: 'shop' }, data: { token: 'c2VjcmV0' } });
    await harness.live('Secret');
    expect(streams('secrets').map(({ accept }) => accept)).toEqual([
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    ]);
    expect(JSON.stringify(feed.object('Secret', 'shop', 'keys'))).not.toContain('c2VjcmV0');
  });
});

describe('a server that refuses streaming lists', () => {
  it.each(['refused', 'old etcd'] as const)('(%s) is listed at once, and never asked again', async (how) => {
    const { api, feed } = await reader({ kinds: ['Pod', 'Node'] });
    api.watchList = how;
    await harness.live();
    await harness.live('Node');
    expect(feed.calls.filter((call) => call.call === 'state' && call.state.failure !== null)).toEqual([]);
    expect(feed.picture('Pod')).toEqual(harness.truth());
    const asked = streams().length + streams('nodes').length;
    api.store.compact();
    api.fault('F12', { where: 'stream', times: 1, plural: 'pods' });
    harness.endStreams();
    await harness.eventually(() => harness.stats().relists.expired === 1);
    await harness.eventually(() => harness.requests('list').length === 2);
    expect(streams().length + streams('nodes').length).toBe(asked);
    await harness.inSync();
  });
});

describe('F36 a stream that never says that it was all', () => {
  it('of a server that ignores the question is given up after 10 s for good', async () => {
    const { api, feed, clock } = await reader();
    api.watchList = 'ignored';
    harness.start();
    await harness.eventually(() => api.watches.size === 1);
    const askedAt = clock.monotonic();
    // A bookmark like any other: that it was all is said by one with a note of its own.
    api.bookmark();
    await silence();
    expect(clock.monotonic() - askedAt).toBeGreaterThanOrEqual(10_000);
    expect(replaces()).toBe(0);
    await harness.inSync();
    await harness.watching();
    expect(harness.requests('list')).toHaveLength(1);
    expect(streams()).toHaveLength(1);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
  });

  it('of a server that has proven itself is given up once', async () => {
    const { api } = await reader();
    await harness.live();
    api.fault('F36', { times: 1 });
    const relist = async (): Promise<void> => {
      const { expired } = harness.stats().relists;
      api.fault('F12', { where: 'stream', times: 1 });
      harness.endStreams();
      await harness.eventually(() => harness.stats().relists.expired > expired);
    };
    await relist();
    await harness.eventually(() => streams().length === 2);
    await silence();
    // A watch, one that said 410, and one after the list.
    await harness.eventually(() => harness.stats().opened === 3 && api.watches.size === 1);
    // Long enough not to be a watch that ends at once (F10).
    harness.clock.advance(2_000);
    await relist();
    // A second 410 so soon after the first one waits.
    await harness.failing();
    harness.retry();
    await harness.eventually(() => streams().length === 3 && replaces() === 3);
    expect(harness.requests('list')).toHaveLength(1);
  });
});

describe('a stream that breaks in the middle', () => {
  it.each([
    ['cut', { id: 'F36', options: { how: 'eof', times: 1 } }],
    ['stalled', { id: 'F18', options: { times: 1 } }],
    ['an error event', { id: 'F17', options: { times: 1, code: 500 } }],
  ] as const)('%s: half a list never counts, an ordinary one is asked for', async (what, { id, options }) => {
    const { api, feed } = await reader();
    api.fault(id, options);
    harness.start();
    await harness.eventually(() => streams().length === 1);
    if (what === 'stalled') await silence();
    await harness.inSync();
    expect(feed.changes()).toEqual(['replace Pod']);
    expect(harness.requests('list')).toHaveLength(1);
    await harness.live();
  });

  it('in all its pieces is read right (F07)', async () => {
    const { api } = await reader();
    api.apply(pod('shop', 'cart-wide', { status: { message: '→ ü € größe-東京'.repeat(2000) } }));
    api.fault('F07');
    await harness.live();
    expect(harness.requests('list')).toEqual([]);
    expect(harness.feed.picture('Pod')).toEqual(harness.truth());
  });
});

describe('F26 a proxy that resets every stream', () => {
  it('resets lists as streams too: they are asked for no more while the kind is polled', async () => {
    const { api, feed, clock } = await reader();
    api.fault('F26', { plural: 'pods' });
    harness.start();
    for (let attempt = 1; attempt <= 3; attempt++) {
      await harness.failing('Pod', attempt);
      harness.retry();
    }
    await harness.eventually(() => harness.stats().polls === 1);
    const asked = streams().length;
    for (let poll = 2; poll <= 4; poll++) {
      clock.advance(30_000);
      await harness.eventually(() => harness.stats().polls === poll);
    }
    expect(feed.stateOf('Pod').failure?.message).toContain('every 30 s');
    expect(asked).toBe(1);
    expect(streams()).toHaveLength(asked);
  });
});

describe('a list by stream that is refused', () => {
  it('with 429 waits as told and asks for no other list', async () => {
    const { api, feed } = await reader();
    api.fault('F16', { where: 'watch', times: 1, retryAfter: 7 });
    harness.start();
    await harness.failing();
    expect(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - harness.clock.now()).toBe(7_000);
    expect(harness.requests('list')).toEqual([]);
    harness.retry();
    await harness.live();
    expect(streams()).toHaveLength(2);
  });

  it('with 403 for the watch is denied, with the permission it takes', async () => {
    const { api, feed } = await reader();
    api.rbac.rules = [];
    harness.start();
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({
      state: 'denied',
      failure: { permission: { verbs: ['list', 'watch'] } },
    });
  });

  it('for its version: the newest is asked for at once (F15)', async () => {
    const { api } = await reader();
    await harness.live();
    api.fault('F15', { times: 1 });
    api.fault('F12', { where: 'stream', times: 1 });
    harness.endStreams();
    await harness.eventually(() => harness.stats().relists.expired === 1);
    await harness.eventually(() => replaces() === 2);
    expect(harness.feed.picture('Pod')).toEqual(harness.truth());
  });
});
