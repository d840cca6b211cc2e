/** A workload that is gone, as it stood when its pods were last seen. */
import 'server-only';

import type { Snapshot } from '../model/snapshot';

/** Pods of one deletion go within this time of each other. */
const togetherMs = 60_000;

/**
 * The moment before the last pods went: they are there, and nobody has asked them to go. Null where pods are there still, or
 * none is remembered. `goneAt`: ISO 8601.
 */
export function lastSeen(snapshot: Snapshot): { snapshot: Snapshot; goneAt: string } | null {
  const goneAt = snapshot.deletedPods
    .map(({ deletedAt }) => deletedAt)
    .sort()
    .at(-1);
  if (goneAt === undefined || snapshot.pods.length > 0) return null;
  const last = snapshot.deletedPods.filter(({ deletedAt }) => Date.parse(goneAt) - Date.parse(deletedAt) <= togetherMs);
  const pods = last.map(({ pod }) => ({
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp: null, deletionGracePeriodSeconds: null },
  }));
  const podTotals = { total: pods.length, ready: 0, desired: pods.length };
  const deletedPods = snapshot.deletedPods.filter((one) => !last.includes(one));
  return { snapshot: { ...snapshot, asOf: goneAt, pods, podTotals, deletedPods }, goneAt };
}
