import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import { createHarness, type Harness } from '../../e2e/fake-api/reader-harness';
import type { Kind } from '../model/kubernetes';
import type { KindState } from '../model/source';
import { Waker } from './waker';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

const kinds: Kind[] = ['Pod', 'Node', 'Namespace'];
let harness: Harness;

beforeEach(async () => {
  harness = await createHarness({ objects: [pod('shop', 'cart'), namespaceObject('shop')], kinds });
  // Waits that differ: 0.8 s and the doubles of it, each longer by another part.
  let drawn = 0;
  harness.clock.random = () => (drawn = (drawn + 0.37) % 1);
});
afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

const stateOf = (kind: Kind) => harness.feed.stateOf(kind);
const dueAt = (kind: Kind): number => Date.parse(stateOf(kind).nextAttemptAt ?? '');

/** All are live, then the server is gone until each has failed so often that it waits for many seconds. */
async function outage(): Promise<() => void> {
  for (const kind of kinds) await harness.live(kind);
  const comeBack = harness.api.fault('F01');
  await Promise.all(kinds.map((kind) => harness.failing(kind)));
  while (kinds.some((kind) => stateOf(kind).attempts < 6)) {
    const next = kinds.toSorted((a, b) => dueAt(a) - dueAt(b))[0] ?? 'Pod';
    const { attempts } = stateOf(next);
    harness.retry(next);
    await harness.failing(next, attempts + 1);
    await Promise.all(kinds.map((kind) => harness.failing(kind)));
  }
  return comeBack;
}

describe('an API server that goes away for ten minutes (F02)', () => {
  it('is said to be away since when, why, and after how many tries; then all are live, without a list', async () => {
    for (const kind of kinds) await harness.live(kind);
    const { api, clock, feed } = harness;
    const wentAt = clock.now();
    const comeBack = api.fault('F02');
    await Promise.all(kinds.map((kind) => harness.failing(kind)));
    for (;;) {
      const next = kinds.toSorted((a, b) => dueAt(a) - dueAt(b))[0] ?? 'Pod';
      if (dueAt(next) > wentAt + 600_000) break;
      const { attempts } = stateOf(next);
      harness.retry(next);
      await harness.failing(next, attempts + 1);
      // Others may have been due at the same time.
      await harness.eventually(() => kinds.every((kind) => dueAt(kind) > clock.now()));
    }
    clock.advance(wentAt + 600_000 - clock.now());
    for (const kind of kinds) {
      const state = stateOf(kind);
      expect(state).toMatchObject({
        state: 'stale',
        since: new Date(wentAt).toISOString(),
        failure: { code: 'unreachable', message: expect.stringMatching(/refuses connections/) },
      });
      // Six in the first minute, then each 30 to 60 s.
      expect(state.attempts).toBeGreaterThanOrEqual(14);
      expect(state.attempts).toBeLessThanOrEqual(25);
      expect(dueAt(kind) - clock.now()).toBeLessThanOrEqual(60_000);
    }
    expect(feed.picture('Pod')).toHaveLength(1);
    api.apply(pod('shop', 'meanwhile'));
    comeBack();
    await api.back();
    harness.retry(kinds.toSorted((a, b) => dueAt(a) - dueAt(b))[0]);
    for (let half = 0; half < 8; half++) {
      await harness.reading();
      clock.advance(500);
    }
    await harness.eventually(() => kinds.every((kind) => stateOf(kind).state === 'live'));
    await harness.inSync();
    for (const kind of kinds) expect(stateOf(kind)).toMatchObject({ failure: null, attempts: 0, nextAttemptAt: null });
    for (const plural of ['pods', 'nodes', 'namespaces']) {
      expect(harness.requests('list', plural).filter(({ query }) => query.limit === undefined)).toHaveLength(1);
    }
  });
});

