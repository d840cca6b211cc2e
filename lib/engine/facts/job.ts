/** Where a Job or a CronJob stands: its attempts are means, only the outcome counts. */

import type { ClusterEvent, Condition, Controller } from '../../model/kubernetes';
import { timeMs, type PodView, type WorkloadView } from './views';
import { hourMs } from '../../format/units';

export type JobOutcome = 'running' | 'complete' | 'failed' | 'suspended';

export interface JobState {
  job: Controller;
  outcome: JobOutcome;
  /** The condition that says so. */
  condition: Condition | null;
}

/**
 * How a Job stands, by its conditions (signals §8: SuccessCriteriaMet and FailureTarget come before Complete and
 * Failed).
 */
export function jobState(job: Controller): JobState {
  const is = (type: string) => job.status.conditions.find((c) => c.type === type && c.status === 'True') ?? null;
  const complete = is('Complete') ?? is('SuccessCriteriaMet');
  if (complete) return { job, outcome: 'complete', condition: complete };
  const failed = is('Failed') ?? is('FailureTarget');
  if (failed) return { job, outcome: 'failed', condition: failed };
  return { job, outcome: job.spec.suspend ? 'suspended' : 'running', condition: is('Suspended') };
}

/** The Jobs of a CronJob, newest first. */
export function runsOf(view: WorkloadView): JobState[] {
  return view.snapshot.children
    .filter((child) => child.kind === 'Job')
    .sort((a, b) => (timeMs(b.metadata.creationTimestamp) ?? 0) - (timeMs(a.metadata.creationTimestamp) ?? 0))
    .map(jobState);
}

/** So long a run that failed still tells of a CronJob that was suspended: whoever did that wants no other run for now. */
const shelvedMs = hourMs;

/** When (ms) the newest run of a suspended CronJob, which failed, counts no more; null for any other. */
export function shelvedAtMs(view: WorkloadView): number | null {
  const { controller } = view.snapshot;
  if (controller?.kind !== 'CronJob' || !controller.spec.suspend) return null;
  const [newest] = runsOf(view);
  const failedMs = newest?.outcome === 'failed' ? timeMs(newest.condition?.lastTransitionTime) : null;
  return failedMs === null ? null : failedMs + shelvedMs;
}

/**
 * The Job a workload is about: itself, or the newest one of a CronJob (an older one's failure was followed by another try).
 * While that runs and no attempt of it has failed, a run before it that failed is still how things stand: it mends nothing yet.
 */
export function currentJob(view: WorkloadView): JobState | null {
  const { controller } = view.snapshot;
  if (controller?.kind === 'Job') return jobState(controller);
  if (controller?.kind !== 'CronJob' || (shelvedAtMs(view) ?? Infinity) <= view.nowMs) return null;
  const [newest, before] = runsOf(view);
  if (newest?.outcome === 'running' && newest.job.status.failed === 0 && before?.outcome === 'failed') return before;
  return newest ?? null;
}

/**
 * The current Job, and of a CronJob whose newest run goes on, all those before it that still run too, back to the last that went well
 * or is over: where runs may overlap, each tick begins another, which mends nothing before it is done itself.
 */
export function activeJobs(view: WorkloadView): JobState[] {
  const { controller } = view.snapshot;
  const current = currentJob(view);
  if (current?.outcome !== 'running' || controller?.kind !== 'CronJob') return current ? [current] : [];
  const older = runsOf(view).slice(1);
  // Of a run that went well its Job may be gone.
  const successMs = timeMs(controller.status.lastSuccessfulTime) ?? 0;
  const over = older.findIndex(
    ({ outcome, job }) => outcome !== 'running' || (timeMs(job.metadata.creationTimestamp) ?? 0) <= successMs,
  );
  const going = older.slice(0, over < 0 ? undefined : over);
  return [current, ...going.filter(({ job }) => job.metadata.deletionTimestamp === null)];
}

/**
 * Pods of a Job workload that matter: of the active Jobs and of a newer one, while the current one has not completed; of one that is suspended, whose
 * controller deletes its pods, those that are to go. All pods for other kinds.
 */
export function podsThatMatter(view: WorkloadView): PodView[] {
  const { kind } = view.snapshot.workload;
  if (kind !== 'Job' && kind !== 'CronJob') return view.pods;
  const current = currentJob(view);
  if (current === null) return view.snapshot.controller === null ? view.pods : [];
  if (current.outcome === 'complete') return [];
  const isShelved = current.outcome === 'suspended';
  const jobs = [...activeJobs(view), ...runsOf(view).slice(0, 1)].map(({ job }) => job.metadata);
  return view.pods.filter(
    ({ pod: { metadata } }) =>
      (!isShelved || metadata.deletionTimestamp !== null) &&
      metadata.ownerReferences.some((owner) =>
        jobs.some(({ uid, name }) => owner.uid === uid || (owner.kind === 'Job' && owner.name === name)),
      ),
  );
}

/** What is said of a CronJob itself since its newest run began; nothing of one that is suspended. */
export function cronEvents(view: WorkloadView): ClusterEvent[] {
  const { controller } = view.snapshot;
  if (controller?.kind !== 'CronJob' || controller.spec.suspend) return [];
  const [newest] = runsOf(view);
  const own = view.events.filter(({ involvedObject }) => involvedObject.kind === 'CronJob');
  const begunMs = Math.max(
    timeMs(newest?.job.metadata.creationTimestamp) ?? 0,
    ...own.map(({ reason, at }) => (reason === 'SuccessfulCreate' ? (timeMs(at) ?? 0) : 0)),
  );
  return own.filter(({ at }) => (timeMs(at) ?? 0) >= begunMs);
}
