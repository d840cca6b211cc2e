/** A volume that moves from a pod that is being deleted to the one that takes its place (signals §3.6). */

import type { ClusterEvent } from '../../model/kubernetes';
import type { Snapshot } from '../../model/snapshot';
import { readingOf } from './reading';
import { timeMs } from './views';

/** A volume is let go of by the node before within so long: unmounted there, then detached by the cloud. */
export const moveAllowanceMs = 60_000;

/** Names alone: of pods in other namespaces nothing is known but their number. */
const usedBy = /^Multi-Attach error .* already used by pod\(s\) ([a-z0-9., -]+)$/;

/** What was not unmounted is detached by force after six minutes (kube-controller-manager's maxWaitForUnmountDuration). */
const forcedDetachMs = 6 * 60_000;

const usersIn = (message: string): string[] => usedBy.exec(message)?.[1]?.split(', ') ?? [];

/** What is said of a pod whose volume is elsewhere still: by the controller once, by kubelets before 1.28 each time they have waited. */
export function isOfMove({ message }: ClusterEvent): boolean {
  return /^Multi-Attach error |^Unable to (?:attach or )?mount volumes: .*timed out waiting for the condition/.test(
    message,
  );
}

/** Whether a pod is not there any more: one that was deleted, or that is called as this workload's are and is none of them. */
function isGone(user: string, snapshot: Snapshot): boolean {
  const { pods, deletedPods, podTotals, workload } = snapshot;
  if (pods.some(({ metadata }) => metadata.name === user)) return false;
  if (deletedPods.some(({ pod }) => pod.metadata.name === user)) return true;
  const isOwn = user.startsWith(`${workload.name}-`) && user.slice(workload.name.length + 1).split('-').length <= 2;
  return isOwn && pods.length >= podTotals.total && readingOf(snapshot, 'pods') === 'read';
}

/** Of the pods that are said to use a volume, those that are known not to be there any more. */
export function goneUsers({ message }: ClusterEvent, snapshot: Snapshot): string[] {
  return usersIn(message).filter((user) => isGone(user, snapshot));
}

/**
 * Until when the volumes that a pod waits for may take to come, from the pods that its events name: each has its grace, however
 * long, and its volumes are detached after that. One that is gone, nobody saw when, was there when the event was written: it had
 * `graceMs` from then. Null where one of them stays, or nothing is known of it.
 */
export function movesUntilMs(events: readonly ClusterEvent[], snapshot: Snapshot, graceMs: number): number | null {
  const goneMs = events.flatMap(({ message, firstAt, at }) =>
    usersIn(message).map((user) => {
      const live = snapshot.pods.find(({ metadata }) => metadata.name === user);
      const gone = snapshot.deletedPods.find(({ pod }) => pod.metadata.name === user);
      if (live ?? gone) return timeMs(live ? live.metadata.deletionTimestamp : gone?.deletedAt);
      const saidMs = isGone(user, snapshot) ? timeMs(firstAt ?? at) : null;
      return saidMs === null ? null : saidMs + graceMs;
    }),
  );
  if (goneMs.length === 0 || goneMs.includes(null)) return null;
  return Math.max(...goneMs.map((ms) => ms ?? 0)) + moveAllowanceMs;
}

/** Whether a volume that is late may still come by itself: what is said of it then is no cause of its own. */
export function mayStillCome(event: ClusterEvent, untilMs: number | null, nowMs: number): boolean {
  return isOfMove(event) && untilMs !== null && nowMs < untilMs - moveAllowanceMs + forcedDetachMs;
}
