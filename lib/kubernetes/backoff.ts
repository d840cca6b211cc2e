/** Waiting times between tries, with the numbers of client-go's reflector (watch-faults §1). */
import 'server-only';
import type { Clock } from './clock';

const FIRST_MS = 800;
const FACTOR = 2;
export const CAP_MS = 30_000;
/** A source that was well for this long starts again from the first step. */
const RESET_AFTER_MS = 120_000;

export class Backoff {
  private step = 0;
  private endsAt: number | null = null;

  constructor(private readonly clock: Clock) {}

  /**
   * The next wait in ms: 0.8 s doubling to 30 s, each up to doubled again by chance, so that a herd spreads out; the longest
   * too, as in client-go (`wait.Backoff` adds its jitter after the cap): after an outage that is where all of them are.
   * `capMs`: another longest step.
   */
  next(capMs = CAP_MS): number {
    if (this.isRested()) this.step = 0;
    const base = Math.min(capMs, FIRST_MS * FACTOR ** this.step);
    if (base < capMs) this.step++;
    const waitMs = base * (1 + this.clock.random());
    // Nobody was well while it waited, be it for longer than that.
    this.endsAt = this.clock.monotonic() + waitMs;
    return waitMs;
  }

  /** The same, with no wait for the first failure in a row: its remedy is tried at once (F12). */
  nextAfterFirst(): number {
    if (!this.isRested()) return this.next();
    this.step = 0;
    this.endsAt = this.clock.monotonic();
    return 0;
  }

  /**
   * The wait after a stream that lived so long: the beginnings of two lie as far apart as tries that fail, whatever the
   * stream said (F10). None where it lived for the longest wait already, and no step is taken.
   */
  afterStream(livedMs: number): number {
    return livedMs >= CAP_MS ? 0 : Math.max(0, this.next() - livedMs);
  }

  private isRested(): boolean {
    return this.endsAt === null || this.clock.monotonic() - this.endsAt > RESET_AFTER_MS;
  }
}
