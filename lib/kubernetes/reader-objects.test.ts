import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';
import { resourceOfKind } from '../../e2e/fake-api/resources';
import { createPicture } from '../cluster/picture';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Faults of objects and their order: watch-faults F27 to F34, F37 to F39. */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart'), pod('shop', 'web')], ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

/** Takes the server away, lets things happen that no watch will tell, and brings it back. */
async function whileAway({ api }: Harness, happen: () => void): Promise<void> {
  const comeBack = api.fault('F02');
  await harness.failing();
  happen();
  api.store.compact();
  comeBack();
  await api.back();
  harness.retry();
}

/** With a bookmark in each, as a healthy stream has them; `before` the end of the last of them. */
async function minutes(clock: Harness['clock'], count: number, before = (): void => undefined): Promise<void> {
  for (let minute = 1; minute <= count; minute++) {
    const { bookmarks } = harness.stats();
    harness.api.bookmark();
    await harness.eventually(() => harness.stats().bookmarks > bookmarks);
    if (minute === count) before();
    clock.advance(60_000);
  }
}

/** Up to the first comparison. */
async function compare(clock: Harness['clock'], before?: () => void): Promise<void> {
  await minutes(clock, 5, before);
  await harness.eventually(() => harness.stats().comparisons === 1);
}

describe('F27 an object is deleted during the disconnect', () => {
  it('is gone after the list', async () => {
    const { api, feed } = await reader();
    await harness.live();
    await whileAway(harness, () => api.remove('Pod', 'shop', 'web'));
    await harness.inSync();
    expect(feed.picture('Pod')).toHaveLength(1);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', objects: 1 });
  });
});

describe('F28 an object is deleted and made anew with its name during the disconnect', () => {
  it('comes with its new uid', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const old = feed.object('Pod', 'shop', 'web')?.metadata.uid;
    await whileAway(harness, () => {
      api.remove('Pod', 'shop', 'web');
      api.apply(pod('shop', 'web'));
    });
    await harness.inSync();
    const fresh = feed.object('Pod', 'shop', 'web')?.metadata.uid;
    expect(fresh).not.toBe(old);
    expect(fresh).toBe(harness.api.store.get(podResource(), 'shop', 'web')?.metadata.uid);
  });

  it('is a delete and an addition where the watch goes on', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.remove('Pod', 'shop', 'web');
    api.apply(pod('shop', 'web'));
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['remove web', 'upsert web']);
  });
});

describe('F29 a DELETED event carries an older state', () => {
  it('is a deletion all the same', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const older = api.store.get(podResource(), 'shop', 'web');
    api.apply(pod('shop', 'web', { status: { phase: 'Failed' } }));
    await harness.inSync();
    const from = feed.calls.length;
    if (older === undefined) throw new Error('no pod');
    api.store.remove('Pod', 'shop', 'web', { older });
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['remove web']);
  });
});

describe('F30 events are sent again after a resume', () => {
  it('are told once, and bring nothing back that is gone', async () => {
    const { api, feed } = await reader();
    await harness.live();
    api.apply(pod('shop', 'one'));
    api.apply(pod('shop', 'two'));
    api.apply(pod('shop', 'two', { status: { phase: 'Failed' } }));
    api.remove('Pod', 'shop', 'one');
    await harness.inSync();
    const from = feed.calls.length;
    api.fault('F30');
    harness.endStreams();
    api.apply(pod('shop', 'three'));
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert three']);
    // All that happened before, in older states too, and the beginning of the pod that is gone.
    expect(harness.stats().duplicates).toBe(6);
  });
});

describe('F31 a reconnect lands on an older API server', () => {
  it('never shows the older state: the newest is asked for', async () => {
    const { api, feed } = await reader();
    await harness.live();
    for (let index = 0; index < 600; index++) api.churn(1);
    await harness.inSync();
    const from = feed.calls.length;
    api.fault('F31', { times: 1 });
    api.fault('F12', { times: 1 });
    harness.endStreams();
    await feed.until(() => feed.changes(from).length > 0);
    const [stale, newest] = harness.requests('list').slice(-2);
    expect(stale?.query.resourceVersion).toMatch(/^\d+$/);
    expect(newest?.query.resourceVersion).toBeUndefined();
    expect(feed.picture('Pod')).toEqual(harness.truth());
  });
});

