/** How long a container may take from SIGTERM to SIGKILL, and how long its preStop hook takes of it (signals §4.3). */

import type { ContainerView } from './views';

export interface Grace {
  /** Seconds in force for this kind of stop; never under the kubelet's minimum of 2. */
  seconds: number;
  /** Seconds a `sleep` hook takes of it; null where the hook's length cannot be known; 0 without one. */
  preStopSeconds: number | null;
  /** Which field said so: the path within the pod. */
  path: string;
}

export type StopKind = 'liveness' | 'startup' | 'stop' | 'other';

/** The grace that applies to a stop of this kind. A pod being deleted uses deletionGracePeriodSeconds (signals §4.3). */
export function graceFor(container: ContainerView, kind: StopKind): Grace {
  const { pod } = container.pod;
  const probe =
    kind === 'liveness' ? container.spec.livenessProbe : kind === 'startup' ? container.spec.startupProbe : null;
  const preStop = container.spec.lifecycle?.preStop ?? null;
  const preStopSeconds = preStop === null ? 0 : (preStop.sleep?.seconds ?? null);
  const own = {
    seconds: Math.max(pod.spec.terminationGracePeriodSeconds, 2),
    path: 'spec.terminationGracePeriodSeconds',
  };
  if (kind === 'stop' && pod.metadata.deletionGracePeriodSeconds !== null) {
    return {
      seconds: Math.max(pod.metadata.deletionGracePeriodSeconds, 2),
      preStopSeconds,
      path: 'metadata.deletionGracePeriodSeconds',
    };
  }
  if (probe && probe.terminationGracePeriodSeconds !== null && pod.metadata.deletionTimestamp === null) {
    return {
      seconds: Math.max(probe.terminationGracePeriodSeconds, 2),
      preStopSeconds,
      path: `${container.specPath}.${kind}Probe.terminationGracePeriodSeconds`,
    };
  }
  return { ...own, preStopSeconds };
}
