/** Whether a kind was read at all: where it was not, nothing follows from what is missing. */

import type { Snapshot } from '../../model/snapshot';

/** 'pending': its first list is still being read. 'unread': refused, not in the recording, or not heard of for long. */
export type Reading = 'read' | 'pending' | 'unread';

/** How a kind that every workload is judged by was read, as collect tells it: "events in shop", or "nodes", among the failures. */
export function readingOf(
  { failures, pending, workload }: Pick<Snapshot, 'failures' | 'pending' | 'workload'>,
  plural: 'pods' | 'events' | 'nodes',
): Reading {
  const name = plural === 'nodes' ? plural : `${plural} in ${workload.namespace}`;
  if (failures.some(({ what }) => what === name)) return 'unread';
  return pending.includes(plural) ? 'pending' : 'read';
}
