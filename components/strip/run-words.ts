import { formatSpan } from '@/lib/format/duration';
import { msBetween } from '@/lib/format/time';
import type { Run } from '@/lib/model/diagnosis';
import { clockNear } from '../time/zone';

/** When a run ended; where nobody says when, what is known of it instead. */
export function endOf({ finishedAt, endedBy, silentSince }: Run, asOf: string, zone: string): string {
  if (finishedAt !== null) return clockNear(finishedAt, asOf, zone);
  if (endedBy !== null) return 'ended, not known when';
  return silentSince === undefined ? 'still running' : `not heard since ${clockNear(silentSince, asOf, zone)}`;
}

/** How long a run lasted, "2 min 10 s"; null where its start or its end is not known. */
export function lastedOf({ startedAt, finishedAt, endedBy, silentSince }: Run, asOf: string): string | null {
  const known = finishedAt ?? (endedBy === null && silentSince === undefined ? asOf : null);
  return startedAt === null || known === null ? null : formatSpan(msBetween(startedAt, known));
}
