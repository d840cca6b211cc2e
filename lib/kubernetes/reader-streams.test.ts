import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Faults of the connection and of the stream: watch-faults F01 to F11, F26. */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart'), pod('shop', 'web')], ...options });
  return harness;
}

afterEach(async () => {
  // Every test is a leak test as well.
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

describe('a healthy server', () => {
  it('lists from the cache, then watches from there with bookmarks and a bounded time', async () => {
    const { api, feed, requests } = await reader().then(
      async (h) => (await h.live(), { ...h, requests: h.requests.bind(h) }),
    );
    expect(feed.picture('Pod')).toEqual(harness.truth());
    expect(requests('list').map(({ query }) => query)).toEqual([{ resourceVersion: '0' }]);
    const watch = requests('watch')[0]?.query;
    expect(watch).toMatchObject({
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion: String(api.store.version),
    });
    expect(Number(watch?.timeoutSeconds)).toBeGreaterThanOrEqual(300);
    expect(Number(watch?.timeoutSeconds)).toBeLessThanOrEqual(600);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', objects: 2, attempts: 0, failure: null });
  });

  it('ends each watch at a time of its own, so that many do not come back at once', async () => {
    await reader();
    harness.clock.chance = 0.5;
    harness.start();
    await harness.watching();
    expect(harness.requests('watch')[0]?.query.timeoutSeconds).toBe('450');
  });

  it('feeds additions, changes and deletions as they happen', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.apply(pod('shop', 'search'));
    api.apply(pod('shop', 'cart', { status: { phase: 'Failed' } }));
    api.remove('Pod', 'shop', 'web');
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert search', 'upsert cart', 'remove web']);
  });
});

describe('F01 connection refused at start', () => {
  it('says that it cannot reach the server, tries again from 0.8 s, and gets there', async () => {
    const { api, feed, clock } = await reader();
    const comeBack = api.fault('F01');
    harness.start();
    await harness.failing();
    const state = feed.stateOf('Pod');
    expect(state).toMatchObject({ state: 'connecting', attempts: 1, failure: { code: 'unreachable' } });
    expect(Date.parse(state.nextAttemptAt ?? '') - clock.now()).toBe(800);
    expect(feed.changes()).toEqual([]);
    comeBack();
    await api.back();
    harness.retry();
    await harness.inSync();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
    // There was no watch to start again.
    expect(harness.stats().restarts).toBe(0);
  });

  it('waits longer each time, from steps up to 30 s, with jitter', async () => {
    const { api, feed, clock } = await reader();
    api.fault('F01');
    clock.chance = 0.5;
    harness.start();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      await harness.failing('Pod', attempt);
      waits.push(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now());
      harness.retry();
    }
    expect(waits).toEqual([1200, 2400, 4800, 9600, 19_200, 38_400, 45_000, 45_000]);
  });
});

describe('F02 connection refused after sync', () => {
  it('keeps the picture, says that it is stale, and resumes without a list', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    const comeBack = api.fault('F02');
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', objects: 2, failure: { code: 'unreachable' } });
    expect(feed.picture('Pod')).toHaveLength(2);
    // The first failure was the stream's own end; only those that follow are refused.
    harness.retry();
    await harness.failing('Pod', 2);
    expect(feed.stateOf('Pod').failure?.message).toMatch(/refuses connections/);
    api.apply(pod('shop', 'late'));
    comeBack();
    await api.back();
    harness.retry();
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert late']);
    expect(harness.requests('list')).toHaveLength(1);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null, attempts: 0 });
  });
});

describe('F03 a half-open connection', () => {
  it('is given up after 75 s of silence and replaced without alarm or list', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.fault('F03')();
    api.apply(pod('shop', 'late'));
    clock.advance(75_001);
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert late']);
    expect(feed.statesSince(from, 'Pod')).toEqual(['live']);
    expect(harness.requests('list')).toHaveLength(1);
  });

  it('is said where the next watch is not answered either, as since the last word', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    clock.advance(1_000);
    const heardAt = new Date(clock.now()).toISOString();
    api.fault('F03')();
    const answer = api.fault('F05', { fresh: true });
    clock.advance(75_000);
    await harness.eventually(() => harness.requests('watch').length === 2);
    expect(feed.stateOf('Pod').state).toBe('live');
    clock.advance(3_000);
    const failure = { code: 'timeout', message: 'The API server fell silent for 75 s.' };
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', since: heardAt, heardAt, failure });
    // On a kept connection it is asked once more on a new one: each has its own time.
    await harness.passing(() => feed.stateOf('Pod').attempts > 0);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', since: heardAt, heardAt, attempts: 1 });
    answer();
    harness.retry();
    await harness.eventually(() => harness.stats().opened === 2);
    clock.advance(1_000);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', since: new Date(clock.now()).toISOString() });
  });

  it('began with the last word as well where the next watch is refused at once', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    clock.advance(1_000);
    const heardAt = new Date(clock.now()).toISOString();
    api.fault('F03')();
    api.fault('F16', { where: 'watch', times: 1 });
    clock.advance(75_000);
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', since: heardAt, heardAt });
  });
});

