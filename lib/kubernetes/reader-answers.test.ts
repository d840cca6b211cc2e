import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Faults of what the server answers: watch-faults F12 to F18, F24, F25, F35, F46. */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart'), pod('shop', 'web')], ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

describe.each(['watch', 'stream'] as const)('F12 the version is too old (410, %s)', (where) => {
  it('lists again at once, not older than the last version, and loses nothing', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const version = String(api.store.version);
    const from = feed.calls.length;
    api.fault('F12', { where, times: 1 });
    harness.endStreams();
    api.apply(pod('shop', 'during'));
    await harness.inSync();
    // At once and without alarm: the server answers, and has all that is to be known.
    const states = feed.calls.slice(from).flatMap((call) => (call.call === 'state' ? [call.state.state] : []));
    expect(new Set(states)).toEqual(new Set(['live']));
    expect(feed.changes(from)).toEqual(['replace Pod']);
    expect(harness.requests('list').map(({ query }) => query.resourceVersion)).toEqual(['0', version]);
    expect(harness.source.reports()[0]?.stats.relists.expired).toBe(1);
    await harness.watching();
  });
});

describe('F13 the continue token expires in the middle of paging', () => {
  it('starts over with one whole list: nothing twice, nothing falsely deleted', async () => {
    const objects = Array.from({ length: 1_200 }, (_, index) => pod('shop', `pod-${index}`));
    const { api, feed } = await reader({ objects });
    // The version is refused, so the newest is asked for, which comes in pages of 500; the second page is refused.
    await harness.live();
    const from = feed.calls.length;
    api.fault('F12', { times: 1 });
    api.fault('F15', { times: 1 });
    api.fault('F13', { times: 1 });
    harness.endStreams();
    await feed.until(() => feed.changes(from).includes('replace Pod'));
    expect(feed.changes(from)).toEqual(['replace Pod']);
    expect(feed.picture('Pod')).toHaveLength(1_200);
    const last = harness.requests('list').slice(-3);
    expect(last.map(({ query, status }) => [query.limit, query.continue !== undefined, status])).toEqual([
      ['500', false, 200],
      ['500', true, 410],
      [undefined, false, 200],
    ]);
  });

  it('reads all pages where none is refused', async () => {
    const objects = Array.from({ length: 1_200 }, (_, index) => pod('shop', `pod-${index}`));
    const { api, feed } = await reader({ objects });
    await harness.live();
    const from = feed.calls.length;
    api.fault('F12', { times: 1 });
    api.fault('F15', { times: 1 });
    harness.endStreams();
    await feed.until(() => feed.changes(from).includes('replace Pod'));
    expect(feed.picture('Pod')).toEqual(harness.truth());
    expect(harness.requests('list').filter(({ query }) => query.limit === '500')).toHaveLength(3);
  });
});

describe.each([
  ['same', 2],
  ['empty', 10],
] as const)('F13 pages without an end (%s)', (pages, requests) => {
  it('gives the list up after a few, waits, and begins anew', async () => {
    const { api, feed, clock } = await reader();
    const stop = api.fault('F13', { pages });
    harness.start();
    await harness.failing();
    expect(harness.requests('list')).toHaveLength(requests);
    expect(feed.stateOf('Pod')).toMatchObject({
      state: 'connecting',
      failure: { code: 'invalid', message: 'The API server sends a list without an end.' },
    });
    expect(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now()).toBeGreaterThanOrEqual(800);
    stop();
    harness.retry();
    await harness.inSync();
  });
});

