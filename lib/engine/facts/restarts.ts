/** How often a container was restarted, without what the kubelet counts though nothing started. */

import type { ContainerStatus } from '../../model/kubernetes';

/**
 * True of a container that the kubelet could not find any more (`ContainerStatusUnknown`, of an evicted pod): it writes the
 * loss down as this state and as the one before, without times, and adds one to the restart count. Nothing was started.
 */
export function countedWithoutRestart(status: Pick<ContainerStatus, 'state' | 'lastState'> | null): boolean {
  const ends = [status?.state.terminated, status?.lastState.terminated];
  return ends.every((end) => end?.reason === 'ContainerStatusUnknown' && !end.finishedAt);
}

/** Restarts that happened. */
export function restartCountOf(status: ContainerStatus | null): number {
  return Math.max(0, (status?.restartCount ?? 0) - (countedWithoutRestart(status) ? 1 : 0));
}
