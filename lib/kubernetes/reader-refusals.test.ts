import { afterEach, describe, expect, it, vi } from 'vitest';
import { pod } from '../../e2e/fake-api/objects';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import type { Kind } from '../model/kubernetes';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Refusals that pass: of a server that starts, or of a proxy that has lost its backend. */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart')], ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

const waitMs = (kind: Kind = 'Pod'): number =>
  Date.parse(harness.feed.stateOf(kind).nextAttemptAt ?? '') - harness.clock.now();

describe('F24 a kind that was read is not served', () => {
  it.each(['Event', 'HorizontalPodAutoscaler'] as const)('is stale, and asked for again soon: %s', async (kind) => {
    const { api, feed } = await reader({ kinds: ['Pod', kind] });
    await harness.live();
    await harness.live(kind);
    const from = feed.calls.length;
    const plural = `${kind.toLowerCase()}s`;
    const stop = api.fault('F24', { plural });
    harness.endStreams();
    for (let attempts = 1; attempts <= 3; attempts++) {
      await harness.failing(kind, attempts);
      const message = `The API server answers 404 for ${plural} in the whole cluster, which it served before.`;
      expect(feed.stateOf(kind)).toMatchObject({ state: 'stale', failure: { code: 'failed', message } });
      expect(waitMs(kind)).toBe(400 * 2 ** attempts);
      if (attempts === 3) stop();
      harness.retry(kind);
    }
    await harness.inSync(kind);
    expect(feed.changes(from)).toEqual([]);
    expect(harness.requests('list', plural)).toHaveLength(1);
  });
});

describe('F24 a kind that every API server has', () => {
  it('is never absent: what answers is another path, or no API server yet', async () => {
    const { api, feed } = await reader();
    const stop = api.fault('F24');
    harness.start();
    await harness.failing();
    const message = 'The API server does not serve pods in the whole cluster (404).';
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'connecting', failure: { code: 'failed', message } });
    expect(waitMs()).toBe(800);
    stop();
    harness.retry();
    await harness.inSync();
  });
});

describe('F23 what was allowed is refused', () => {
  it('is asked for again soon, then ever more seldom, up to five minutes', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    clock.chance = 0.9;
    api.rbac.rules = [];
    harness.endStreams();
    const waitsMs: number[] = [];
    for (let attempts = 1; attempts <= 11; attempts++) {
      await harness.failing('Pod', attempts);
      await harness.idle();
      expect(feed.stateOf('Pod').state).toBe('denied');
      waitsMs.push(Math.round(waitMs()));
      harness.retry();
    }
    expect(waitsMs.slice(0, 3)).toEqual([1_520, 3_040, 6_080]);
    expect(waitsMs.slice(-4)).toEqual([194_560, 285_000, 285_000, 285_000]);
  });

  it('what may be read instead is not asked with each of them', async () => {
    const { api, feed } = await reader();
    await harness.live();
    // Where the rules are not listed, there is a review for each namespace and kind.
    api.rbac.incomplete = true;
    api.rbac.rules = [{ verbs: ['list', 'watch'], group: '', resources: ['pods'], namespace: 'shop' }];
    harness.endStreams();
    await harness.failing();
    await harness.eventually(() => feed.hasState('Pod', 'shop') && feed.stateOf('Pod', 'shop').state === 'live');
    await harness.idle();
    const reviewed = (): number => harness.requests('review', 'selfsubjectaccessreviews').length;
    const before = reviewed();
    for (let attempts = 2; attempts <= 6; attempts++) {
      harness.retry();
      await harness.failing('Pod', attempts);
      await harness.idle();
    }
    expect(reviewed()).toBe(before);
    harness.clock.advance(61_000);
    await harness.eventually(() => reviewed() > before);
    await harness.idle();
  });
});

describe('a server that comes back and is not ready', () => {
  it.each([
    ['F21', 'denied'],
    ['F24', 'stale'],
  ] as const)(
    '%s: is asked again within seconds, for the long waits were those of the outage',
    async (fault, state) => {
      const { api, clock, feed } = await reader();
      await harness.live();
      const comeBack = api.fault('F01');
      for (let attempts = 1; attempts < 6; attempts++) {
        await harness.failing('Pod', attempts);
        harness.retry();
      }
      await harness.failing('Pod', 6);
      expect(waitMs()).toBe(25_600);
      const stop = api.fault(fault);
      comeBack();
      await api.back();
      harness.retry();
      await harness.failing('Pod', 7);
      expect(feed.stateOf('Pod').state, 'it may know no roles yet').toBe('stale');
      expect(waitMs()).toBe(800);
      clock.advance(3_000);
      await harness.failing('Pod', 8);
      expect(feed.stateOf('Pod').state).toBe(state);
      stop();
      api.apply(pod('shop', 'meanwhile'));
      harness.retry();
      await harness.inSync();
      await harness.idle();
    },
  );
});

describe('F16 a server that stays too busy', () => {
  it.each(['list', 'watch', 'stream'] as const)(
    'on the %s: what it tells is the least, and the waits grow',
    async (where) => {
      const { api, clock } = await reader();
      if (where !== 'list') await harness.live();
      const stop = api.fault('F16', { where, retryAfter: 2 });
      if (where === 'list') harness.start();
      else harness.endStreams();
      clock.chance = 0.5;
      const waitsMs: number[] = [];
      for (let attempts = 1; attempts <= 7; attempts++) {
        await harness.failing('Pod', attempts);
        waitsMs.push(Math.round(waitMs()));
        if (attempts === 7) stop();
        harness.retry();
      }
      expect(waitsMs).toEqual([2_100, 2_400, 4_800, 9_600, 19_200, 38_400, 45_000]);
      await harness.inSync();
    },
  );
});
