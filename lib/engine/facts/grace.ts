/** How long a container may take from SIGTERM to SIGKILL, and how long its preStop hook takes of it (signals §4.3). */

import type { Handler } from '../../model/pod-spec';
import { spanMs, type ContainerView } from './views';

export interface Grace {
  /** Seconds in force for this kind of stop; never under the kubelet's minimum of 2. */
  seconds: number;
  /** Seconds a hook that only sleeps takes of it; null where the hook's length cannot be known; 0 without one. */
  preStopSeconds: number | null;
  /** What it is told to stop by: SIGTERM, unless its pod says another; that of its image is not seen. */
  signal: string;
  /** What is left for the signal, never under the kubelet's minimum of 2 s; null where the hook's length cannot be known. */
  leftSeconds: number | null;
  /** Which field said so: the path within the pod. */
  path: string;
  /**
   * It was deleted with less than its own grace (`--now`, a drain's flag), or its turn came when most of that was over: what it
   * does then tells nothing of it (signals §5.2 row 7).
   */
  shortened: boolean;
}

export type StopKind = 'liveness' | 'startup' | 'stop' | 'other';

/** Seconds that a preStop hook takes where it does nothing but sleep (`sleep`, or a command that is one); null for any other. */
function sleptSeconds({ sleep, exec }: Handler): number | null {
  if (sleep) return sleep.seconds;
  const slept = /^(?:\S*sh -c )?(?:\S*\/)?sleep (\d{1,6})s?$/.exec(exec?.command.join(' ').trim() ?? '');
  return slept ? Number(slept[1]) : null;
}

/** What the stop signal is left with where a hook takes its part, as the end of a sentence; empty without a hook. */
export function leftWords({ signal, preStopSeconds, leftSeconds }: Grace): string {
  if (preStopSeconds === 0) return '';
  return preStopSeconds === null || leftSeconds === null
    ? `its preStop hook takes a part that is not known, so ${signal} may have come with as little as 2 s left`
    : `its preStop hook takes ${preStopSeconds} s, so ${signal} comes with ${leftSeconds} s left`;
}

/** Whether the signal surely had most of the grace: only then does its end tell how the program takes the signal. */
export function leavesMost({ seconds, leftSeconds }: Grace): boolean {
  return leftSeconds !== null && leftSeconds * 2 >= seconds;
}

/**
 * Whether a sidecar's turn comes late: its stop is announced with all others, but it gets SIGTERM only once the containers that it
 * serves, and the sidecars after it, have ended; then with what is left, 2 s at the least (signals §4.3).
 */
function comesLate(container: ContainerView, toldAt: string | null, seconds: number): boolean {
  const all = container.pod.containers;
  const goFirst = all.filter(
    ({ type }, i) => type === 'container' || (type === 'sidecar' && i > all.indexOf(container)),
  );
  return (
    container.type === 'sidecar' &&
    goFirst.some(({ status }) => {
      const waitedMs = spanMs(toldAt, status?.state.terminated?.finishedAt) ?? 0;
      return Boolean(status?.state.running) || waitedMs * 2 > seconds * 1000;
    })
  );
}

/**
 * The grace that applies to a stop of this kind. A pod being deleted uses deletionGracePeriodSeconds (signals §4.3). `toldAt`:
 * when a stop of the whole pod was announced.
 */
export function graceFor(container: ContainerView, kind: StopKind, toldAt: string | null = null): Grace {
  const { pod } = container.pod;
  const probe =
    kind === 'liveness' ? container.spec.livenessProbe : kind === 'startup' ? container.spec.startupProbe : null;
  const preStop = container.spec.lifecycle?.preStop ?? null;
  const slept = preStop === null ? 0 : sleptSeconds(preStop);
  // A hook waits for the grace at the most; the kubelet then still leaves SIGTERM its minimum.
  const grace = (specSeconds: number, path: string, shortened = false): Grace => {
    const seconds = Math.max(specSeconds, 2);
    const preStopSeconds = slept === null ? null : Math.min(slept, seconds);
    const leftSeconds = preStopSeconds === null ? null : Math.max(seconds - preStopSeconds, 2);
    const isLate = kind === 'stop' && comesLate(container, toldAt, seconds);
    // The status has the one in force (1.33+, signals §4.3).
    const signal = container.status?.stopSignal ?? container.spec.lifecycle?.stopSignal ?? 'SIGTERM';
    return { seconds, signal, preStopSeconds, leftSeconds, path, shortened: shortened || isLate };
  };
  const own = pod.spec.terminationGracePeriodSeconds;
  const { deletionGracePeriodSeconds: atDeletion, deletionTimestamp } = pod.metadata;
  // When all has ended the kubelet deletes the pod itself, with 0: what was asked for is no longer told.
  if (kind === 'stop' && atDeletion !== null && atDeletion > 0)
    return grace(atDeletion, 'metadata.deletionGracePeriodSeconds', atDeletion < own);
  if (probe && probe.terminationGracePeriodSeconds !== null && deletionTimestamp === null)
    return grace(
      probe.terminationGracePeriodSeconds,
      `${container.specPath}.${kind}Probe.terminationGracePeriodSeconds`,
    );
  return grace(own, 'spec.terminationGracePeriodSeconds');
}
