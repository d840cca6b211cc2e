// Small questions about one pod that collect and the log book both ask.
import 'server-only';

import type { ContainerStatus, Pod } from '../model/kubernetes';
import { hourMs } from '../format/units';

/** As Services see it: the Ready condition; of a pod without conditions (hand-made files), all its containers. */
export function isReady(pod: Pod): boolean {
  const condition = pod.status.conditions.find(({ type }) => type === 'Ready');
  if (condition !== undefined) return condition.status === 'True';
  const { containerStatuses } = pod.status;
  return containerStatuses.length > 0 && containerStatuses.every(({ ready }) => ready);
}

/** When a container of the pod last ended, milliseconds since the epoch; 0 where none has. */
export function lastDeathMs(pod: Pod): number {
  const ends = statusesOf(pod).flatMap(({ state, lastState }) =>
    [state.terminated?.finishedAt, lastState.terminated?.finishedAt].flatMap((at) => (at ? [Date.parse(at)] : [])),
  );
  return Math.max(0, ...ends);
}

/** The statuses of init containers and containers, in the order of the pod; ephemeral ones never explain a pod. */
export function statusesOf(pod: Pod): ContainerStatus[] {
  return [...pod.status.initContainerStatuses, ...pod.status.containerStatuses];
}

/** Whether its last end that is known was for memory. */
export function ranOut({ state, lastState }: ContainerStatus): boolean {
  return (state.terminated ?? lastState.terminated)?.reason === 'OOMKilled';
}

/** Nothing to say of it: finished well, or ready and no container ended within the hour. */
export function isCalm(pod: Pod, nowMs: number): boolean {
  if (pod.status.phase === 'Succeeded') return true;
  if (pod.metadata.deletionTimestamp !== null || !isReady(pod)) return false;
  const restarted = pod.status.containerStatuses.some(({ restartCount }) => restartCount > 0);
  return !restarted || nowMs - lastDeathMs(pod) > hourMs;
}
