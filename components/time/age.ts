import { formatSpan } from '@/lib/format/duration';
import { msBetween } from '@/lib/format/time';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long something lasts, for a line: whole minutes from one minute on ("42 min"), whole hours from two on ("3 h"). */
export function ageOf(sinceIso: string, nowIso: string): string {
  const ms = Math.max(0, msBetween(sinceIso, nowIso));
  if (ms < minuteMs) return formatSpan(Math.trunc(ms / 1000) * 1000);
  const unit = ms < 2 * hourMs ? minuteMs : hourMs;
  if (ms < 2 * hourMs && ms >= hourMs) return `${Math.floor(ms / minuteMs)} min`;
  return formatSpan(Math.floor(ms / unit) * unit);
}

/** "2:14", "0:09", "1:02:00": what is left on a clock; "0:00" when it has passed. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
