/** What response headers tell beside the body: the server's clock, when to come back, and how many requests there were. */
import 'server-only';
import type { Clock } from './clock';

/** Differences below this are the Date header's one-second grain and the way there and back. */
const NOTICEABLE_MS = 2_000;

/** How far the server's clock is ahead of ours, from its Date header (F46). */
export class ClockSkew {
  private skew = 0;

  constructor(private readonly clock: Clock) {}

  observe(date: string | undefined, sentAt: number): void {
    const serverMs = date === undefined ? NaN : Date.parse(date);
    const now = this.clock.now();
    // A slow answer says little about when the header was written.
    if (Number.isNaN(serverMs) || now - sentAt > 5_000 || now < sentAt) return;
    const skew = serverMs + 500 - (sentAt + now) / 2;
    this.skew = Math.abs(skew) < NOTICEABLE_MS ? 0 : Math.round(skew);
  }

  ms(): number {
    return this.skew;
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
