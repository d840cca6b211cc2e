import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pause, systemClock } from './clock';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it.each([2 ** 31, 1e14, Infinity])(
  'a delay of %d ms is a long one, not the 1 ms that Node makes of it',
  async (delayMs) => {
    let ended = false;
    const { done, wake } = pause(systemClock, delayMs, new AbortController().signal);
    void done.then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(ended).toBe(false);
    wake();
    await done;
    expect(ended).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  },
);

it.each(['time', 'a wake'])('a pause that ends by %s leaves nothing on its signal', async (how) => {
  const { signal } = new AbortController();
  const { done, wake } = pause(systemClock, 1_000, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  if (how === 'time') await vi.advanceTimersByTimeAsync(1_000);
  else wake();
  await done;
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
