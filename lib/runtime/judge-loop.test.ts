import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesceMs, createJudgeLoop } from './judge-loop';

describe('the judge loop', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-21T03:00:00Z') }));
  afterEach(() => vi.useRealTimers());

  const make = (judge: (key: string) => { reviewAt: string | null }, clockRuns = true) =>
    createJudgeLoop({
      judge,
      onSlice: () => undefined,
      onBug: (_error, key) => bugs.push(key),
      nowMs: () => Date.now(),
      clockRuns,
    });
  const bugs: (string | null)[] = [];

  it('gathers a burst of changes of one workload into one judgement', async () => {
    const judged: string[] = [];
    const loop = make((key) => {
      judged.push(key);
      return { reviewAt: null };
    });
    for (let i = 0; i < 100; i++) loop.mark(['a', i % 2 === 0 ? 'b' : 'a']);
    expect(loop.busy()).toBe(true);
    await vi.advanceTimersByTimeAsync(coalesceMs);
    expect(judged).toEqual(['a', 'b']);
    expect(loop.busy()).toBe(false);
  });

  it('judges again what changed while it was judging', async () => {
    const judged: string[] = [];
    const loop = make((key) => {
      judged.push(key);
      if (judged.length === 1) loop.mark(['a', 'c']);
      return { reviewAt: null };
    });
    loop.mark(['a']);
    const idle = loop.idle();
    await vi.advanceTimersByTimeAsync(coalesceMs * 3);
    await idle;
    expect(judged).toEqual(['a', 'a', 'c']);
  });

  it('judges again when the clock alone could change the answer, and only that workload', async () => {
    const judged: string[] = [];
    const loop = make((key) => {
      judged.push(key);
      return { reviewAt: key === 'a' && judged.length < 3 ? '2026-11-21T03:10:00Z' : null };
    });
    loop.mark(['a', 'b']);
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    expect(judged).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(judged).toEqual(['a', 'b', 'a']);
    await vi.advanceTimersByTimeAsync(3600_000);
    expect(judged).toEqual(['a', 'b', 'a']);
  });

  it('judges soon what is due when the machine wakes, or when its clock was set', async () => {
    let judged = 0;
    const loop = make(() => ({ reviewAt: judged++ === 0 ? '2026-11-21T03:10:00Z' : null }));
    loop.mark(['a']);
    await vi.advanceTimersByTimeAsync(1_000);
    // The timers of a machine that sleeps stand still.
    vi.setSystemTime(Date.parse('2026-11-21T04:00:00Z'));
    await vi.advanceTimersByTimeAsync(10_100);
    expect(judged).toBe(2);
    loop.stop();
  });

  it('does not run hot on a review that is always due', async () => {
    let count = 0;
    const loop = make(() => {
      count += 1;
      return { reviewAt: '2026-11-21T02:00:00Z' };
    });
    loop.mark(['a']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count).toBeLessThanOrEqual(11);
    expect(count).toBeGreaterThan(5);
    loop.stop();
  });

  it('has no clock on a recording', async () => {
    let count = 0;
    const loop = make(() => {
      count += 1;
      return { reviewAt: '2026-11-21T03:00:05Z' };
    }, false);
    loop.mark(['a']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count).toBe(1);
  });

  it('breathes between slices of work', async () => {
    vi.useRealTimers();
    const order: string[] = [];
    const spin = (ms: number): void => {
      for (const end = performance.now() + ms; performance.now() < end;);
    };
    const loop = make((key) => {
      order.push(key);
      spin(6);
      return { reviewAt: null };
    });
    loop.mark(['a', 'b', 'c', 'd', 'e', 'f']);
    await new Promise<void>((resolve) => {
      const watch = (): void => {
        if (!loop.busy()) {
          resolve();
          return;
        }
        if (order.length > 0) order.push('breath');
        setImmediate(watch);
      };
      setImmediate(watch);
    });
    expect(order.filter((entry) => entry === 'breath').length).toBeGreaterThanOrEqual(2);
    expect(order.indexOf('breath')).toBeLessThanOrEqual(3);
  });

  it('goes on with the others where the judging of one throws', async () => {
    const judged: string[] = [];
    const loop = make((key) => {
      if (key === 'b') throw new Error('a bug');
      judged.push(key);
      return { reviewAt: null };
    });
    bugs.length = 0;
    loop.mark(['a', 'b', 'c']);
    await vi.advanceTimersByTimeAsync(coalesceMs);
    expect(judged).toEqual(['a', 'c']);
    expect(bugs).toEqual(['b']);
    expect(loop.busy()).toBe(false);
  });

  it('stops in the middle without judging the rest', async () => {
    const judged: string[] = [];
    const loop = make((key) => {
      judged.push(key);
      loop.stop();
      return { reviewAt: null };
    });
    loop.mark(['a', 'b']);
    await vi.advanceTimersByTimeAsync(coalesceMs);
    expect(judged).toEqual(['a']);
    await loop.idle();
  });
});