describe('F31 the server was restored from a backup', () => {
  it('is found by its silence, and its older truth is taken', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const restore = api.store.backup();
    api.churn(500);
    await harness.inSync();
    const from = feed.calls.length;
    restore();
    harness.endStreams();
    for (let stream = 1; stream <= 2; stream++) {
      await harness.eventually(() => harness.stats().opened === 1 + stream);
      // What it does now is below the version that we watch from, and never told.
      if (stream === 1) api.apply(pod('shop', 'restored'));
      clock.advance(75_001);
    }
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['replace Pod']);
    expect(harness.requests('list').map(({ status }) => status)).toEqual([200, 504, 200]);
    expect(harness.stats().relists.silent).toBe(1);
    api.apply(pod('shop', 'after'));
    await harness.inSync();
  });

  it('shows the older truth, also of what was deleted since, and what happens after it', async () => {
    const { api, clock } = await reader();
    const picture = createPicture({ now: () => new Date(clock.now()).toISOString() });
    harness.start(picture);
    await harness.live();
    const restore = api.store.backup();
    api.apply(pod('shop', 'cart', { status: { phase: 'Failed' } }));
    api.remove('Pod', 'shop', 'web');
    await harness.inSync();
    restore();
    harness.endStreams();
    for (let stream = 1; stream <= 2; stream++) {
      await harness.eventually(() => harness.stats().opened === 1 + stream);
      clock.advance(75_001);
    }
    await harness.inSync();
    expect(picture.pod('shop', 'cart')?.status.phase).toBe('Running');
    expect(picture.pod('shop', 'web')).not.toBeNull();
    // Its version is one that the time before had used up.
    await harness.watching();
    api.apply(pod('shop', 'web', { status: { phase: 'Failed' } }));
    await harness.inSync();
    expect(picture.pod('shop', 'web')?.status.phase).toBe('Failed');
  });

  it('is found by the comparing list where the counter has passed ours before we were back', async () => {
    const { api, clock } = await reader();
    const picture = createPicture({ now: () => new Date(clock.now()).toISOString() });
    harness.start(picture);
    await harness.live();
    const restore = api.store.backup();
    api.apply(pod('shop', 'cart', { status: { phase: 'Failed' } }));
    await harness.inSync();
    restore();
    for (let count = 0; count < 5; count++) api.apply(pod('shop', `new-${count}`));
    harness.endStreams();
    await harness.eventually(() => harness.stats().opened === 2);
    await compare(clock);
    clock.advance(5_000);
    await harness.inSync();
    expect(picture.pod('shop', 'cart')?.status.phase).toBe('Running');
    expect(picture.pod('shop', 'new-4')).not.toBeNull();
  });
});

describe('F32 the watch loses events', () => {
  it('is found by the comparing list, counted, and healed by a list', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    api.fault('F32', { times: 3 });
    api.apply(pod('shop', 'unseen'));
    api.apply(pod('shop', 'cart', { status: { phase: 'Failed' } }));
    api.remove('Pod', 'shop', 'web');
    expect(feed.picture('Pod')).not.toEqual(harness.truth());
    const from = feed.calls.length;
    await compare(clock);
    clock.advance(5_000);
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['replace Pod']);
    expect(harness.stats()).toMatchObject({ lost: 3, relists: { lost: 1 } });
    const comparing = harness.requests('list').filter(({ accept }) => accept.includes('PartialObjectMetadataList'));
    expect(comparing).toHaveLength(1);
    // Not the server's cache: it may have lost the same events.
    const healing = harness.requests('list').at(-1);
    expect([healing?.accept.includes('Partial'), healing?.query.resourceVersion]).toEqual([false, undefined]);
    await harness.eventually(() => feed.stateOf('Pod').state === 'live');
  });

  it('changes nothing where nothing was lost', async () => {
    const { feed, clock } = await reader();
    await harness.live();
    const from = feed.calls.length;
    await compare(clock);
    await harness.idle();
    expect(harness.stats()).toMatchObject({ comparisons: 1, lost: 0 });
    expect(feed.changes(from)).toEqual([]);
  });

  it('takes nothing for lost that the watch tells late, nor what was deleted meanwhile', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const from = feed.calls.length;
    const [stream] = api.watches;
    await compare(clock, () => {
      stream?.response.cork();
      api.apply(pod('shop', 'late'));
    });
    clock.advance(4_000);
    api.remove('Pod', 'shop', 'web');
    stream?.response.uncork();
    await harness.inSync();
    clock.advance(1_000);
    await harness.idle();
    expect(harness.stats()).toMatchObject({ comparisons: 1, lost: 0 });
    expect(feed.changes(from)).toEqual(['upsert late', 'remove web']);
  });

  it('compares nothing sooner again than the server says', async () => {
    const { api, clock } = await reader({ kinds: ['Pod', 'Service'] });
    await harness.live();
    await harness.watching('Service');
    api.fault('F16', { where: 'list', times: 1, retryAfter: 300 });
    await minutes(clock, 5);
    await harness.eventually(() => harness.stats().failedComparisons === 1);
    const lists = () => [harness.requests('list').length, harness.requests('list', 'services').length];
    const before = lists();
    await minutes(clock, 4);
    await harness.idle();
    expect(lists()).toEqual(before);
    await minutes(clock, 1);
    await harness.eventually(() => harness.stats().comparisons === 1 && harness.stats('Service').comparisons === 1);
  });
});

