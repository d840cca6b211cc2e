/** How long a reflector waits after a failure, as its verdict says. */
import 'server-only';
import { Backoff, CAP_MS } from './backoff';
import type { Clock } from './clock';
import { DENIED_RETRY_MS, type Verdict } from './verdict';

export class Waits {
  private readonly failures: Backoff;
  /** Apart from the other: after an outage that one has grown to its longest, and what then refuses is about to be well. */
  private readonly refusals: Backoff;
  /** Apart for the same reason: an outage of minutes ends with a 410 for every kind, for etcd has compacted meanwhile. */
  private readonly expiries: Backoff;

  constructor(private readonly clock: Clock) {
    this.failures = new Backoff(clock);
    this.refusals = new Backoff(clock);
    this.expiries = new Backoff(clock);
  }

  /** In ms; 0: none. `livedMs`: of the last stream. */
  after({ wait, toldMs, cut, state }: Omit<Verdict, 'failure'>, livedMs: number): number {
    // With its jitter the longest is that of what was never allowed.
    if (wait === 'soon') return this.refusals.next(state === 'denied' ? DENIED_RETRY_MS / 2 : CAP_MS);
    if (wait === 'once') return this.expiries.nextAfterFirst();
    if (wait !== 'backoff') return this.spread(wait);
    // A full server says "1 s" to everybody for as long as it is full: what is told is the least, not all there is to wait.
    return Math.max(cut ? this.failures.afterStream(livedMs) : this.failures.next(), this.spread(toldMs));
  }

  private spread(ms: number): number {
    return ms * (1 + 0.1 * this.clock.random());
  }
}
