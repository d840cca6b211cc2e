/** The header Retry-After (RFC 9110 §10.2.3): seconds, or a date. */

/** Milliseconds to wait from `nowMs` on, below 0 for a date that is over; null where the header says nothing that can be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  // Date.parse takes "-3" for March.
  const ms = header.endsWith(' GMT') ? Date.parse(header) - nowMs : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
