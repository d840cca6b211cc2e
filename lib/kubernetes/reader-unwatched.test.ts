import { afterEach, describe, expect, it, vi } from 'vitest';
import { pod } from '../../e2e/fake-api/objects';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** What is said of a kind while nothing is watched: it was live, and what is to follow the stream's end is slow to come. */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart')], ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

describe('F12 the version is too old, and the new list is slow to come', () => {
  it('says that what is shown is old, since when and why, until the list is there', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    api.fault('F12', { where: 'stream', times: 1 });
    api.fault('F18', { times: 1 });
    harness.endStreams();
    const since = new Date(clock.now()).toISOString();
    await harness.eventually(() => harness.requests('list')[1]?.status === 200);
    await harness.reading();
    clock.advance(2_999);
    expect(feed.stateOf('Pod').state).toBe('live');
    clock.advance(1);
    const message = expect.stringMatching(/^too old resource version/) as string;
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', since, failure: { message } });
    clock.advance(30_000);
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', since, attempts: 1 });
    harness.retry();
    await feed.until(() => feed.stateOf('Pod').state === 'live');
    expect(feed.stateOf('Pod').failure).toBeNull();
  });
});

describe('a watch that follows another and is not answered', () => {
  it.each([
    ['F06', /^The connection to the API server broke/],
    ['F11', /^The API server has not answered the next watch of pods in the whole cluster yet/],
  ] as const)('is said after three seconds, as since the other ended: %s', async (end, message) => {
    const { api, feed, clock } = await reader();
    await harness.live();
    clock.advance(70_000);
    const since = new Date(clock.now()).toISOString();
    const answer = api.fault('F05', { fresh: true });
    api.fault(end)();
    await harness.eventually(() => harness.requests('watch').length === 2);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
    clock.advance(3_000);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', since });
    expect(feed.stateOf('Pod').failure?.message).toMatch(message);
    await harness.passing(() => feed.stateOf('Pod').attempts > 0);
    answer();
    await harness.passing(() => feed.stateOf('Pod').state === 'live');
    expect(feed.stateOf('Pod').failure).toBeNull();
  });
});

describe('F03 a stream that sends bytes and no event', () => {
  it.each([
    ['blank lines', '\n'],
    ['a line without an end', 'x'],
  ])('is given up as a silent one, and followed by a list: %s', async (_, bytes) => {
    const { api, clock } = await reader();
    harness.start();
    await harness.watching();
    await harness.reading();
    clock.advance(1_000);
    const held = [...api.watches];
    api.fault('F03')();
    api.apply(pod('shop', 'held-back'));
    for (let sent = 0; harness.stats().restarts === 0; sent++) {
      expect(sent).toBeLessThan(10);
      for (const { response } of held) response.write(bytes);
      await harness.idle();
      clock.advance(10_000);
    }
    await harness.inSync();
  });
});
