/** A clock to whose timers the time counts that the machine slept: they stand still meanwhile, and so does monotonic time. */
import 'server-only';
import type { Clock } from './clock';

const LOOK_EVERY_MS = 2_000;
/** NTP sets a clock by less, and a nap this short breaks no connection. */
const SLEPT_MS = 10_000;

interface Timer {
  run: () => void;
  /** Monotonic. */
  dueMs: number;
  cancel: () => void;
}

/**
 * For what must not outlive a sleep, as a stream whose other end forgot it (F03, F42). Only the wall clock tells of a sleep, and a
 * clock that was set by a person looks the same: use it where a timer that runs early does no harm.
 */
export class SleeplessClock implements Clock {
  private readonly timers = new Set<Timer>();
  private aheadMs = 0;
  private cancelLook: (() => void) | null = null;

  /** `onSlept`: called before the timers that are due by then run. */
  constructor(
    private readonly clock: Clock,
    private readonly onSlept: () => void,
  ) {}

  now = (): number => this.clock.now();
  monotonic = (): number => this.clock.monotonic();
  random = (): number => this.clock.random();

  setTimeout = (run: () => void, delayMs: number): (() => void) => {
    const timer = { run, dueMs: this.monotonic() + delayMs, cancel: () => undefined };
    this.timers.add(timer);
    this.arm(timer);
    if (this.cancelLook === null) this.lookLater();
    return () => {
      timer.cancel();
      this.drop(timer);
    };
  };

  private arm(timer: Timer): void {
    const ran = (): void => {
      this.drop(timer);
      timer.run();
    };
    timer.cancel = this.clock.setTimeout(ran, Math.max(0, timer.dueMs - this.monotonic()));
  }

  private drop(timer: Timer): void {
    this.timers.delete(timer);
    if (this.timers.size > 0) return;
    this.cancelLook?.();
    this.cancelLook = null;
  }

  private lookLater(): void {
    this.aheadMs = this.now() - this.monotonic();
    this.cancelLook = this.clock.setTimeout(() => this.look(), LOOK_EVERY_MS);
  }

  private look(): void {
    const sleptMs = this.now() - this.monotonic() - this.aheadMs;
    this.lookLater();
    if (sleptMs < SLEPT_MS) return;
    this.onSlept();
    for (const timer of this.timers) {
      timer.cancel();
      timer.dueMs -= sleptMs;
      this.arm(timer);
    }
  }
}
