/** A volume that moves from a pod that is being deleted to the one that takes its place (signals §3.6). */

import type { ClusterEvent } from '../../model/kubernetes';
import type { Snapshot } from '../../model/snapshot';
import { timeMs } from './views';

/** A volume is let go of by the node before within so long: unmounted there, then detached by the cloud. */
export const moveAllowanceMs = 60_000;

/** Names alone: of pods in other namespaces nothing is known but their number. */
const usedBy = /^Multi-Attach error .* already used by pod\(s\) ([a-z0-9., -]+)$/;

/** What is said of a pod whose volume is elsewhere still: by the controller once, by kubelets before 1.28 each time they have waited. */
export function isOfMove({ message }: ClusterEvent): boolean {
  return /^Multi-Attach error |^Unable to (?:attach or )?mount volumes: .*timed out waiting for the condition/.test(
    message,
  );
}

/**
 * Until when the volumes that a pod waits for may take to come, from the pods that its events name: each has its grace, however
 * long, and its volumes are detached after that. Null where one of them stays, or nothing is known of it.
 */
export function movesUntilMs(events: readonly ClusterEvent[], snapshot: Snapshot): number | null {
  const users = events.flatMap(({ message }) => usedBy.exec(message)?.[1]?.split(', ') ?? []);
  if (users.length === 0) return null;
  const goneMs = users.map((user) => {
    const live = snapshot.pods.find(({ metadata }) => metadata.name === user);
    const gone = snapshot.deletedPods.find(({ pod }) => pod.metadata.name === user);
    return timeMs(live ? live.metadata.deletionTimestamp : gone?.deletedAt);
  });
  return goneMs.includes(null) ? null : Math.max(...goneMs.map((ms) => ms ?? 0)) + moveAllowanceMs;
}
