/** When what is known of a workload that lacks pods or runs is old enough to be told: the clock alone brings that about. */

import type { Controller } from '../../model/kubernetes';
import { timeMs, type PodView, type WorkloadView } from './views';

/** A minute or two without all replicas is what any rollout looks like. */
export const missingAllowanceMs = 120_000;
/**
 * So long after its last pod has become ready a controller may well have made no other: a StatefulSet waits until each is available,
 * which it is `minReadySeconds` later (pkg/controller/statefulset/stateful_set_control.go, not in the reference). The others make
 * all that they may at once.
 */
export function readyAllowanceMs({ kind, spec }: Controller): number {
  return missingAllowanceMs + (kind === 'StatefulSet' ? spec.minReadySeconds * 1000 : 0);
}
/** A pod comes or goes, as the controllers say (signals §3.8). */
export const comesOrGoes = new Set(['SuccessfulCreate', 'SuccessfulDelete', 'ScalingReplicaSet']);
/** What is told once it has been said for so long. */
const saidAgain = new Set(['FailedCreate', 'MissSchedule', 'TooManyMissedTimes']);

/**
 * Whether its controller counts it no more: one that has failed is made anew under another name (`FilterActivePods`,
 * pkg/controller/controller_utils.go, not in the reference). A StatefulSet's keeps its place and its name.
 */
export function isOver({ pod: { status } }: PodView, { kind }: Controller): boolean {
  return kind !== 'StatefulSet' && (status.phase === 'Failed' || status.phase === 'Succeeded');
}

/** How many of its pods there are; leftovers of evictions may lie about for weeks. */
export function madePods({ snapshot: { podTotals }, pods, evicted }: WorkloadView, controller: Controller): number {
  return podTotals.total - [...pods, ...evicted].filter((pod) => isOver(pod, controller)).length;
}

/** Instants (ms) at which it is to be looked at again, past ones among them: so long as is allowed after each change of what it consists of. */
export function notTooYoungAtMs(view: WorkloadView): number[] {
  const { snapshot, pods, deleted, events } = view;
  const { controller, children } = snapshot;
  if (!controller) return [];
  const desired = controller.spec.replicas ?? controller.status.desiredNumberScheduled ?? 0;
  const isShort = madePods(view, controller) < desired;
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
          ...deleted.map(({ pod }) => pod.metadata.deletionTimestamp),
        ]
      : []),
  ];
  const turns = isShort
    ? pods.flatMap(({ pod }) => pod.status.conditions.map((c) => timeMs(c.lastTransitionTime)))
    : [];
  const after = (times: readonly (number | null)[], allowanceMs: number) =>
    times.flatMap((ms) => (ms === null ? [] : [ms + allowanceMs]));
  return [...after(changes.map(timeMs), missingAllowanceMs), ...after(turns, readyAllowanceMs(controller))];
}
