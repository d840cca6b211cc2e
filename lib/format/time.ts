/** Instants in words. Everything in UTC: the reader's zone is the page's business. */

import { formatSpan } from './duration';
import { hourMs, minuteMs } from './units';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "03:12:44 UTC". Text that is no time comes back as it is, for it may still tell something. */
export function formatClock(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : `${new Date(ms).toISOString().slice(11, 19)} UTC`;
}

/** "03:13:12 UTC on 21 November 2026". */
export function formatInstant(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const date = new Date(ms);
  return `${formatClock(iso)} on ${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** Milliseconds from the first instant to the second, negative when the second is earlier. NaN where either is no time. */
export function msBetween(fromIso: string, toIso: string): number {
  return Date.parse(toIso) - Date.parse(fromIso);
}

/** "4 s ago"; "in 40 s" for what is still to come; "just now" under one second either way. */
export function ago(fromIso: string, nowIso: string): string {
  const ms = msBetween(fromIso, nowIso);
  if (Number.isNaN(ms)) return fromIso;
  if (Math.abs(ms) < 1000) return 'just now';
  const whole = Math.trunc(ms / 1000) * 1000;
  return whole > 0 ? `${formatSpan(whole)} ago` : `in ${formatSpan(whole)}`;
}

/** How long something lasts, the same on the page and in a report: whole minutes from one minute on ("42 min"), whole hours from two on ("3 h"). */
export function ageOf(sinceIso: string, nowIso: string): string {
  const ms = Math.max(0, msBetween(sinceIso, nowIso));
  if (ms < minuteMs) return formatSpan(Math.trunc(ms / 1000) * 1000);
  const unit = ms < 2 * hourMs ? minuteMs : hourMs;
  if (ms < 2 * hourMs && ms >= hourMs) return `${Math.floor(ms / minuteMs)} min`;
  return formatSpan(Math.floor(ms / unit) * unit);
}

/** The same; null under a second: a recording may end with the very moment in which it began. */
export function lastingOf(sinceIso: string, nowIso: string): string | null {
  return msBetween(sinceIso, nowIso) < 1000 ? null : ageOf(sinceIso, nowIso);
}