describe('F14 every version is too old', () => {
  it('asks for the newest once, then backs off: no endless loop', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    api.fault('F14');
    harness.endStreams();
    for (let attempt = 1; attempt <= 4; attempt++) {
      await harness.feed.until(() => feed.stateOf('Pod').nextAttemptAt !== null);
      harness.retry();
      await harness.idle();
    }
    // Each round is one refused watch, one refused list, one list of the newest, and then a wait; but for the first.
    const versions = harness.requests('list').map(({ query }) => query.resourceVersion ?? 'newest');
    expect(versions.slice(1, 5)).toEqual([
      expect.stringMatching(/^\d+$/),
      'newest',
      expect.stringMatching(/^\d+$/),
      'newest',
    ]);
    expect(harness.requests('list').length).toBeLessThanOrEqual(1 + 2 * 5);
    expect(clock.monotonic()).toBeGreaterThan(800 + 1600 + 3200);
    expect(feed.picture('Pod')).toEqual(harness.truth());
  });
});

describe('F15 the API server is behind ("Too large resource version")', () => {
  it('asks for the newest at once, without a wait', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.fault('F12', { times: 1 });
    api.fault('F15', { times: 1 });
    harness.endStreams();
    await feed.until(() => feed.changes(from).includes('replace Pod'));
    expect(harness.requests('list').map(({ status }) => status)).toEqual([200, 504, 200]);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', attempts: 0 });
  });
});

describe('F16 too many requests', () => {
  it('on the list: waits as told, while other kinds go on', async () => {
    const { api, feed, clock } = await reader({ kinds: ['Pod', 'Node'] });
    api.fault('F16', { where: 'list', plural: 'pods', retryAfter: 7, times: 1 });
    harness.start();
    await harness.failing();
    await feed.until(() => feed.hasState('Node') && feed.stateOf('Node').state === 'live');
    await harness.watching('Node');
    expect(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now()).toBe(7_000);
    harness.retry();
    await harness.inSync();
    expect(feed.stateOf('Node')).toMatchObject({ attempts: 0, failure: null });
  });

  it.each(['watch', 'stream'] as const)('on the %s: waits as told and does not list', async (where) => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.fault('F16', { where, retryAfter: 3, times: 1 });
    harness.endStreams();
    await harness.failing();
    expect(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now()).toBe(3_000);
    api.apply(pod('shop', 'during'));
    harness.retry();
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert during']);
    expect(harness.requests('list')).toHaveLength(1);
  });
});

describe('F16 in streams that open and refuse', () => {
  it('is nothing heard: neither the 200 nor the ERROR event is news of the kind', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    clock.advance(1_000);
    const heardAt = new Date(clock.now()).toISOString();
    api.fault('F16', { where: 'stream', retryAfter: 10, times: 3 });
    harness.endStreams();
    for (let attempts = 1; attempts <= 3; attempts++) {
      await harness.failing('Pod', attempts);
      expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', heardAt });
      harness.retry();
    }
    const { opened } = harness.stats();
    await harness.eventually(() => harness.stats().opened > opened);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', heardAt });
    // One that lives for a second would have sent by now what came after its version.
    clock.advance(1_000);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', heardAt: new Date(clock.now()).toISOString() });
  });
});

describe('F16 with a wait that no server means', () => {
  const waitMs = (): number => Date.parse(harness.feed.stateOf('Pod').nextAttemptAt ?? '') - harness.clock.now();

  it.each([
    ['list', 99_999_999, 300_000],
    ['stream', 99_999_999, 300_000],
    ['list', 0, 800],
    ['stream', 0, 800],
    ['list', -5, 800],
    ['stream', -1e300, 800],
  ] as const)('on the %s, %d s: waits %d ms', async (where, retryAfter, expected) => {
    const { api } = await reader();
    if (where === 'stream') await harness.live();
    api.fault('F16', { where, retryAfter, times: 1 });
    if (where === 'stream') harness.endStreams();
    else harness.start();
    await harness.failing();
    expect(waitMs()).toBe(expected);
    harness.retry();
    await harness.inSync();
  });
});