describe('the end of an outage', () => {
  it('is noticed by all within a second or so of the first that comes back', async () => {
    const comeBack = await outage();
    comeBack();
    await harness.api.back();
    const [first = 'Pod', ...others] = kinds.toSorted((a, b) => dueAt(a) - dueAt(b));
    const last = Math.max(...others.map(dueAt));
    harness.retry(first);
    await harness.eventually(() => harness.stats(first).opened > 1);
    // An open stream has to live for a second before it counts; then the others have a second to spread over.
    harness.clock.advance(1_000);
    expect(stateOf(first).state).toBe('live');
    expect(last - harness.clock.now()).toBeGreaterThan(2_500);
    harness.clock.advance(1_000);
    await harness.eventually(() => others.every((kind) => harness.stats(kind).opened > 1));
    harness.clock.advance(1_000);
    expect(kinds.map((kind) => stateOf(kind).state)).toEqual(['live', 'live', 'live']);
    expect(last - harness.clock.now()).toBeGreaterThan(0);
  });

  it('with a compaction in it: all list at once, and no kind waits a second time (F12)', async () => {
    const comeBack = await outage();
    const { api, clock } = harness;
    api.apply(pod('shop', 'meanwhile'));
    api.store.compact();
    comeBack();
    await api.back();
    const [first = 'Pod', ...others] = kinds.toSorted((a, b) => dueAt(a) - dueAt(b));
    harness.retry(first);
    await harness.eventually(() => stateOf(first).state === 'live');
    const soonest = Math.min(...others.map(dueAt));
    expect(soonest - clock.now()).toBeGreaterThan(1_000);
    clock.advance(1_000);
    await harness.eventually(() => kinds.every((kind) => stateOf(kind).state === 'live'));
    await harness.inSync();
  });

  it('leaves no timer where the reader ends before all are woken', async () => {
    const comeBack = await outage();
    comeBack();
    await harness.api.back();
    const [first = 'Pod'] = kinds.toSorted((a, b) => dueAt(a) - dueAt(b));
    harness.retry(first);
    await harness.eventually(() => harness.stats(first).opened > 1);
    harness.clock.advance(1_000);
    expect(stateOf(first).state).toBe('live');
  });

  it('does not wake what the server itself refuses', async () => {
    harness.api.fault('F21', { plural: 'nodes' });
    for (const kind of ['Pod', 'Namespace'] as const) await harness.live(kind);
    await harness.eventually(() => stateOf('Node').state === 'denied');
    const asked = harness.requests('list', 'nodes').length;
    const comeBack = harness.api.fault('F01');
    await Promise.all([harness.failing('Pod'), harness.failing('Namespace')]);
    comeBack();
    await harness.api.back();
    harness.clock.advance(2_000);
    await harness.eventually(() => harness.stats('Pod').opened > 1);
    harness.clock.advance(3_000);
    await harness.reading();
    expect([stateOf('Pod').state, stateOf('Node').state]).toEqual(['live', 'denied']);
    expect(harness.requests('list', 'nodes')).toHaveLength(asked);
  });
});

describe('those that wait', () => {
  const state = (kind: Kind, out: boolean): KindState => ({
    kind,
    namespace: null,
    state: out ? 'stale' : 'live',
    since: '2026-11-21T03:00:00Z',
    heardAt: null,
    failure: out ? { code: 'unreachable', message: 'refused' } : null,
    attempts: out ? 1 : 0,
    nextAttemptAt: null,
    objects: 0,
  });
  const waiting = ['Node', 'Job', 'Event', 'Service'] as const;

  /** One kind comes back, while others wait. */
  function comesBack(others: readonly Kind[] = waiting) {
    const clock = new FakeClock();
    const startMs = clock.monotonic();
    const wokenAtMs: number[] = [];
    const retryNow = (): void => void wokenAtMs.push(clock.monotonic() - startMs);
    const waker = new Waker(clock, () => others.map((kind) => ({ state: state(kind, true), retryNow })));
    const back = (): void => {
      waker.note(state('Pod', true));
      waker.note(state('Pod', false));
    };
    return { clock, waker, wokenAtMs, back };
  }

  it('are woken one by one within a second, not all at once', () => {
    const { clock, wokenAtMs, back } = comesBack();
    let drawn = 0;
    Object.assign(clock, { random: () => (drawn += 0.2) });
    back();
    clock.advance(1_000);
    expect(wokenAtMs.map(Math.round)).toEqual([200, 400, 600, 800]);
  });

  it.each([
    [403, 4],
    [410, 4],
    [429, 0],
    [500, 0],
    [503, 0],
  ])('are woken by an answer that shows the server, not by one of a busy server: %i, %i', (status, woken) => {
    const { clock, waker, wokenAtMs } = comesBack();
    waker.note(state('Pod', true));
    waker.note({ ...state('Pod', true), failure: { code: 'failed', message: 'refused', status } });
    clock.advance(1_000);
    expect(wokenAtMs).toHaveLength(woken);
    // Once for each outage, and not before the server has time.
    clock.advance(9_000);
    waker.note(state('Pod', false));
    clock.advance(1_000);
    expect(wokenAtMs).toHaveLength(4);
  });

  it('are woken a hundred a second where they are many', () => {
    const { clock, wokenAtMs, back } = comesBack(Array.from({ length: 1_600 }, () => 'Pod'));
    let drawn = 0;
    Object.assign(clock, { random: () => drawn++ / 1_600 });
    back();
    // One comes after the other: none of them hastens the rest.
    for (let second = 1; second <= 16; second++) {
      clock.advance(1_000);
      back();
      expect(Math.abs(wokenAtMs.length - second * 100)).toBeLessThan(2);
    }
  });

  it('are left to their back-off by a kind that comes and goes', () => {
    const { clock, wokenAtMs, back } = comesBack();
    for (let second = 0; second < 5; second++) {
      back();
      clock.advance(999);
    }
    expect(wokenAtMs).toHaveLength(4);
    clock.advance(1_000);
    back();
    clock.advance(1_000);
    expect(wokenAtMs).toHaveLength(8);
  });

  it('are forgotten at the end', () => {
    const { clock, waker, wokenAtMs, back } = comesBack();
    back();
    waker.stop();
    expect(clock.pending).toBe(0);
    clock.advance(5_000);
    expect(wokenAtMs).toEqual([]);
  });
});
