/** What response headers tell beside the body: the server's clock, when to come back, and how many requests there were. */
import 'server-only';
import type { Clock } from './clock';

/** Differences below this are the Date header's one-second grain and the way there and back. */
const NOTICEABLE_MS = 2_000;
/** A slow answer says little about when the header was written; what differs by no more is the same time. */
const SLOW_MS = 5_000;
/** Answers in a row that have to tell one new time before it is believed: judgements and forgetting go by it. */
const AGREEING = 3;
/** A machine that was never told the time may believe it is 1970; further off is no clock, and may be no date that can be written. */
const FARTHEST_MS = 100 * 365 * 86_400_000;

export interface Answer {
  status: number;
  contentType: string;
  date: string | undefined;
  sentAt: number;
}

/** How far the server's clock is ahead of ours, from its Date header (F46). */
export class ClockSkew {
  private believed: number | null = null;
  private told: { skew: number; times: number } | null = null;
  /** Of our wall clock over time that only grows: it moves when our own clock is set, or the machine slept. */
  private ownOffset = 0;

  constructor(private readonly clock: Clock) {}

  observe({ status, contentType, date, sentAt }: Answer): void {
    // The error pages of proxies and portals, and their clocks: the API server's refusals are no web pages.
    if (status >= 500 || (status >= 300 && status < 400) || contentType.startsWith('text/html')) return;
    const serverMs = date === undefined ? NaN : Date.parse(date);
    const now = this.clock.now();
    if (Number.isNaN(serverMs) || now - sentAt > SLOW_MS || now < sentAt) return;
    const skew = serverMs + 500 - (sentAt + now) / 2;
    if (Math.abs(skew) <= FARTHEST_MS && this.isBelievable(skew)) {
      this.believed = skew;
      this.told = null;
    }
    this.ownOffset = now - this.clock.monotonic();
  }

  ms(): number {
    const skew = this.believed ?? 0;
    return Math.abs(skew) < NOTICEABLE_MS ? 0 : Math.round(skew);
  }

  private isBelievable(skew: number): boolean {
    const isOurs = Math.abs(this.clock.now() - this.clock.monotonic() - this.ownOffset) > NOTICEABLE_MS;
    // Where it is our clock that moved, what was known of the difference is void.
    if (this.believed === null || isOurs || Math.abs(skew - this.believed) <= SLOW_MS) return true;
    const again = this.told !== null && Math.abs(skew - this.told.skew) <= SLOW_MS;
    this.told = { skew, times: again ? (this.told?.times ?? 0) + 1 : 1 };
    return this.told.times >= AGREEING;
  }
}

export interface RequestCount {
  verb: string;
  /** HTTP status, or the kind of failure where there was no answer ("refused", "timeout"). */
  code: string;
  count: number;
}

export class RequestCounts {
  private readonly counts = new Map<string, RequestCount>();

  add(verb: string, code: string): void {
    const key = `${verb} ${code}`;
    const entry = this.counts.get(key) ?? { verb, code, count: 0 };
    entry.count++;
    this.counts.set(key, entry);
  }

  all(): RequestCount[] {
    return [...this.counts.values()].map((entry) => ({ ...entry }));
  }
}