describe('F33 bookmarks', () => {
  it('may never come', async () => {
    const { api, feed, clock } = await reader();
    api.fault('F33', { bookmarks: 'never' });
    harness.start();
    await harness.watching();
    clock.advance(75_001);
    await api.until(() => harness.requests('watch').length === 2);
    await harness.watching();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', attempts: 0, failure: null });
  });

  it('may come one after the other: that the server was heard is told at most every two seconds', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const from = feed.calls.length;
    for (let count = 2; count <= 31; count++) {
      clock.advance(200);
      api.bookmark();
      await harness.eventually(() => harness.stats().bookmarks === count);
    }
    expect(feed.calls.slice(from).filter(({ call }) => call === 'state').length).toBeLessThanOrEqual(3);
    expect(feed.changes(from)).toEqual([]);
  });

  it('may come in floods: the version advances and nothing is told', async () => {
    const { api, feed } = await reader();
    await harness.live();
    api.fault('F33', { bookmarks: 'flood' });
    const from = feed.calls.length;
    harness.endStreams();
    await harness.watching();
    api.apply(pod('shop', 'late'));
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert late']);
    expect(feed.calls.slice(from).filter(({ call }) => call === 'state').length).toBeLessThan(5);
    expect(harness.source.reports()[0]?.stats.bookmarks).toBe(1 + 100);
  });
});

describe('F34 a bookmark without a name', () => {
  it('stores its version and makes no object', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.apply({ kind: 'Node', metadata: { name: 'node-1' } });
    api.bookmark('pods');
    await harness.eventually(() => harness.stats().bookmarks === 2);
    harness.endStreams();
    await api.until(() => harness.requests('watch').length === 2);
    expect(harness.requests('watch')[1]?.query.resourceVersion).toBe(String(api.store.version));
    expect(feed.changes(from)).toEqual([]);
    expect(feed.picture('Pod')).toHaveLength(2);
  });
});

describe('F37 poison objects', () => {
  it('are one unreadable object each, and all else goes on', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const annotations = {
      huge: 'x'.repeat(1024 * 1024),
      'kubectl.kubernetes.io/last-applied-configuration': '{"broken',
    };
    api.apply({ kind: 'Pod', metadata: { name: 'no-status', namespace: 'shop', annotations } });
    api.apply({
      kind: 'Pod',
      metadata: { name: 'odd', namespace: 'shop' },
      spec: 17,
      status: { containerStatuses: 'no' },
    });
    api.apply(pod('shop', 'fine', { status: { phase: 'Dancing' } }));
    await harness.inSync();
    expect(feed.picture('Pod')).toHaveLength(5);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
    expect(harness.source.reports()[0]?.stats.restarts).toBe(0);
  });
});

describe('F38 a listener of the feed throws', () => {
  it.each(['upsert', 'remove', 'replace', 'state'] as const)('is counted and isolated: %s', async (call) => {
    const { api, feed, bugs } = await reader();
    if (call === 'replace' || call === 'state') feed.throwOn = call;
    await harness.live();
    if (call === 'upsert' || call === 'remove') feed.throwOn = call;
    api.apply(pod('shop', 'one'));
    api.remove('Pod', 'shop', 'web');
    api.apply(pod('shop', 'two'));
    await harness.inSync();
    expect(bugs).toHaveLength(1);
    expect(harness.source.reports()[0]?.stats).toMatchObject({ handlerErrors: 1, restarts: 0 });
  });
});

describe('F39 ten thousand changes in a second', () => {
  it('arrive in order, each state newer than the last, and end in sync', async () => {
    const objects = Array.from({ length: 200 }, (_, index) => pod('shop', `pod-${index}`));
    const { api, feed } = await reader({ objects });
    await harness.live();
    const from = feed.calls.length;
    api.churn(10_000);
    await harness.inSync();
    const newest = new Map<string, number>();
    for (const entry of feed.calls.slice(from)) {
      if (entry.call !== 'upsert') continue;
      expect(Number(entry.version)).toBeGreaterThan(newest.get(entry.name) ?? 0);
      newest.set(entry.name, Number(entry.version));
    }
    expect(newest.size).toBe(200);
    expect(harness.requests('list')).toHaveLength(1);
  });
});

function podResource(): NonNullable<ReturnType<typeof resourceOfKind>> {
  const resource = resourceOfKind('Pod');
  if (resource === undefined) throw new Error('pods are not served');
  return resource;
}
