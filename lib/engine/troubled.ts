/** Which pods of a workload are in trouble, and when the clock alone could change that. */

import { currentJob, podsThatMatter } from './facts/job';
import { reviewPod, type TroubledPod } from './facts/trouble';
import { timeMs, type PodView, type WorkloadView } from './facts/views';

const hourMs = 3_600_000;

/** When a failed pod ended, as well as it can be told. */
function endedMs(pod: PodView): number | null {
  const times = [
    ...pod.containers.map((c) => timeMs(c.status?.state.terminated?.finishedAt)),
    timeMs(pod.pod.status.conditions.find((c) => c.type === 'DisruptionTarget')?.lastTransitionTime),
    ...pod.events.filter((e) => e.reason === 'Evicted' || e.reason === 'Preempting').map((e) => timeMs(e.at)),
  ].filter((at): at is number => at !== null);
  return times.length > 0 ? Math.max(...times) : null;
}

/** A failed pod that a controller has long replaced is history (design §2 "old"): an hour, as for any repeated end. */
function isHistory(troubled: TroubledPod, view: WorkloadView, isJob: boolean): boolean {
  if (troubled.podTrouble !== 'failed' || isJob) return false;
  const { total, ready, desired } = view.snapshot.podTotals;
  const at = endedMs(troubled.pod);
  if (at !== null) return view.nowMs - at >= hourMs;
  return total > 1 && desired !== null && ready >= desired;
}

export function troubledPods(view: WorkloadView): { pods: TroubledPod[]; reviewAtMs: number | null } {
  const isJob = currentJob(view) !== null;
  const reviews = podsThatMatter(view).map((pod) => reviewPod(pod, view.nowMs));
  const times = reviews.map((review) => review.reviewAtMs).filter((at): at is number => at !== null && at > view.nowMs);
  return {
    pods: reviews.flatMap(({ troubled }) => (troubled && !isHistory(troubled, view, isJob) ? [troubled] : [])),
    reviewAtMs: times.length > 0 ? Math.min(...times) : null,
  };
}
