/** How often a container was restarted, without what the kubelet counts though nothing started; and whether it is started again. */

import type { ContainerStatus } from '../../model/kubernetes';
import type { ContainerView } from './views';

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

/** Whether a container that ended is started again: its own policy, which one may have since 1.34, goes before the pod's (signals §4.2). */
export function restartPolicyOf({ spec, pod }: Pick<ContainerView, 'spec' | 'pod'>): string {
  return spec.restartPolicy ?? pod.pod.spec.restartPolicy;
}
