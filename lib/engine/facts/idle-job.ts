/** Whether a Job that should run has made no pod for longer than its controller leaves between two attempts. */

import { currentJob, type JobState } from './job';
import { timeMs, type PodView, type WorkloadView } from './views';

export interface IdleJob {
  job: JobState['job'];
  /** The last that was heard of it: that it was made, begun or resumed, an event, or the deletion of a pod. */
  sinceMs: number;
}

/** The longest back-off between attempts is ten minutes (pkg/controller/job/backoff_utils.go, not in the reference). */
const allowanceMs = 10 * 60_000;
/** Whoever runs a Job with another `spec.managedBy` decides himself when (job_controller.go, not in the reference). */
const ownManager = 'kubernetes.io/job-controller';

/**
 * Null for any other Job; with the instant (ms) from which it is told, which may lie ahead. The Job's own counts must say too that it
 * made none, so that pods which are only missing in a dump tell nothing; attempts that failed or came through may be gone.
 */
export function idleJob(view: WorkloadView): { idle: IdleJob; tellMs: number } | null {
  const current = currentJob(view);
  if (current?.outcome !== 'running') return null;
  const { metadata, spec, status } = current.job;
  const madeMs = timeMs(metadata.creationTimestamp);
  const isManaged = spec.managedBy !== undefined && spec.managedBy !== ownManager;
  const wantsNone = spec.parallelism === 0 || spec.completions === 0;
  const hasCounted = status.active + status.succeeded + status.failed > 0 || status.completionTime !== null;
  const isOwn = ({ pod }: PodView) => pod.metadata.ownerReferences.some(({ name }) => name === metadata.name);
  if (madeMs === null || metadata.deletionTimestamp !== null || isManaged || wantsNone || hasCounted) return null;
  if (view.pods.some(isOwn)) return null;
  const heard = [
    status.startTime,
    ...status.conditions.map(({ lastTransitionTime }) => lastTransitionTime),
    ...view.events.filter(({ involvedObject }) => involvedObject.name === metadata.name).map(({ at }) => at),
    ...view.deleted.filter(isOwn).map(({ pod }) => pod.metadata.deletionTimestamp),
  ];
  const sinceMs = Math.max(madeMs, ...heard.map((at) => timeMs(at) ?? 0));
  return { idle: { job: current.job, sinceMs }, tellMs: sinceMs + allowanceMs };
}
