/** At which instant of its loop a workload was seen: what a recording of the real cluster is named by. */

import type { ContainerStatus, Pod } from '../../model/kubernetes';
import type { Snapshot } from '../../model/snapshot';

export type Instant = 'dead' | 'backOff' | 'running' | 'steady';

/** By the container that fares worst; steady: none has ended, or none will be started again. */
export function instantOf({ pods }: Snapshot): Instant {
  const containers = pods.flatMap((pod) =>
    [...pod.status.initContainerStatuses, ...pod.status.containerStatuses].map((status) => ({ pod, status })),
  );
  if (containers.some(({ pod, status }) => isDead(pod, status))) return 'dead';
  if (containers.some(({ status }) => status.state.waiting?.reason === 'CrashLoopBackOff')) return 'backOff';
  return containers.some(({ status }) => status.restartCount > 0) ? 'running' : 'steady';
}

/** An end with 0 is the death of one that the kubelet starts again whatever its exit (signals §5.2 row 14), else its work's end. */
function isDead({ metadata, spec }: Pod, { name, state }: ContainerStatus): boolean {
  if (state.terminated === null) return false;
  if (state.terminated.reason !== 'Completed') return true;
  const init = spec.initContainers.find((container) => container.name === name);
  return metadata.deletionTimestamp === null && (init ?? spec).restartPolicy === 'Always';
}
