import { describe, expect, it } from 'vitest';
import { LogQueue } from './log-queue';
import { settled } from './testing';

/** A queue whose clock and timers the test moves; `begun`: when each read was. */
function bench(count: number) {
  let nowMs = 1_000_000;
  /** What timers go by: no clock that is set moves it. */
  let elapsedMs = 0;
  const timers = new Set<{ dueMs: number; run: () => void }>();
  const queue = new LogQueue(
    () => nowMs,
    (ms, run) => {
      const timer = { dueMs: elapsedMs + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    false,
  );
  const begun: number[] = [];
  for (let n = 0; n < count; n += 1) {
    queue.add(`read ${n}`, { urgency: n, run: () => Promise.resolve(void begun.push(nowMs)) });
  }
  const go = async (ms: number): Promise<void> => {
    nowMs += ms;
    elapsedMs += ms;
    for (const timer of [...timers]) if (timer.dueMs <= elapsedMs && timers.delete(timer)) timer.run();
    await settled();
  };
  const setBack = (ms: number): void => void (nowMs -= ms);
  return { queue, begun, go, setBack, timers };
}

describe('the pace of log reads', () => {
  it('is ten in any one second, wherever that second begins', async () => {
    const { begun, go } = bench(45);
    for (let ms = 0; ms < 5_000; ms += 7) await go(7);
    expect(begun).toHaveLength(45);
    for (const from of begun) expect(begun.filter((at) => at >= from && at < from + 1_000).length).toBeLessThan(11);
  });

  it('is kept by a clock that is set back, and goes on by that clock', async () => {
    const { begun, go, setBack } = bench(20);
    await go(0);
    setBack(3_600_000);
    await go(999);
    expect(begun).toHaveLength(10);
    for (let ms = 0; ms < 1_100; ms += 50) await go(50);
    expect(begun).toHaveLength(20);
  });

  it('is none in a pause, then one, and the old pace when that one was answered', async () => {
    const { queue, begun, go, timers } = bench(0);
    /** Ends when the test says so. */
    const ends: ((pauseMs?: number) => void)[] = [];
    const ask = () => new Promise<number | undefined>((resolve) => ends.push(resolve));
    const add = (id: string) => queue.add(id, { urgency: 1, run: ask });
    let asksAgain = 0;
    queue.add('twice', {
      urgency: 2,
      run: async (_, turn) => {
        await turn();
        asksAgain += 1;
        return ask();
      },
    });
    for (const id of 'abcdefgh') add(id);
    await go(0);
    expect([ends.length, asksAgain]).toEqual([5, 1]);
    ends[0]?.(60_000);
    ends[1]?.(60_000);
    await go(0);
    add('late');
    await go(59_999);
    expect([ends.length, timers.size]).toEqual([5, 1]);
    for (const end of ends.slice(2)) end();
    await go(0);
    await go(1);
    expect(ends).toHaveLength(6);
    ends[5]?.(1_000);
    await go(0);
    await go(999);
    expect(ends).toHaveLength(6);
    await go(1);
    expect(ends).toHaveLength(7);
    ends[6]?.();
    await go(0);
    expect(ends).toHaveLength(10);
    expect(begun).toEqual([]);
    queue.stop();
  });

  it('is kept by those that ask once more after a pause: one of them, and the rest when it was answered', async () => {
    const { queue, go } = bench(0);
    const turns: ((pauseMs?: number) => void)[] = [];
    const again: ((pauseMs?: number) => void)[] = [];
    for (const id of 'abcde') {
      queue.add(id, {
        urgency: 1,
        run: async (_, turn) => {
          const pauseMs = await new Promise<number | undefined>((resolve) => turns.push(resolve));
          if (pauseMs !== undefined) return pauseMs;
          await turn();
          return new Promise((resolve) => again.push(resolve));
        },
      });
    }
    turns[0]?.(30_000);
    await go(0);
    for (const go of turns.slice(1)) go();
    await go(29_999);
    expect(again).toHaveLength(0);
    await go(1);
    expect(again).toHaveLength(1);
    again[0]?.();
    await go(0);
    expect(again).toHaveLength(4);
    queue.stop();
  });

  it('keeps no read waiting for its turn at the end', async () => {
    const { queue, begun, go, timers } = bench(9);
    await go(0);
    let ended = false;
    queue.add('twice', {
      urgency: 99,
      run: async (_, turn) => {
        await turn();
        ended = true;
      },
    });
    await go(10);
    expect([begun.length, ended, timers.size]).toEqual([9, false, 1]);
    queue.stop();
    await settled();
    expect([ended, timers.size, queue.size]).toEqual([true, 0, 0]);
  });
});