describe.each([500, 504])('F17 an ERROR event with %i', (code) => {
  it('tries the same version for a minute, then lists', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const version = String(api.store.version);
    const stop = api.fault('F17', { code });
    harness.endStreams();
    const started = clock.monotonic();
    let attempts = 0;
    while (harness.requests('list').length === 1) {
      await harness.failing('Pod', ++attempts);
      if (clock.monotonic() - started >= 60_000) stop();
      harness.retry();
      await harness.idle();
    }
    expect(clock.monotonic() - started).toBeGreaterThanOrEqual(60_000);
    const resumed = harness.requests('watch').slice(1, attempts);
    expect(new Set(resumed.map(({ query }) => query.resourceVersion))).toEqual(new Set([version]));
    await harness.watching();
    expect(feed.picture('Pod')).toEqual(harness.truth());
    expect(harness.stats().polls).toBe(0);
    // A stream's time-out says nothing about the size of lists.
    expect(harness.requests('list').map(({ query }) => query.limit)).toEqual([undefined, undefined]);
  });
});

describe('what the server says of a failure', () => {
  it('is cleaned before it is told, as every text of the cluster', async () => {
    const { api, feed } = await reader({ clean: (text) => text.replaceAll('etcdserver', '[cleaned]') });
    await harness.live();
    api.fault('F17', { code: 500, times: 1 });
    harness.endStreams();
    await harness.failing();
    expect(feed.stateOf('Pod').failure?.message).toBe('[cleaned]: request timed out');
  });
});

describe('F18 a list whose body stalls after the headers', () => {
  it('is given up, the old picture kept, and asked for in smaller pages', async () => {
    const objects = Array.from({ length: 600 }, (_, index) => pod('shop', `pod-${index}`));
    const { api, feed, clock } = await reader({ objects });
    await harness.live();
    const from = feed.calls.length;
    api.fault('F12', { times: 1 });
    api.fault('F18', { times: 1 });
    harness.endStreams();
    await api.until(() => harness.requests('list').length === 2 && harness.requests('list')[1]?.status === 200);
    await harness.reading();
    clock.advance(30_001);
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', failure: { code: 'timeout' } });
    expect(feed.picture('Pod')).toHaveLength(600);
    expect(feed.changes(from)).toEqual([]);
    harness.retry();
    await feed.until(() => feed.changes(from).length > 0);
    expect(feed.picture('Pod')).toEqual(harness.truth());
    expect(harness.requests('list').at(-1)?.query.limit).toBe('500');
    // One bad night: the list after that is asked of the cache again.
    const lists = harness.requests('list').length;
    await harness.watching();
    api.fault('F12', { times: 1 });
    harness.endStreams();
    await harness.failing();
    harness.retry();
    await harness.eventually(() => harness.requests('list').length > lists);
    expect(harness.requests('list').at(-1)?.query).toEqual({ resourceVersion: String(api.store.version) });
  });
});

describe('F18 a list that stalls again and again', () => {
  it('is asked for in ever smaller pages, down to 50', async () => {
    const { api, clock } = await reader();
    api.fault('F18', { times: 6 });
    harness.start();
    for (let stall = 1; stall <= 6; stall++) {
      await api.until(() => harness.requests('list').at(stall - 1)?.status === 200);
      await harness.reading();
      clock.advance(30_001);
      await harness.failing('Pod', stall);
      harness.retry();
    }
    await harness.inSync();
    const limits = harness.requests('list').map(({ query }) => query.limit ?? 'all');
    expect(limits).toEqual(['all', '500', '250', '125', '62', '50', '50']);
  });
});

describe('F24 a kind that is not served', () => {
  it('is absent, which is no error, and is found when it comes', async () => {
    const { api, feed, clock } = await reader({ kinds: ['Pod', 'HorizontalPodAutoscaler'] });
    const stop = api.fault('F24', { plural: 'horizontalpodautoscalers' });
    await harness.live();
    await feed.until(() => feed.stateOf('HorizontalPodAutoscaler').state === 'absent');
    expect(feed.stateOf('HorizontalPodAutoscaler').failure?.code).toBe('absent');
    expect(Date.parse(feed.stateOf('HorizontalPodAutoscaler').nextAttemptAt ?? '') - clock.now()).toBe(600_000);
    expect(harness.source.capabilities().missing).toContainEqual(
      expect.objectContaining({ what: 'horizontalpodautoscalers in the whole cluster', permissions: [] }),
    );
    stop();
    harness.source.retryNow();
    await feed.until(() => feed.stateOf('HorizontalPodAutoscaler').state === 'live');
  });
});

