/** When what is known of a workload that lacks pods or runs is old enough to be told: the clock alone brings that about. */

import { timeMs, type WorkloadView } from './views';

/** A minute or two without all replicas is what any rollout looks like. */
export const missingAllowanceMs = 120_000;
/** A pod comes or goes, as the controllers say (signals §3.8). */
export const comesOrGoes = new Set(['SuccessfulCreate', 'SuccessfulDelete', 'ScalingReplicaSet']);
/** What is told once it has been said for so long. */
const saidAgain = new Set(['FailedCreate', 'MissSchedule', 'TooManyMissedTimes']);

/** Instants (ms) at which it is to be looked at again, past ones among them: `missingAllowanceMs` after each change of what it consists of. */
export function notTooYoungAtMs({ snapshot, pods, deleted, events }: WorkloadView): number[] {
  const { controller, children, podTotals } = snapshot;
  if (!controller) return [];
  const desired = controller.spec.replicas ?? controller.status.desiredNumberScheduled ?? 0;
  const isShort = podTotals.total < desired;
  const changes = [
    ...events.flatMap(({ reason, firstAt, at }) =>
      (isShort && comesOrGoes.has(reason)) || saidAgain.has(reason) ? [firstAt, at] : [],
    ),
    ...(isShort
      ? [
          ...[controller, ...children].flatMap(({ metadata, status }) => [
            metadata.creationTimestamp,
            ...metadata.writers.map(({ at }) => at),
            ...status.conditions.map(({ lastTransitionTime }) => lastTransitionTime),
          ]),
          ...pods.flatMap(({ pod }) => pod.status.conditions.map(({ lastTransitionTime }) => lastTransitionTime)),
          ...deleted.map(({ pod }) => pod.metadata.deletionTimestamp),
        ]
      : []),
  ];
  return changes.flatMap((at) => {
    const ms = timeMs(at);
    return ms === null ? [] : [ms + missingAllowanceMs];
  });
}
