/** Whether a Job's failed attempt still tells how it stands: trying again is what its `backoffLimit` is for (signals §8). */

import { oldAfterMs } from './backoff';
import { failedAtMs } from './evictions';
import { activeJobs } from './job';
import { timeMs, type PodView, type WorkloadView } from './views';

const indexLabel = 'batch.kubernetes.io/job-completion-index';

function jobOf({ pod }: PodView): string | undefined {
  return pod.metadata.ownerReferences.find(({ kind }) => kind === 'Job')?.name;
}

/** Since when it does its work; minus infinity where that is done, null while it is neither. */
function wellSinceMs({ pod: { status } }: PodView): number | null {
  if (status.phase === 'Succeeded') return -Infinity;
  const ready = status.conditions.find((c) => c.type === 'Ready' && c.status === 'True');
  return status.phase === 'Running' ? timeMs(ready?.lastTransitionTime) : null;
}

/** Since when those attempts do well that were made after it, for the same index; null where the Job does not run it again. */
function heirsOf(view: WorkloadView, failed: PodView): { sinceMs: number[]; gone: number } | null {
  const name = jobOf(failed);
  const job = activeJobs(view).find((one) => one.job.metadata.name === name);
  const failedMs = failedAtMs(failed);
  if (job?.outcome !== 'running' || failedMs === null) return null;
  const attempts = view.pods.filter((pod) => jobOf(pod) === name);
  const gone = attempts.filter(({ pod }) => pod.status.phase === 'Failed').length;
  const index = failed.pod.metadata.labels[indexLabel];
  const sinceMs = attempts
    .filter(
      ({ pod: { metadata } }) =>
        metadata.deletionTimestamp === null &&
        metadata.labels[indexLabel] === index &&
        (timeMs(metadata.creationTimestamp) ?? 0) >= failedMs,
    )
    .map(wellSinceMs)
    .filter((at) => at !== null);
  return { sinceMs, gone: Math.max(gone, job.job.status.failed) };
}

/** Whether another attempt does its work by now, or has done it. */
export function isTakenUp(view: WorkloadView, failed: PodView): boolean {
  return (heirsOf(view, failed)?.sinceMs.length ?? 0) > 0;
}

/**
 * When a failed attempt is old, as an end before a restart is (design §2): one that was made after it, for the same index, has been
 * ready for ten minutes, for an hour where several have failed, or has done its work. Null where none stands for it.
 */
export function attemptOldAtMs(view: WorkloadView, failed: PodView): number | null {
  const heirs = heirsOf(view, failed);
  return heirs === null || heirs.sinceMs.length === 0 ? null : Math.min(...heirs.sinceMs) + oldAfterMs(heirs.gone);
}