describe('F25 something else answers', () => {
  it.each(['html', 'table'] as const)('says that it is no Kubernetes API: %s', async (body) => {
    const { api, feed } = await reader();
    const stop = api.fault('F25', { body, plural: 'pods' });
    harness.start();
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'connecting', failure: { code: 'invalid' } });
    expect(feed.stateOf('Pod').failure?.message).toMatch(/Kubernetes API|not with a PodList/);
    expect(feed.changes()).toEqual([]);
    stop();
    harness.retry();
    await harness.inSync();
  });
});

describe('F25 a watch that sends what is not of its kind', () => {
  const metadata = { name: 'cart', namespace: 'shop', uid: 'u-1', resourceVersion: '99999' };
  it.each([
    ['another kind', 'ADDED', { kind: 'Service', apiVersion: 'v1', metadata }],
    ['another API', 'MODIFIED', { kind: 'Pod', apiVersion: 'metrics.k8s.io/v1', metadata }],
    ['its deletion', 'DELETED', { kind: 'Service', apiVersion: 'v1', metadata: { ...metadata, name: 'web' } }],
    ['no uid', 'ADDED', { kind: 'Pod', apiVersion: 'v1', metadata: { ...metadata, uid: undefined } }],
    ['no name', 'ADDED', { kind: 'Pod', apiVersion: 'v1', metadata: { ...metadata, name: '' } }],
    ["another kind's bookmark", 'BOOKMARK', { kind: 'Node', apiVersion: 'v1', metadata: { resourceVersion: '99999' } }],
    ['nothing', 'ADDED', null],
  ])('takes nothing of it in, and lists again: %s', async (_, type, object) => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    for (const stream of api.watches) stream.line(JSON.stringify({ type, object }));
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', objects: 2, failure: { code: 'invalid' } });
    expect(feed.stateOf('Pod').failure?.message).toMatch(/^The API server sent /);
    expect(feed.changes(from)).toEqual([]);
    harness.retry();
    await harness.inSync();
    await feed.until(() => feed.stateOf('Pod').state === 'live');
    expect(feed.changes(from)).toEqual(['replace Pod']);
    expect(harness.stats()).toMatchObject({ malformed: 1, poisons: 0, relists: { failed: 1 } });
    // Nor did it move the version.
    expect(harness.requests('list').at(-1)?.query.resourceVersion).toBe(String(api.store.version));
  });
});

describe('F35 a corrupt object was deleted unsafely', () => {
  it('lists the newest and replaces, so that nothing ghostly remains', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.store.remove('Pod', 'shop', 'web', { quiet: true });
    api.fault('F35', { times: 1 });
    harness.endStreams();
    await harness.failing();
    harness.retry();
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['replace Pod']);
    expect(feed.picture('Pod')).toHaveLength(1);
    expect(harness.requests('list').at(-1)?.query.resourceVersion).toBeUndefined();
    expect(harness.source.reports()[0]?.stats.relists.corrupt).toBe(1);
  });
});

describe('F46 the server has another time', () => {
  it('tells how far it is ahead', async () => {
    const { api } = await reader();
    api.fault('F46', { skewMs: 300_000 });
    await harness.live();
    expect(Math.abs(harness.source.skewMs() - 300_000)).toBeLessThan(2_000);
  });

  it('tells zero where the difference is no more than the grain of the header', async () => {
    await reader();
    await harness.live();
    expect(harness.source.skewMs()).toBe(0);
  });
});