describe('F03 a peer that is gone', () => {
  it('is asked after by TCP itself when nothing has come for 30 s', async () => {
    const connect = vi.spyOn(net, 'connect');
    await reader();
    await harness.live();
    expect(connect).toHaveBeenCalled();
    for (const [options] of connect.mock.calls) {
      expect(options).toMatchObject({ keepAlive: true, keepAliveInitialDelay: 30_000 });
    }
    connect.mockRestore();
  });
});

describe('F04 a dead connection in the pool of HTTP/2', () => {
  it('cannot be shared: every watch has a connection of its own, for HTTP/2 is never spoken', async () => {
    const { api } = await reader({ kinds: ['Pod', 'Node'] });
    await harness.live('Pod');
    await harness.watching('Node');
    const [pods, nodes] = [harness.requests('watch', 'pods')[0], harness.requests('watch', 'nodes')[0]];
    expect(pods?.connection).not.toBe(nodes?.connection);
    expect(api.openConnections).toBeGreaterThanOrEqual(2);
  });
});

describe('F05 a half-open connection picked from the pool', () => {
  it('is given up after 15 s, and the request made again on a fresh connection', async () => {
    const { api, feed, clock } = await reader();
    // The list leaves its connection in the pool; the watch that takes it gets no answer.
    api.fault('F05', { plural: 'pods', times: 1 });
    harness.start();
    await api.until(() => harness.requests('watch').length === 1);
    clock.advance(15_001);
    await harness.watching();
    const [swallowed, answered] = harness.requests('watch');
    expect(swallowed?.status).toBe(0);
    expect(answered?.connection).not.toBe(swallowed?.connection);
    await harness.passing(() => feed.stateOf('Pod').state === 'live' && feed.stateOf('Pod').failure === null);
  });
});

describe.each(['reset', 'eof', 'unexpected-eof'] as const)('F06 the stream breaks: %s', (how) => {
  it('resumes from the last version without a list, and loses nothing', async () => {
    const { api, feed } = await reader();
    await harness.live();
    api.apply(pod('shop', 'before'));
    await harness.inSync();
    const version = String(api.store.version);
    const from = feed.calls.length;
    api.fault('F06', { how })();
    api.apply(pod('shop', 'during'));
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', failure: { code: 'unreachable' } });
    harness.retry();
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert during']);
    expect(harness.requests('watch').at(-1)?.query.resourceVersion).toBe(version);
    expect(harness.requests('list')).toHaveLength(1);
  });

  it('does not even blink when the stream had been good', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    api.apply(pod('shop', 'before'));
    await harness.inSync();
    clock.advance(5_000);
    const from = feed.calls.length;
    api.fault('F06', { how })();
    api.apply(pod('shop', 'during'));
    await harness.inSync();
    expect(feed.statesSince(from, 'Pod').filter((state) => state !== 'live')).toEqual([]);
    expect(harness.requests('list')).toHaveLength(1);
  });
});

describe('F07 chunk borders inside characters, and lines of more than a megabyte', () => {
  it('reads both', async () => {
    const { api, feed } = await reader();
    await harness.live();
    api.fault('F07');
    const message = '¿Qué? Größe 東京 🚀 '.repeat(60_000);
    api.apply(pod('shop', 'cart-wide', { status: { phase: 'Pending', message } }));
    await harness.inSync();
    // The projection keeps the beginning of a text of this length.
    expect(feed.object('Pod', 'shop', 'cart-wide')).toMatchObject({
      status: { message: expect.stringMatching(/^¿Qué\? Größe 東京 🚀 ¿Qué\? Größe 東京 🚀 /) },
    });
    expect(feed.stateOf('Pod').failure).toBeNull();
  });
});

describe('F08 half a line, then the end', () => {
  it('drops the fragment, resumes from the last whole line, and counts it', async () => {
    const { api, feed } = await reader();
    await harness.live();
    api.apply(pod('shop', 'before'));
    await harness.inSync();
    const version = String(api.store.version);
    const from = feed.calls.length;
    api.fault('F08')();
    api.apply(pod('shop', 'during'));
    await harness.failing();
    harness.retry();
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert during']);
    expect(harness.requests('watch').at(-1)?.query.resourceVersion).toBe(version);
    expect(harness.source.reports()[0]?.stats).toMatchObject({ cutStreams: 1, malformed: 0 });
  });
});

