/** What a controller itself says of a workload whose pods tell nothing: runs it missed, pods it replaces, a rollout that stands still. */
import type { Controller } from '../../../model/kubernetes';
import type { Evidence, HeadlinePart, NonEmpty, Remedy } from '../../../model/diagnosis';
import { describeObject, showWorkload } from '../../../remedy/look';
import { formatSpan } from '../../../format/duration';
import { conditionEvidence, eventEvidence, fields, labelOf, specOf } from '../../evidence';
import { idleJob } from '../../facts/idle-job';
import { cronEvents } from '../../facts/job';
import { noSuccess } from '../../facts/no-success';
import { remadePods } from '../../facts/remade';
import { stalledRollout } from '../../facts/rollout';
import { failedRow } from '../../facts/runs';
import { quietSchedule } from '../../facts/quiet-schedule';
import { missingAllowanceMs } from '../../facts/too-young';
import { iso, spanMs, type WorkloadView } from '../../facts/views';
import { short } from '../log-rule';
import type { Known } from './known';

/** What it says, and what follows from it. */
interface Said {
  headline: NonEmpty<HeadlinePart>;
  text: string;
  evidence: NonEmpty<Evidence>;
  atMost?: 'degraded';
  /** A look that goes before that at the workload. */
  look?: Remedy;
  reviewAtMs?: number;
}

/** The newest word of the controller that stands for trouble; null where it has none. */
export function ofController(view: WorkloadView): Known | null {
  const { controller, workload } = view.snapshot;
  const said =
    controller &&
    (missedRuns(view, controller) ??
      failedRuns(view, controller) ??
      failsAgain(view) ??
      makesNoPod(view) ??
      quietRuns(view) ??
      failingRuns(view) ??
      standsStill(view));
  if (!said) return null;
  const look = showWorkload(workload, 'Its conditions and events, in one place.');
  return {
    headline: said.headline,
    claims: [{ text: said.text, evidence: said.evidence }],
    evidence: said.evidence,
    remedies: said.look ? [said.look, look] : [look],
    container: null,
    ...(said.atMost ? { atMost: said.atMost } : {}),
    ...(said.reviewAtMs === undefined ? {} : { reviewAtMs: said.reviewAtMs }),
  };
}

/**
 * One run that is missed is missed after any stop of the controller, or of the CronJob itself; the second in a row is trouble. More
 * than a hundred at once (`TooManyMissedTimes`) are made up for by one run, so only that none came counts (signals §3.8 for the
 * reasons; how they are used is pkg/controller/cronjob/cronjob_controllerv2.go, not in the reference).
 */
function missedRuns(view: WorkloadView, controller: Controller): Said | null {
  const events = cronEvents(view);
  const missed = events.filter(({ reason }) => reason === 'MissSchedule');
  const isRepeated = missed.reduce((sum, { count }) => sum + count, 0) > 1;
  const event = (isRepeated ? missed.at(-1) : null) ?? events.findLast(({ reason }) => reason === 'TooManyMissedTimes');
  if (!event) return null;
  // One event counts all that were missed, also those before the newest run; only the last of them is surely after it.
  const firstAt = event.firstAt ?? event.at;
  const sinceAt = event.reason === 'MissSchedule' && isAfterRuns(view, firstAt) ? firstAt : event.at;
  if ((spanMs(sinceAt, view.snapshot.asOf) ?? 0) < missingAllowanceMs) return null;
  return {
    headline: ['CronJob ', { code: controller.metadata.name }, ' misses its runs: ', { mark: short(event.message) }],
    text: 'No run has begun since its controller said so.',
    evidence: [eventEvidence(event, event.message), specOf(controller, { schedule: controller.spec.schedule })],
  };
}

/** Whether no run was begun since, as far as its Jobs and the CronJob itself tell. */
function isAfterRuns({ snapshot }: WorkloadView, at: string | null): boolean {
  const { controller, children } = snapshot;
  const begun = [controller?.status.lastScheduleTime, ...children.map(({ metadata }) => metadata.creationTimestamp)];
  return begun.every((one) => (spanMs(one, at) ?? 0) >= 0);
}

/** The newest run failed, and its Job is gone, as with a failedJobsHistoryLimit of 0: only the event tells of it. */
function failedRuns(view: WorkloadView, controller: Controller): Said | null {
  const [newest] = controller.spec.suspend ? [] : failedRow(view);
  if (!newest || view.snapshot.children.some(({ metadata }) => metadata.name === newest.name)) return null;
  return {
    headline: [
      'The last run of ',
      { code: controller.metadata.name },
      ', ',
      { code: newest.name },
      ', ',
      { mark: 'failed' },
      ', and its Job is gone',
    ],
    text: 'Its controller saw the Job fail; nothing is left of what its pods said.',
    evidence: [newest.evidence],
  };
}

