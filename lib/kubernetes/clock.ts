/** Time, timers and chance as the reader sees them: injected, so that tests own all three. */
import 'server-only';

export interface Clock {
  /** Wall clock, ms since the epoch. May jump. */
  now(): number;
  /** Ms that only grow: for durations, so that a clock that jumps (laptop sleep, NTP) changes no back-off. */
  monotonic(): number;
  /** Runs once after `delayMs`; the returned function cancels. */
  setTimeout(run: () => void, delayMs: number): () => void;
  /** [0, 1) */
  random(): number;
}

/** Node turns a longer delay into 1 ms, and a long wait into none (about 25 days). */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (run, delayMs) => {
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_DELAY_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** The clock's instant, ISO 8601. */
export function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

/** Resolves after `delayMs`, or at once when the signal aborts or `wake` is called; never rejects. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): { done: Promise<void>; wake: () => void } {
  let wake = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const cancel = clock.setTimeout(() => wake(), delayMs);
    wake = () => {
      cancel();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    signal.addEventListener('abort', wake, { once: true });
  });
  return { done, wake: () => wake() };
}
