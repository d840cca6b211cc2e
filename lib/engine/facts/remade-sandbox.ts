/** A pod whose sandbox the kubelet makes anew again and again, ending its containers each time (signals §3.3). */

import type { ClusterEvent } from '../../model/kubernetes';
import { isOfKubelet } from './kill';
import { spanMs, type PodView } from './views';

/** Within so long all retries of one change lie, as after a start of the node. */
const oneChangeMs = 30_000;

/** The event that counts the changes, where there were several and the containers were started more than once; else null. */
export function remadeSandbox(pod: PodView): ClusterEvent | null {
  const changed = pod.events.filter((event) => event.reason === 'SandboxChanged' && isOfKubelet(event));
  const newest = changed.at(-1);
  const count = changed.reduce((sum, event) => sum + event.count, 0);
  const span = spanMs(changed[0]?.firstAt, newest?.at) ?? 0;
  const restarts = Math.max(0, ...pod.containers.map(({ status }) => status?.restartCount ?? 0));
  return newest && count > 1 && restarts > 1 && span > oneChangeMs ? newest : null;
}