/** No event is left that says why; a run that goes on may be meant to take so long. */
function quietRuns(view: WorkloadView): Said | null {
  const found = quietSchedule(view);
  if (!found || found.tellMs > view.nowMs) return null;
  const { controller, sinceMs, holder, skipped, longestMs } = found.quiet;
  const { schedule, concurrencyPolicy } = controller.spec;
  const spec = specOf(controller, holder ? { schedule, concurrencyPolicy } : { schedule });
  const since = fields(labelOf(controller), null, {
    '!status.lastScheduleTime': controller.status.lastScheduleTime,
    'metadata.creationTimestamp': controller.metadata.creationTimestamp,
  });
  const forMs = formatSpan(view.nowMs - sinceMs);
  if (!holder)
    return {
      headline: ['CronJob ', { code: controller.metadata.name }, ' has begun ', { mark: `no run for ${forMs}` }],
      text: 'It is not suspended, its schedule was due since, and a run that was missed is begun late, as it has no startingDeadlineSeconds: its controller may not run.',
      evidence: [since, spec],
      atMost: 'degraded',
    };
  const known = longestMs === null ? '' : `, and no run on record took longer than ${formatSpan(longestMs)}`;
  return {
    headline: [
      'No other run of ',
      { code: controller.metadata.name },
      ' begins while ',
      { code: holder.job.metadata.name },
      ' goes on, ',
      { mark: `for ${forMs} now` },
    ],
    text: `Its concurrencyPolicy forbids a second run beside it${known}: whether it hangs, or only takes long, is not known.`,
    evidence: [
      spec,
      fields(labelOf(holder.job), null, { '!status.startTime': holder.job.status.startTime }),
      ...(skipped ? [eventEvidence(skipped, skipped.message)] : []),
    ],
    atMost: 'degraded',
  };
}

/** Neither Jobs nor events are left of runs that did not come through, as with a failedJobsHistoryLimit of 0 and an hour later. */
function failingRuns(view: WorkloadView): Said | null {
  const told = noSuccess(view);
  if (!told || told.tellMs > view.nowMs) return null;
  const { controller, successMs, replaces } = told.found;
  const { lastScheduleTime, lastSuccessfulTime } = controller.status;
  const { schedule, concurrencyPolicy } = controller.spec;
  const times = fields(labelOf(controller), null, {
    '!status.lastSuccessfulTime': lastSuccessfulTime,
    'status.lastScheduleTime': lastScheduleTime,
  });
  return {
    headline: [
      'No run of ',
      { code: controller.metadata.name },
      ' has come through ',
      { mark: `for ${formatSpan(view.nowMs - successMs)}` },
      replaces ? ', and each goes when the next is due' : ', and nothing is left that says why',
    ],
    text: replaces
      ? 'Its concurrencyPolicy takes a run away that is not done when the next is due; of those that it began since then, none was a success that its controller noted.'
      : 'It is not suspended, and what it began since then is over, without a success that its controller noted.',
    evidence: [times, specOf(controller, replaces ? { schedule, concurrencyPolicy } : { schedule })],
    ...(replaces
      ? {
          look: describeObject(
            replaces.metadata.namespace,
            'job',
            replaces.metadata.name,
            'See how far the run that goes on has come; it is gone when the next one begins.',
          ),
        }
      : {}),
    atMost: 'degraded',
  };
}

/** Failed pods are deleted at once, so that none is left to look at. */
function failsAgain(view: WorkloadView): Said | null {
  const remade = remadePods(view);
  if (!remade) return null;
  const { controller, event, warned, reviewAtMs } = remade;
  const word = warned ?? event;
  return {
    headline: [
      'Pods of ',
      { code: controller.metadata.name },
      ' fail, and are replaced before they could be seen: ',
      { mark: short(word.message) },
    ],
    text: warned
      ? 'Its controller finds them failed and deletes them; this is what the kubelet warned of the last.'
      : 'Its controller finds them failed and deletes them; why they failed went with them.',
    evidence: [eventEvidence(word, word.message), ...(warned ? [eventEvidence(event, event.message)] : [])],
    ...(reviewAtMs === null ? {} : { reviewAtMs }),
  };
}

/** The Job controller writes when it began a Job with its first look at it, and makes its pods in the same turn (job_controller.go, not in the reference). */
function makesNoPod(view: WorkloadView): Said | null {
  const found = idleJob(view);
  if (!found || found.tellMs > view.nowMs) return null;
  const { job, sinceMs } = found.idle;
  const { name, namespace, creationTimestamp } = job.metadata;
  const { startTime, active } = job.status;
  const counts = fields(labelOf(job), iso(sinceMs), {
    '!status.active': active,
    'status.startTime': startTime,
    'metadata.creationTimestamp': creationTimestamp,
  });
  return {
    headline: [
      'Job ',
      { code: name },
      ' has made ',
      { mark: `no pod for ${formatSpan(view.nowMs - sinceMs)}` },
      ', and nothing says why',
    ],
    text: startTime
      ? 'It was begun, is not suspended, and counts no pod; no pod of it is there.'
      : 'It is not suspended, and was never begun (it has no status.startTime): the controller of Jobs may not run.',
    evidence: [counts],
    ...(view.snapshot.workload.kind === 'Job'
      ? {}
      : {
          look: describeObject(
            namespace,
            'job',
            name,
            'Its conditions and events, which say what its controller tries.',
          ),
        }),
  };
}

function standsStill(view: WorkloadView): Said | null {
  const stalled = stalledRollout(view);
  if (!stalled) return null;
  const { controller, condition } = stalled;
  return {
    headline: [
      'The rollout of ',
      { code: controller.metadata.name },
      ' stands still: ',
      { mark: short(condition.message) },
    ],
    text: 'Its controller has given the rollout up for late; nothing about its pods says why.',
    evidence: [
      conditionEvidence(controller, condition, condition.reason),
      specOf(controller, { progressDeadlineSeconds: controller.spec.progressDeadlineSeconds }),
    ],
  };
}
