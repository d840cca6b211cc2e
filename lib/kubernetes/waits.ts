/** How long a reflector waits after a failure, as its verdict says. */
import 'server-only';
import { Backoff } from './backoff';
import type { Clock } from './clock';
import type { Verdict } from './verdict';

export class Waits {
  private readonly failures: Backoff;
  /** Apart from the other: after an outage that one has grown to its longest, and what then refuses is about to be well. */
  private readonly refusals: Backoff;

  constructor(private readonly clock: Clock) {
    this.failures = new Backoff(clock);
    this.refusals = new Backoff(clock);
  }

  /** In ms; 0: none. `livedMs`: of the last stream. */
  after({ wait, cut }: Pick<Verdict, 'wait' | 'cut'>, livedMs: number): number {
    if (wait === 'soon') return this.refusals.next();
    if (wait === 'backoff') return cut ? this.failures.afterStream(livedMs) : this.failures.next();
    return wait * (1 + 0.1 * this.clock.random());
  }
}
