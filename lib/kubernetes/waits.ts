/** How long a reflector waits after a failure, as its verdict says. */
import 'server-only';
import { Backoff, CAP_MS } from './backoff';
import type { Clock } from './clock';
import { DENIED_RETRY_MS, type Verdict } from './verdict';

export class Waits {
  private readonly failures: Backoff;
  /** Apart from the other: after an outage that one has grown to its longest, and what then refuses is about to be well. */
  private readonly refusals: Backoff;

  constructor(private readonly clock: Clock) {
    this.failures = new Backoff(clock);
    this.refusals = new Backoff(clock);
  }

  /** In ms; 0: none. `livedMs`: of the last stream. */
  after({ wait, cut, state }: Pick<Verdict, 'wait' | 'cut' | 'state'>, livedMs: number): number {
    // With its jitter the longest is that of what was never allowed.
    if (wait === 'soon') return this.refusals.next(state === 'denied' ? DENIED_RETRY_MS / 2 : CAP_MS);
    if (wait === 'backoff') return cut ? this.failures.afterStream(livedMs) : this.failures.next();
    return wait * (1 + 0.1 * this.clock.random());
  }
}
