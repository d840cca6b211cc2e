/** The order of every list of workloads: worst status first, then the newest trouble, then by name. */
import 'server-only';

import type { Status, Summary } from '../model/diagnosis';
import { workloadKey } from '../model/workload';

const rank: Record<Status, number> = { broken: 0, degraded: 1, recovering: 2, healthy: 3 };

/** Where a row stands. Unique, so that a page ends exactly where the next begins, whatever changes between the two. */
export type Place = [rank: number, since: string, key: string];

export const placeOf = (row: Pick<Summary, 'status' | 'since' | 'workload'>): Place => [
  rank[row.status],
  row.since ?? '',
  workloadKey(row.workload),
];

/** Negative where `a` comes first: for `sort`. */
export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] > b[1] ? -1 : 1) || (a[2] === b[2] ? 0 : a[2] < b[2] ? -1 : 1);
}
