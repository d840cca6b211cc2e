import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** What happens to a kind that is polled, or nearly: watch-faults F26, beside the proxy itself (reader-streams.test.ts). */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart'), pod('shop', 'web')], ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

const isPolled = (): boolean =>
  harness.feed.hasState('Pod') && harness.feed.stateOf('Pod').failure?.message.includes('every 30 s') === true;

/** The first list has come, three streams were cut, and the kind was listed in their place. */
async function polled(): Promise<void> {
  harness.start();
  for (let attempt = 1; attempt <= 3; attempt++) {
    await harness.failing('Pod', attempt);
    harness.retry();
  }
  await harness.feed.until(isPolled);
  await harness.idle();
}

describe('F26 a list that fails while it stands in for a stream', () => {
  it('is told, and tried again with growing waits', async () => {
    const { api, feed, clock } = await reader();
    api.fault('F26', { plural: 'pods' });
    await polled();
    const lists = harness.requests('list').length;
    const answer = api.fault('F05', { fresh: true, how: 'reset', where: 'list' });
    clock.advance(30_000);
    await harness.failing();
    await harness.idle();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', attempts: 1, failure: { code: 'unreachable' } });
    // On the kept connection, and once on a fresh one (F05).
    expect(harness.requests('list')).toHaveLength(lists + 2);
    answer();
    for (let attempt = 1; !isPolled(); attempt++) {
      expect(attempt).toBeLessThan(6);
      await harness.failing('Pod', attempt);
      harness.retry();
      await harness.idle();
    }
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', attempts: 0 });
  });

  it('is asked for in smaller pages where it times out (F18), and said to be stale meanwhile', async () => {
    const { api, feed, clock } = await reader();
    api.fault('F26', { plural: 'pods' });
    await polled();
    api.fault('F18', { plural: 'pods', times: 1 });
    clock.advance(30_000);
    await harness.eventually(() => harness.requests('list').at(-1)?.status === 200);
    await harness.reading();
    clock.advance(60_000);
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', failure: { code: 'timeout' } });
    for (let attempt = 1; !isPolled(); attempt++) {
      await harness.failing('Pod', attempt);
      harness.retry();
      await harness.idle();
    }
    expect(harness.requests('list').at(-1)?.query.limit).toBe('500');
  });
});

describe('F26 is not what an outage is taken for that resets or does not answer', () => {
  it.each([
    ['resets', { how: 'reset' as const }],
    ['does not answer', {}],
  ])('%s', async (_name, how) => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const answer = api.fault('F05', { fresh: true, ...how });
    api.fault('F06')();
    for (let attempt = 1; attempt <= 9; attempt++) {
      // What is not answered is given up after a while; then there is a next attempt.
      await harness.eventually(() => {
        if (feed.stateOf('Pod').attempts < attempt) clock.advance(5_000);
        return feed.stateOf('Pod').attempts >= attempt;
      });
      expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale' });
      expect(isPolled()).toBe(false);
      harness.retry();
    }
    answer();
    api.apply(pod('shop', 'late'));
    await harness.passing(() => feed.stateOf('Pod').failure === null && api.watches.size === 1);
    await harness.inSync();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
    expect(harness.stats().polls).toBe(0);
  });

  it('but a proxy that never lets a stream begin is, when a list has got through', async () => {
    const { api, feed } = await reader();
    api.fault('F05', { fresh: true, how: 'reset', where: 'watch' });
    harness.start();
    for (let tries = 1; !isPolled(); tries++) {
      expect(tries).toBeLessThan(6);
      await feed.until(() => isPolled() || (feed.hasState('Pod') && feed.stateOf('Pod').state === 'stale'));
      await harness.idle();
      if (!isPolled()) harness.retry();
      await harness.idle();
    }
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: { code: 'failed' } });
  });
});