describe('F09 a garbage line inside the stream', () => {
  it('counts it and lists again, for an event was lost', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.fault('F09')();
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', failure: { code: 'invalid' } });
    harness.retry();
    await feed.until(() => feed.changes(from).length > 0);
    expect(feed.changes(from)).toEqual(['replace Pod']);
    expect(harness.source.reports()[0]?.stats).toMatchObject({ malformed: 1, relists: { failed: 1 } });
  });
});

describe('F10 a watch that is closed at once, again and again', () => {
  it('is a failure with growing waits, never a hot loop', async () => {
    const { api, feed, clock } = await reader();
    const stop = api.fault('F10', { plural: 'pods' });
    harness.start();
    await harness.failing('Pod', 1);
    const first = Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now();
    harness.retry();
    await harness.failing('Pod', 2);
    const second = Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now();
    expect([first, second]).toEqual([800, 1600]);
    expect(harness.requests('watch')).toHaveLength(2);
    expect(feed.stateOf('Pod').state).toBe('stale');
    stop();
    harness.retry();
    await harness.watching();
    // Being open is not enough after that: it has to live for a second, or say something.
    expect(feed.stateOf('Pod').state).toBe('stale');
    api.bookmark();
    await feed.until(() => feed.stateOf('Pod').state === 'live');
    expect(feed.stateOf('Pod')).toMatchObject({ attempts: 0, failure: null });
  });
});

describe.each([
  { end: 'ends', ageMs: 0, waits: [800, 1600, 3200] },
  { end: 'breaks', ageMs: 1_050, waits: [550, 2150] },
] as const)('F10 a watch that says something and then $end, again and again', ({ end, ageMs, waits }) => {
  it('waits longer each time, and counts; after three the kind is polled (F26)', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    // Breaks once: the beginnings of two lie 0.8 s apart already.
    if (end === 'breaks') {
      clock.advance(ageMs);
      api.fault('F06')();
      await harness.eventually(() => harness.stats().opened === 2);
    }
    const waited: number[] = [];
    for (let round = 0; round < waits.length; round++) {
      const { bookmarks } = harness.stats();
      await harness.watching();
      api.bookmark();
      await harness.eventually(() => harness.stats().bookmarks > bookmarks);
      clock.advance(ageMs);
      api.fault(end === 'ends' ? 'F11' : 'F06')();
      await harness.failing();
      waited.push(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now());
      const { opened } = harness.stats();
      harness.retry();
      if (harness.stats().restarts < 3) await harness.eventually(() => harness.stats().opened > opened);
    }
    expect(waited).toEqual(waits);
    await feed.until(() => feed.stateOf('Pod').failure?.message.includes('every 30 s') === true);
    expect(harness.stats()).toMatchObject({ watches: 3, restarts: 3, lists: 2, polls: 1 });
  });
});

describe('F11 the normal end of a watch', () => {
  it('is followed by the next at once, with no list and nothing told', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    api.apply(pod('shop', 'before'));
    await harness.inSync();
    clock.advance(70_000);
    const from = feed.calls.length;
    api.fault('F11')();
    await harness.eventually(() => harness.requests('watch').length === 2);
    await harness.watching();
    expect(feed.changes(from)).toEqual([]);
    expect(feed.statesSince(from, 'Pod').filter((state) => state !== 'live')).toEqual([]);
    expect(harness.requests('list')).toHaveLength(1);
  });
});

describe('F26 a proxy that resets every stream', () => {
  it('makes the kind be listed every 30 s after three cuts, and says so', async () => {
    const { api, feed, clock } = await reader();
    const stop = api.fault('F26', { plural: 'pods' });
    harness.start();
    for (let attempt = 1; attempt <= 3; attempt++) {
      await harness.failing('Pod', attempt);
      harness.retry();
    }
    await feed.until(() => feed.stateOf('Pod').failure?.message.includes('every 30 s') === true);
    await harness.idle();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: { code: 'failed' } });
    api.apply(pod('shop', 'late'));
    clock.advance(30_000);
    await harness.inSync();
    await harness.idle();
    expect(feed.picture('Pod')).toHaveLength(3);
    stop();
    // Ten polls later a stream is tried again, and stays.
    const watches = harness.requests('watch').length;
    while (harness.requests('watch').length === watches) {
      const answers = harness.api.requests.length;
      clock.advance(30_000);
      await api.until(() => harness.api.requests.length > answers);
      await harness.idle();
    }
    await harness.watching();
    // What a young stream says proves nothing: the next cut may come.
    clock.advance(30_000);
    api.bookmark();
    await feed.until(() => feed.stateOf('Pod').failure === null);
    expect(feed.stateOf('Pod').state).toBe('live');
  });
});
