/** Where a Job or a CronJob stands: its attempts are means, only the outcome counts. */

import type { Condition, Controller } from '../../model/kubernetes';
import { timeMs, type PodView, type WorkloadView } from './views';

export type JobOutcome = 'running' | 'complete' | 'failed' | 'suspended';

export interface JobState {
  job: Controller;
  outcome: JobOutcome;
  /** The condition that says so. */
  condition: Condition | null;
}

export function jobState(job: Controller): JobState {
  const is = (type: string) => job.status.conditions.find((c) => c.type === type && c.status === 'True') ?? null;
  const complete = is('Complete') ?? is('SuccessCriteriaMet');
  if (complete) return { job, outcome: 'complete', condition: complete };
  const failed = is('Failed') ?? is('FailureTarget');
  if (failed) return { job, outcome: 'failed', condition: failed };
  return { job, outcome: job.spec.suspend ? 'suspended' : 'running', condition: is('Suspended') };
}

/** The Job a workload is about: itself, or the newest one of a CronJob (an older one's failure was followed by another try). */
export function currentJob(view: WorkloadView): JobState | null {
  const { controller, children } = view.snapshot;
  if (controller?.kind === 'Job') return jobState(controller);
  if (controller?.kind !== 'CronJob') return null;
  const jobs = children
    .filter((child) => child.kind === 'Job')
    .sort((a, b) => (timeMs(b.metadata.creationTimestamp) ?? 0) - (timeMs(a.metadata.creationTimestamp) ?? 0));
  const [newest] = jobs;
  return newest ? jobState(newest) : null;
}

/** Pods of a Job workload that matter: of the current Job, while it has not completed. All pods for other kinds. */
export function podsThatMatter(view: WorkloadView): PodView[] {
  const { kind } = view.snapshot.workload;
  if (kind !== 'Job' && kind !== 'CronJob') return view.pods;
  const current = currentJob(view);
  if (current === null) return view.snapshot.controller === null ? view.pods : [];
  if (current.outcome === 'complete' || current.outcome === 'suspended') return [];
  const { uid, name } = current.job.metadata;
  return view.pods.filter((pod) =>
    pod.pod.metadata.ownerReferences.some(
      (owner) => owner.uid === uid || (owner.kind === 'Job' && owner.name === name),
    ),
  );
}
