/** Whether the runs of a CronJob end without a success, where neither their Jobs nor an event is left to say so. */

import type { Controller } from '../../model/kubernetes';
import { jobState } from './job';
import { catchUpMs, gapMsOf, timesMissed } from './quiet-schedule';
import { timeMs, type WorkloadView } from './views';

export interface NoSuccess {
  controller: Controller;
  /** When its controller last saw a run come through. */
  successMs: number;
  /** The run that goes on, where those before it were taken away for the next. */
  replaces: Controller | null;
}

/**
 * Null for anything else; with the instant (ms) from which it is told, which may lie ahead. The controller notes a success before it
 * clears the Job away, whatever its history limits are (pkg/controller/cronjob/cronjob_controllerv2.go, not in the reference); one
 * that has noted none may be too old to. The last run of a schedule that begins several within that time is over, since none is
 * active; a run that goes on may be the one that comes through. Where it has taken the place of one that had not (`Replace`), no Job ever fails and
 * one always goes on: those before it are over.
 */
export function noSuccess({ snapshot }: WorkloadView): { found: NoSuccess; tellMs: number } | null {
  const { controller, children } = snapshot;
  if (controller?.kind !== 'CronJob' || controller.metadata.deletionTimestamp !== null) return null;
  const { spec, status } = controller;
  const gapMs = spec.schedule === null ? null : gapMsOf(spec.schedule.trim());
  const lastMs = timeMs(status.lastScheduleTime);
  const notedMs = timeMs(status.lastSuccessfulTime);
  if (spec.suspend || gapMs === null || lastMs === null || notedMs === null) return null;
  const jobs = children.map(jobState);
  const going = jobs.filter(({ outcome }) => outcome === 'running' || outcome === 'suspended');
  const replaces = spec.concurrencyPolicy === 'Replace' && going.length === 1 ? (going[0]?.job ?? null) : null;
  if (replaces === null && (status.active > 0 || going.length > 0)) return null;
  const done = jobs.filter(({ outcome }) => outcome === 'complete');
  const successMs = Math.max(notedMs, ...done.map(({ condition }) => timeMs(condition?.lastTransitionTime) ?? 0));
  if (lastMs - successMs < timesMissed * gapMs) return null;
  return { found: { controller, successMs, replaces }, tellMs: replaces ? lastMs : lastMs + catchUpMs };
}
