import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { Backoff } from './backoff';

function waits(chance: number, count: number): number[] {
  const clock = new FakeClock();
  clock.chance = chance;
  const backoff = new Backoff(clock);
  return Array.from({ length: count }, () => backoff.next());
}

describe('the waits between tries', () => {
  it('double from 0.8 s to 30 s', () => {
    expect(waits(0, 8)).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('are each up to doubled by chance, the longest too: kinds that wait as long as that would come as a herd', () => {
    expect(waits(0.5, 8)).toEqual([1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 45_000, 45_000]);
  });

  it('begin anew after two minutes in which nothing failed, and not before', () => {
    const clock = new FakeClock();
    const backoff = new Backoff(clock);
    backoff.next();
    clock.advance(800 + 120_000);
    expect(backoff.next()).toBe(1_600);
    clock.advance(1_600 + 120_001);
    expect(backoff.next()).toBe(800);
  });

  it('leave out the first where its remedy is tried at once, and again after those two minutes', () => {
    const clock = new FakeClock();
    const backoff = new Backoff(clock);
    expect([1, 2, 3].map(() => backoff.nextAfterFirst())).toEqual([0, 800, 1_600]);
    clock.advance(1_600 + 120_001);
    expect([1, 2].map(() => backoff.nextAfterFirst())).toEqual([0, 800]);
  });

  it('grow on where one is longer than those two minutes', () => {
    const clock = new FakeClock();
    const backoff = new Backoff(clock);
    const waitsMs = Array.from({ length: 11 }, () => {
      const waitMs = backoff.next(150_000);
      clock.advance(waitMs);
      return waitMs;
    });
    expect(waitsMs.slice(-4)).toEqual([102_400, 150_000, 150_000, 150_000]);
  });
});
