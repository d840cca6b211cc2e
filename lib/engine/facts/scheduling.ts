/** What the scheduler says of a pod: anybody may write an event, the pod's own condition only who may write its status (signals §3.7). */

import type { ClusterEvent } from '../../model/kubernetes';
import type { PodView } from './views';

export interface Scheduling {
  event: ClusterEvent;
  /** Nobody is named as its writer. */
  isNameless: boolean;
}

/** The newest `FailedScheduling` of the scheduler that the pod asks for, or of the usual ones; null where none wrote any. */
export function lastScheduling({ pod, events }: Pick<PodView, 'pod' | 'events'>): Scheduling | null {
  const schedulers = new Set(['', 'default-scheduler', 'cluster-autoscaler', pod.spec.schedulerName ?? '']);
  const event = events.findLast((e) => e.reason === 'FailedScheduling' && schedulers.has(e.source.component));
  return event ? { event, isNameless: event.source.component === '' } : null;
}
