/** Which pods of a workload are in trouble, and when the clock alone could change that. */

import { failedAtMs, failingSinceMs } from './facts/evictions';
import { currentJob, podsThatMatter } from './facts/job';
import { reviewPod, type TroubledPod } from './facts/trouble';
import type { WorkloadView } from './facts/views';

/** A failed pod that a controller has long replaced, and that no other followed within an hour, is history (design §2 "old"). */
function isHistory(troubled: TroubledPod, view: WorkloadView, sinceMs: number, isJob: boolean): boolean {
  if (troubled.podTrouble !== 'failed' || isJob) return false;
  const { total, ready, desired } = view.snapshot.podTotals;
  const at = failedAtMs(troubled.pod);
  if (at !== null) return at < sinceMs;
  return total > 1 && desired !== null && ready >= desired;
}

/** The pods in trouble, and the instant (ms) at which the clock alone could change that; null where it could not. */
export function troubledPods(view: WorkloadView): { pods: TroubledPod[]; reviewAtMs: number | null } {
  const isJob = currentJob(view) !== null;
  const sinceMs = failingSinceMs(view);
  const reviews = podsThatMatter(view).map((pod) => reviewPod(pod, view.nowMs));
  const times = reviews.map((review) => review.reviewAtMs).filter((at): at is number => at !== null && at > view.nowMs);
  return {
    pods: reviews.flatMap(({ troubled }) => (troubled && !isHistory(troubled, view, sinceMs, isJob) ? [troubled] : [])),
    reviewAtMs: times.length > 0 ? Math.min(...times) : null,
  };
}
