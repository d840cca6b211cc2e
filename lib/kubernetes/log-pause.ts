/** For how long no log is asked for, after a failure that is the server's and not that log's. */
import 'server-only';
import type { ApiError } from './api-error';
import { Backoff } from './backoff';
import type { Clock } from './clock';
import { isOfServer } from './log-failure';
import { UNAUTHORIZED_RETRY_MS } from './verdict';

export class LogPause {
  private backoff: Backoff;
  private untilMs = -Infinity;

  constructor(private readonly clock: Clock) {
    this.backoff = new Backoff(clock);
  }

  /** The server answered for a log, be it with a refusal of that one: the next pause is a short one again. */
  over(): void {
    this.backoff = new Backoff(this.clock);
  }

  /** In ms, as the reflectors wait, and no less than Retry-After tells; undefined where the failure is that one log's. */
  after(error: ApiError): number | undefined {
    if (!isOfServer(error)) return undefined;
    const { status, retryAfterMs = 0 } = error.details;
    const refused = status === 401 || error.kind === 'credentials';
    const toldMs = refused ? UNAUTHORIZED_RETRY_MS : retryAfterMs;
    const now = this.clock.monotonic();
    // Five that run fail together: one step, not five.
    if (now >= this.untilMs) this.untilMs = now + this.backoff.next();
    this.untilMs = Math.max(this.untilMs, now + toldMs);
    return this.untilMs - now;
  }
}
