/** When a recording was made, as it tells itself: times of status, events and logs; never a schedule's or a certificate's. */
import 'server-only';

import type { Kind } from '../model/kubernetes';

/**
 * Fields of a status that say when something was seen. Left out: `lastScheduleTime` (when a Job was due) and
 * `deletionTimestamp` (when a pod has to be gone, which lies ahead).
 */
const statusFields = new Set([
  'startTime',
  'startedAt',
  'finishedAt',
  'completionTime',
  'lastTransitionTime',
  'lastProbeTime',
  'lastHeartbeatTime',
  'lastUpdateTime',
  'lastSuccessfulTime',
  'lastScaleTime',
]);

const eventFields = [
  'firstTimestamp',
  'lastTimestamp',
  'eventTime',
  'deprecatedFirstTimestamp',
  'deprecatedLastTimestamp',
];

/** How deep times stand: status, containerStatuses, its entry, lastState, terminated. */
const maxDepth = 6;

/** All times of one raw object that say "it was not earlier than this", as UTC text; unreadable ones are left out. */
export function statusTimes(kind: Kind, raw: Readonly<Record<string, unknown>>): string[] {
  const found: string[] = [];
  if (kind === 'Event') {
    for (const field of eventFields) take(raw[field], found);
    const { series } = raw;
    if (typeof series === 'object' && series !== null && 'lastObservedTime' in series)
      take(series.lastObservedTime, found);
  } else {
    walk(raw.status, maxDepth, found);
  }
  return found;
}

function walk(value: unknown, depth: number, found: string[]): void {
  if (typeof value !== 'object' || value === null || depth === 0 || isForeign(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    if (statusFields.has(key)) take(entry, found);
    else walk(entry, depth - 1, found);
  }
}

/** A condition under a domain of its own: whoever invented it may date it as they like, ahead too ("maintenance until"). */
function isForeign(value: object): boolean {
  return 'type' in value && 'status' in value && typeof value.type === 'string' && value.type.includes('/');
}

function take(value: unknown, found: string[]): void {
  const instant = instantOf(value);
  if (instant !== null) found.push(instant);
}

/** An RFC 3339 text as UTC, to the millisecond where it has any; null for anything else, for Go's zero time and for years no cluster has seen. */
export function instantOf(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value)) return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 2014 ? null : at.toISOString().replace('.000Z', 'Z');
}
