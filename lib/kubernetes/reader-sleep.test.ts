import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness({ objects: [pod('shop', 'cart')] });
});
afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

describe('F42 the machine slept: the wall clock went on, no timer did', () => {
  const night = 8 * 3_600_000;

  it('the streams begin anew within two seconds, where they were', async () => {
    const { api, feed, clock } = harness;
    await harness.live();
    clock.advance(40_000);
    const from = feed.calls.length;
    api.fault('F03')();
    clock.jump(night);
    api.apply(pod('shop', 'late'));
    clock.advance(2_000);
    await harness.inSync();
    expect(feed.changes(from)).toEqual(['upsert late']);
    expect(feed.statesSince(from, 'Pod')).toEqual(['live']);
    expect(harness.requests('list')).toHaveLength(1);
  });

  it('is stale since the last word, three seconds later, where nobody answers', async () => {
    const { api, feed, clock } = harness;
    await harness.live();
    clock.advance(1_000);
    const heardAt = new Date(clock.now()).toISOString();
    api.fault('F03')();
    api.fault('F05', { fresh: true });
    clock.jump(night);
    clock.advance(2_000);
    await harness.eventually(() => harness.requests('watch').length === 2);
    clock.advance(3_000);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', since: heardAt, heardAt });
  });

  it('no harm is done where a person has set the clock', async () => {
    const { api, feed, clock } = harness;
    await harness.live();
    const from = feed.calls.length;
    clock.jump(night);
    clock.advance(2_000);
    await harness.eventually(() => harness.stats().opened === 2);
    clock.jump(-night);
    clock.advance(10_000);
    api.apply(pod('shop', 'late'));
    await harness.inSync();
    expect(feed.statesSince(from, 'Pod')).toEqual(['live']);
    expect(harness.stats().opened).toBe(2);
    expect(harness.requests('list')).toHaveLength(1);
  });
});
