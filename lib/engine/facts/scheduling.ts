/** What the scheduler says of a pod: anybody may write an event, the pod's own condition only who may write its status (signals §3.7). */

import type { ClusterEvent } from '../../model/kubernetes';
import { timeMs, type PodView } from './views';

export interface Scheduling {
  event: ClusterEvent;
  /** Nobody is named as its writer, or the pod has a node all the same. */
  isDoubtful: boolean;
}

/** The newest `FailedScheduling` of the scheduler that the pod asks for, or of the usual ones; null where none wrote any. */
export function lastScheduling({ pod, events }: Pick<PodView, 'pod' | 'events'>): Scheduling | null {
  // Up to 1.1 or so it wrote as `scheduler`.
  const schedulers = new Set([
    '',
    'default-scheduler',
    'scheduler',
    'cluster-autoscaler',
    pod.spec.schedulerName ?? '',
  ]);
  const event = events.findLast((e) => e.reason === 'FailedScheduling' && schedulers.has(e.source.component));
  return event ? { event, isDoubtful: event.source.component === '' || pod.spec.nodeName !== null } : null;
}

/** podMaxInUnschedulablePodsDuration, after which the scheduler tries a pod again at the latest, is five minutes. */
const triesMs = 6 * 60_000;

/**
 * Whether the scheduler still refuses a pod that is described as placed, as dumps put together by hand have it: its newest word is a
 * refusal that has not stopped, no kubelet has said a word, and nothing of the pod has begun.
 */
export function isStillRefused(view: PodView, nowMs: number): boolean {
  const { pod, events, containers } = view;
  const refusedMs = timeMs(lastScheduling(view)?.event.at);
  if (pod.spec.nodeName === null || refusedMs === null || nowMs - refusedMs > triesMs) return false;
  // Its own condition says that it was placed since; the event of that may be lost (signals §2.2, §3.2).
  const placed = pod.status.conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'True');
  if ((timeMs(placed?.lastTransitionTime) ?? 0) > refusedMs) return false;
  if (
    events.some(
      ({ source, reason, at }) =>
        source.component === 'kubelet' || (reason === 'Scheduled' && (timeMs(at) ?? 0) > refusedMs),
    )
  )
    return false;
  return containers.every(
    ({ status }) => !status?.state.running && !status?.state.terminated && !status?.lastState.terminated,
  );
}
