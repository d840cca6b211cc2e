/** Whether the present run of a container has done well for so long that the end before it explains nothing of now. */

import type { ContainerStatus, Pod } from '../../model/kubernetes';
import { oldAfterMs } from './backoff';
import { timeMs } from './views';

/** As long as ends count at all, after however many restarts. */
const longestMs = oldAfterMs(Infinity);

/**
 * `lastState` and the previous log stay for the life of the pod (signals §1.1, §4.6): an end counts until it is old (design §2).
 * A run of that age is well until its readiness is lost, and readiness that comes and goes in between is no death; one that was
 * never ready is left to its own trouble after the longest time.
 */
export function isSettled({ status: { conditions } }: Pod, status: ContainerStatus | null, nowMs: number): boolean {
  const startedMs = timeMs(status?.state.running?.startedAt);
  if (!status || startedMs === null) return false;
  const condition = conditions.find(({ type }) => type === 'ContainersReady' || type === 'Ready');
  const lostMs = condition?.status === 'False' ? timeMs(condition.lastTransitionTime) : null;
  const wellMs = (status.ready ? nowMs : (lostMs ?? startedMs)) - startedMs;
  return wellMs >= oldAfterMs(status.restartCount) || nowMs - startedMs >= longestMs;
}
