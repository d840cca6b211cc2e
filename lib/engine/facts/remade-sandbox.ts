/** A pod whose sandbox the kubelet makes anew again and again, ending its containers each time (signals §3.3). */

import type { ClusterEvent } from '../../model/kubernetes';
import { isOfKubelet } from './kill';
import { spanMs, timeMs, type PodView } from './views';

/** Within so long all retries of one change lie, as after a start of the node. */
const oneChangeMs = 30_000;
/** So much later than the last change that was heard of a loop of them still goes on: its limit leaves the kubelet one event each five minutes (signals §3.2). */
const goesOnMs = 15 * 60_000;
/** Fewer changes than one in so many restarts are those of a node, not why its containers end. */
const restartsForOne = 5;

/** The event that counts the changes, where there were several and the containers were started more than once; else null. */
export function remadeSandbox(pod: PodView): ClusterEvent | null {
  const changed = pod.events.filter((event) => event.reason === 'SandboxChanged' && isOfKubelet(event));
  const newest = changed.at(-1);
  const count = changed.reduce((sum, event) => sum + event.count, 0);
  const span = spanMs(changed[0]?.firstAt, newest?.at) ?? 0;
  const restarts = Math.max(0, ...pod.containers.map(({ status }) => status?.restartCount ?? 0));
  if (!newest || count <= 1 || restarts <= 1 || restarts > count * restartsForOne || span <= oneChangeMs) return null;
  const ends = pod.containers.flatMap(
    ({ status }) => timeMs((status?.state.terminated ?? status?.lastState.terminated)?.finishedAt) ?? [],
  );
  return Math.max(...ends) - (timeMs(newest.at) ?? 0) > goesOnMs ? null : newest;
}

/** Once for a start of the node and once for what that left half made; more is a sandbox that gets no address or does not stay (signals §3.3). */
const unmadeFrom = 3;

/** The kubelet's word that it made the sandbox anew so often. */
export function isUnmade(event: ClusterEvent): boolean {
  return event.reason === 'SandboxChanged' && event.count >= unmadeFrom && isOfKubelet(event);
}
