/** How the runs of a CronJob went, as far as its Jobs and its events still tell; and what became of a Job as a whole. */

import type { CauseId } from '../../model/causes';
import { formatClock } from '../../format/time';
import type { Evidence } from '../../model/diagnosis';
import { minuteMs } from '../../format/units';
import { conditionEvidence, eventEvidence, fields, labelOf } from '../evidence';
import type { DraftClaim } from '../rule';
import { currentJob, jobState } from './job';
import { iso, timeMs, type WorkloadView } from './views';

interface Run {
  name: string;
  failed: boolean;
  endMs: number;
  /** When it first failed, as early as can be told; milliseconds since the epoch. */
  sinceMs: number;
  evidence: Evidence;
}

/** The CronJob controller's own words; "status" before Kubernetes 1.31. */
const saw = /^Saw completed job: ([^,\s]+), (?:condition|status): (Failed|Complete)/;

/** Runs that are over, newest first, each once: by its Job, else by the event that the controller wrote about it. */
function runsOf(view: WorkloadView): Run[] {
  const { controller, children } = view.snapshot;
  if (controller?.kind !== 'CronJob') return [];
  const runs = new Map<string, Run>();
  for (const event of view.events) {
    const [, name, outcome] = saw.exec(event.message) ?? [];
    const endMs = timeMs(event.firstAt) ?? timeMs(event.at);
    if (name === undefined || endMs === null || event.involvedObject.kind !== 'CronJob') continue;
    const failed = outcome === 'Failed';
    runs.set(name, { name, failed, endMs, sinceMs: endMs, evidence: eventEvidence(event, event.message) });
  }
  for (const child of children) {
    const { outcome, condition } = jobState(child);
    const endMs = timeMs(condition?.lastTransitionTime) ?? timeMs(child.status.completionTime);
    if ((outcome !== 'failed' && outcome !== 'complete') || !condition || endMs === null) continue;
    const { name, uid } = child.metadata;
    const ends = view.pods
      .filter((pod) => pod.pod.metadata.ownerReferences.some((owner) => owner.uid === uid || owner.name === name))
      .flatMap((pod) => pod.containers.map((c) => timeMs(c.status?.state.terminated?.finishedAt)))
      .filter((at): at is number => at !== null);
    const evidence = conditionEvidence(child, condition, condition.reason);
    runs.set(name, { name, failed: outcome === 'failed', endMs, sinceMs: Math.min(endMs, ...ends), evidence });
  }
  return [...runs.values()].sort((a, b) => b.endMs - a.endMs);
}

/** The failed runs of a CronJob since its last success, newest first; none where the newest that is over went well. */
export function failedRow(view: WorkloadView): Run[] {
  const runs = runsOf(view);
  const good = runs.findIndex((run) => !run.failed);
  const successMs = timeMs(view.snapshot.controller?.status.lastSuccessfulTime) ?? 0;
  return (good < 0 ? runs : runs.slice(0, good)).filter((run) => run.endMs > successMs);
}

/**
 * When a schedule starts the next run. Only of one that repeats each hour, where the last start tells that its minutes are
 * those of UTC; any other depends on a time zone that may not be known.
 */
export function nextRunMs(schedule: string, lastMs: number, nowMs: number): number | null {
  const [minutes = '', ...rest] = schedule.trim().split(/\s+/);
  if (rest.length !== 4 || rest.some((field) => field !== '*')) return null;
  const allowed = new Set<number>();
  for (const part of minutes.split(',')) {
    const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (!/^(?:\*|\d+(?:-\d+)?)(?:\/\d+)?$/.test(part) || step === '0') return null;
    const first = Number(from ?? 0);
    const last = Number(to ?? (from === undefined || step !== undefined ? 59 : from));
    for (let minute = first; minute <= last; minute += Number(step ?? 1)) allowed.add(minute % 60);
  }
  const minuteOf = (ms: number) => new Date(ms).getUTCMinutes();
  if (!allowed.has(minuteOf(lastMs))) return null;
  let at = (Math.floor(nowMs / minuteMs) + 1) * minuteMs;
  while (!allowed.has(minuteOf(at))) at += minuteMs;
  return at;
}

/** What became of the Job as a whole, how the runs before it went, and when the next one comes. Empty for other kinds. */
export function claimsOfRuns(view: WorkloadView, cause: CauseId): DraftClaim[] {
  const { controller } = view.snapshot;
  const current = currentJob(view);
  const claims: DraftClaim[] = [];
  if (current?.outcome === 'failed' && current.condition?.reason === 'BackoffLimitExceeded') {
    const { job, condition } = current;
    const { backoffLimit } = job.spec;
    claims.push({
      text: `Job \`${job.metadata.name}\` used up its backoffLimit${backoffLimit === null ? '' : ` of ${backoffLimit}`}: it is not tried again.`,
      evidence: [
        conditionEvidence(job, condition, condition.reason),
        fields(labelOf(job), null, { '!spec.backoffLimit': backoffLimit, '!status.failed': job.status.failed }),
      ],
    });
  }
  if (
    current?.outcome === 'failed' &&
    current.condition?.reason === 'DeadlineExceeded' &&
    cause !== 'deadline-exceeded'
  ) {
    const { job, condition } = current;
    const { activeDeadlineSeconds } = job.spec;
    claims.push({
      text: `The deadline of Job \`${job.metadata.name}\` passed meanwhile: it is not tried again.`,
      evidence: [
        conditionEvidence(job, condition, condition.reason),
        fields(labelOf(job), null, { '!spec.activeDeadlineSeconds': activeDeadlineSeconds }),
      ],
    });
  }
  // Its condition names the container, the exit code and the rule (signals §3.8).
  if (current?.outcome === 'failed' && current.condition?.reason === 'PodFailurePolicy')
    claims.push({
      text: `A rule of the podFailurePolicy of Job \`${current.job.metadata.name}\` makes it fail at once: it is not tried again.`,
      evidence: [conditionEvidence(current.job, current.condition, current.condition.reason)],
    });
  if (controller?.kind !== 'CronJob' || controller.spec.schedule === null) return claims;
  const row = failedRow(view);
  const first = row.at(-1);
  if (first && row.length > 1) {
    const all = row.length === runsOf(view).length;
    claims.push({
      text: all
        ? `Each of the ${row.length} runs that are on record failed; the first of them ended at ${formatClock(iso(first.endMs))}.`
        : `The last ${row.length} runs that are on record failed; the first of them ended at ${formatClock(iso(first.endMs))}.`,
      evidence: [...row.slice(0, 2).map((run) => run.evidence), first.evidence],
    });
  }
  const { schedule, suspend, concurrencyPolicy } = controller.spec;
  const { lastScheduleTime } = controller.status;
  const lastMs = timeMs(lastScheduleTime);
  const nextMs = lastMs === null || suspend ? null : nextRunMs(schedule, lastMs, view.nowMs);
  // Under Forbid none comes while this one goes on.
  const isHeld = current?.outcome === 'running' && concurrencyPolicy === 'Forbid';
  if (current && !suspend && !isHeld)
    claims.push({
      text:
        nextMs === null
          ? `Its schedule \`${schedule}\` says when the next run comes.`
          : `The next run comes at ${formatClock(iso(nextMs))}.`,
      evidence: [
        fields(labelOf(controller), null, {
          '!spec.schedule': schedule,
          'status.lastScheduleTime': lastScheduleTime,
          'status.lastSuccessfulTime': controller.status.lastSuccessfulTime,
        }),
      ],
    });
  return claims;
}