describe('F26 a proxy that lets streams begin and holds back what they say', () => {
  /** The open stream says nothing more, for as long as the reader waits. */
  async function fallSilent(isQuiet = false): Promise<void> {
    await harness.watching();
    await harness.reading();
    harness.api.fault('F03')();
    if (!isQuiet) harness.api.apply(pod('shop', `held-back-${harness.requests('watch').length}`));
    const { restarts } = harness.stats();
    harness.clock.advance(75_001);
    await harness.eventually(() => harness.stats().restarts > restarts);
  }

  it('has each silent stream followed by a list, and the kind polled after three, which is said', async () => {
    const { feed, clock } = await reader();
    harness.start();
    for (let silent = 1; silent <= 3; silent++) {
      await harness.eventually(() => harness.stats().opened === silent);
      await fallSilent();
      // A server that sends no bookmarks looks the same: its quiet kind must not come and go.
      await harness.inSync();
      expect(feed.stateOf('Pod').state).toBe('live');
    }
    await feed.until(isPolled);
    expect(feed.statesSince(0, 'Pod')).not.toContain('stale');
    expect(harness.stats()).toMatchObject({ opened: 3, relists: { silent: 3 }, polls: 1 });
    // A stream is tried now and then: what is said stands meanwhile, whatever its headers promise.
    await harness.passing(() => harness.stats().opened === 4);
    clock.advance(2_000);
    expect(isPolled()).toBe(true);
    await fallSilent();
    await harness.inSync();
    expect(isPolled()).toBe(true);
    expect(feed.stateOf('Pod').state).toBe('live');
  });

  it('counts streams that were silent after their backlog as well', async () => {
    const { api, feed } = await reader();
    harness.start();
    for (let silent = 1; silent <= 3; silent++) {
      await harness.eventually(() => harness.stats().opened === silent);
      await harness.watching();
      const { bookmarks } = harness.stats();
      api.bookmark();
      await harness.eventually(() => harness.stats().bookmarks > bookmarks);
      await fallSilent();
    }
    await feed.until(isPolled);
    await harness.inSync();
  });

  it('but not those of a quiet kind that has nothing to say, for a server may send no bookmarks (F33)', async () => {
    const { feed } = await reader();
    harness.start();
    for (let silent = 1; silent <= 5; silent++) {
      await harness.eventually(() => harness.stats().opened === silent);
      await fallSilent(true);
    }
    const told = feed.calls.flatMap((entry) => (entry.call === 'state' ? [entry.state] : []));
    expect(told.filter(({ state, failure }) => state === 'stale' || failure !== null)).toEqual([]);
    expect(harness.stats().polls).toBe(0);
  });

  it('nor what falls silent once and is heard again', async () => {
    const { api, clock } = await reader();
    harness.start();
    for (let silent = 1; silent <= 4; silent++) {
      await harness.eventually(() => harness.stats().opened === silent);
      await harness.watching();
      await harness.reading();
      clock.advance(60_000);
      const { bookmarks } = harness.stats();
      api.bookmark();
      await harness.eventually(() => harness.stats().bookmarks > bookmarks);
      await harness.reading();
      await fallSilent();
    }
    await harness.inSync();
    expect(harness.stats()).toMatchObject({ polls: 0, lists: 1 });
  });
});

describe('F26 a proxy that cuts the streams of a busy kind while they are young', () => {
  it('has it polled after three, whatever they said, without ever being stale', async () => {
    const { api, feed, clock } = await reader();
    harness.start();
    for (let cut = 1; cut <= 3; cut++) {
      await harness.eventually(() => harness.stats().opened === cut);
      await harness.watching();
      for (let change = 0; change < 5; change++) {
        clock.advance(2_000);
        api.apply(pod('shop', `busy-${change}`));
        await harness.inSync();
      }
      api.fault('F06')();
    }
    await feed.until(isPolled);
    expect(feed.statesSince(0, 'Pod')).not.toContain('stale');
    expect(harness.stats()).toMatchObject({ opened: 3, polls: 1 });
  });
});

describe('F26 watches that are refused while lists are served', () => {
  it.each([
    [504, 'watch'],
    [400, 'watch'],
    [404, 'watch'],
    [401, 'watch'],
    [500, 'stream'],
    [401, 'stream'],
  ] as const)('%d (%s): the kind is listed after a minute (F17), and polled from then on', async (code, where) => {
    const { api, feed, clock } = await reader();
    await harness.live();
    api.fault('F17', { code, where });
    harness.endStreams();
    const started = clock.monotonic();
    api.apply(pod('shop', 'late'));
    for (;;) {
      await harness.eventually(() => isPolled() || Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') > clock.now());
      if (isPolled()) break;
      harness.retry();
    }
    expect(clock.monotonic() - started).toBeGreaterThanOrEqual(60_000);
    expect(clock.monotonic() - started).toBeLessThan(150_000);
    expect(feed.stateOf('Pod').state).toBe('live');
    await harness.inSync();
  });

  it('is not what a server is taken for that refuses lists as well: it is watched again when it is back', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const { version } = api.store;
    const stop = [api.fault('F17', { code: 503, where: 'watch' }), api.fault('F16', { where: 'list' })];
    harness.endStreams();
    for (let attempts = 1; attempts <= 11; attempts++) {
      await harness.failing('Pod', attempts);
      if (attempts === 11) stop.forEach((end) => end());
      harness.retry();
    }
    await harness.watching();
    expect(isPolled()).toBe(false);
    // One list is tried after a minute and more; it is refused, so the last version holds.
    expect(harness.requests('list').map(({ status }) => status)).toEqual([200, 429]);
    expect(harness.requests('watch').at(-1)?.query.resourceVersion).toBe(String(version));
    expect(feed.statesSince(0, 'Pod').at(-1)).toBe('stale');
  });
});
