/** Whether a CronJob has begun no run for far longer than its schedule leaves between two. */

import type { ClusterEvent, Controller } from '../../model/kubernetes';
import { dayMs, hourMs } from '../../format/units';
import { isAtWork } from './at-work';
import { runsOf, type JobState } from './job';
import { spanMs, timeMs, type WorkloadView } from './views';

export interface QuietSchedule {
  controller: Controller;
  /** When the last run began or was told of, or where none was, the CronJob itself was made. */
  sinceMs: number;
  /** The run that goes on, and lets no other begin. */
  holder: JobState | null;
  /** That a run which was due did not begin beside the holder. */
  skipped: ClusterEvent | null;
  /** How long the longest of the runs took that are over and still known; null where none is. */
  longestMs: number | null;
}

/** A day, and the hour that a clock is set back. */
const dailyMs = dayMs + hourMs;
const hourly = /^(?:@hourly|\S+(?: +[*?]){4})$/;
const daily = /^(?:@daily|@midnight|\S+ +\S+(?: +[*?]){3})$/;
/** The controller looks at all CronJobs in turn. */
export const catchUpMs = 2 * 60_000;
/** Of its controller's words (signals §3.8) those that are said again and again while no run begins. */
const noRun = new Set(['JobAlreadyActive', 'TooManyMissedTimes']);
/** So many times in a row it was due by then, whatever its minutes are and whichever time zone they are of. */
export const timesMissed = 3;
/** A run may take longer than its schedule leaves it: only one that is out of all proportion may hang. */
const outOfProportion = 10;

/**
 * How long the first run that was skipped came after the one that holds it, for a schedule that tells no gap. The controller says
 * so at each due time, and whenever the Job changes once one is due (cronjob_controllerv2.go): the first word counts, how many does
 * not. Where older words are gone it is too long, which is the safe side.
 */
function skippedAfterMs({ firstAt, at }: ClusterEvent, sinceMs: number): number | null {
  const times = [firstAt, at].map((one) => timeMs(one) ?? 0);
  const firstMs = times.find((ms) => ms > sinceMs);
  return firstMs === undefined ? null : Math.max(firstMs - sinceMs, hourMs);
}

/** The longest that a schedule may leave between two runs; null for one that does not come every day. */
export function gapMsOf(schedule: string): number | null {
  return hourly.test(schedule) ? hourMs : daily.test(schedule) ? dailyMs : null;
}

/**
 * Null for anything else. With the instant (ms) from which it is told, which may lie ahead. Without a startingDeadlineSeconds the
 * controller begins the last run that was missed as soon as it can, also after the CronJob was suspended or had another schedule;
 * under Forbid it begins none while one is active, whatever the deadline (pkg/controller/cronjob/cronjob_controllerv2.go, not in the reference).
 */
export function quietSchedule(view: WorkloadView): { quiet: QuietSchedule; tellMs: number } | null {
  const { controller } = view.snapshot;
  if (controller?.kind !== 'CronJob' || controller.spec.schedule === null) return null;
  const { spec, status, metadata } = controller;
  const gapMs = gapMsOf(controller.spec.schedule.trim());
  const madeMs = timeMs(metadata.creationTimestamp);
  if (madeMs === null || metadata.deletionTimestamp !== null || spec.suspend) return null;
  const jobs = runsOf(view);
  const said = view.events.filter(({ involvedObject }) => involvedObject.kind === 'CronJob');
  // It has just seen how many it missed, and begins one of them next.
  const counted = said.findLast(({ reason }) => reason === 'TooManyMissedTimes');
  const begun = [
    status.lastScheduleTime,
    status.lastSuccessfulTime,
    ...jobs.map(({ job }) => job.metadata.creationTimestamp),
    ...said.filter(({ reason }) => !noRun.has(reason)).map(({ at }) => at),
  ];
  const sinceMs = Math.max(madeMs, ...begun.map((at) => timeMs(at) ?? 0));
  const seenMs = (timeMs(counted?.firstAt ?? counted?.at) ?? 0) + catchUpMs;
  const holder = jobs.find(({ outcome }) => outcome === 'running') ?? null;
  const isHeld = spec.concurrencyPolicy === 'Forbid' && (status.active > 0 || holder !== null);
  const took = jobs
    .map(({ job }) => spanMs(job.status.startTime, job.status.completionTime))
    .filter((ms) => ms !== null);
  const longestMs = took.length > 0 ? Math.max(...took) : null;
  if (!isHeld) {
    if (gapMs === null || spec.startingDeadlineSeconds !== null) return null;
    return {
      quiet: { controller, sinceMs, holder: null, skipped: null, longestMs },
      tellMs: Math.max(seenMs, sinceMs + timesMissed * gapMs),
    };
  }
  if (holder === null || getsOn(view, holder)) return null;
  const skipped =
    said.findLast(({ reason, at }) => reason === 'JobAlreadyActive' && (timeMs(at) ?? 0) > sinceMs) ?? null;
  const dueMs = gapMs ?? (skipped && skippedAfterMs(skipped, sinceMs));
  if (dueMs === null) return null;
  const allowanceMs = Math.max(timesMissed * dueMs, outOfProportion * (longestMs ?? dueMs));
  return { quiet: { controller, sinceMs, holder, skipped, longestMs }, tellMs: sinceMs + allowanceMs };
}

/** Whether the log of one of its containers, where it was read, goes on. */
function getsOn({ pods }: WorkloadView, { job }: JobState): boolean {
  return pods.some(
    ({ pod, containers }) =>
      pod.metadata.ownerReferences.some(({ kind, name }) => kind === 'Job' && name === job.metadata.name) &&
      containers.some((container) => isAtWork(container)),
  );
}
