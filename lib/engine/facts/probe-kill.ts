/** Whether a probe killed this container, and how sure that is: the kubelet's word, or arithmetic where its word was lost. */

import type { Certainty, Evidence } from '../../model/diagnosis';
import type { ClusterEvent } from '../../model/kubernetes';
import type { Probe } from '../../model/pod-spec';
import { eventEvidence } from '../evidence';
import { backoffMs } from './backoff';
import type { Ending } from './ending';
import { graceFor } from './grace';
import { heardStop } from './heard';
import { killKind, probeKills, stopCodes } from './kill';
import { probeBudgetSeconds, probeFailures, type ProbeFailures } from './probe';
import { findDecisive } from '../signatures/decisive';
import type { TroubledContainer } from './trouble';
import { spanMs, timeMs, type ContainerView } from './views';
import { hourMs } from '../../format/units';

/** A kubelet that is behind ends late what it announced (signals §5.1). */
const slackMs = 90_000;
/** A kubelet that restarts a container for long is cut short by its own limit of events (lab: none for 16 min). */
const untoldMs = 20 * 60_000;

export interface ProbeKill {
  kind: 'liveness' | 'startup';
  certainty: Certainty;
  /** Nobody announced this end, or it came with the announcement and has a code of the program's own: its log may know better. */
  mayBeOwn: boolean;
  /** The end it belongs to; null when it is being killed now, or the end is not visible. */
  ending: Ending | null;
  failures: ProbeFailures | null;
  probe: Probe | null;
  /** The kubelet's word for a kill by this probe: of this end, or of a run shortly before it. */
  announced: ClusterEvent | null;
  /** The Killing event where it is left, then the newest failure. */
  evidence: Evidence[];
}

/** Ends so soon after the announcement may have come before it: seconds are rounded, and two clocks write them (signals §5.1). */
const sameMomentMs = 2_000;

/** Whether an announced end has the marks of a stop: its code, or its own words that it heard SIGTERM (signals §5.2 rows 4 and 16). */
function wasStopped(container: ContainerView, ending: Ending): boolean {
  const { exitCode } = ending.exit;
  // Go's default action has the code of its panics, and of much else.
  const isOwnCode = exitCode === 2 ? findDecisive(container.logs)?.hit.weight === 'fatal' : !stopCodes.has(exitCode);
  return !isOwnCode || ending.heard !== null;
}

/**
 * Whether something else killed it before the kubelet's own SIGKILL was due, for one its memory (signals §5.2 row 7). The grace of
 * an object that is known in part may be another one.
 */
export function wasCutShort({ spec }: ContainerView, { obeyed }: Ending): boolean {
  return obeyed === 'cut-short' && !spec.resources.unknown;
}

/**
 * Killing events are lost in a fast loop: after seven restarts four of eleven were missing in the lab. A container that this
 * probe killed before, and that ended again with a code of a stopped program, is likely killed by it again; so is one whose
 * failures reached the threshold just before such an end.
 */
export function probeKillOf(
  troubled: Pick<TroubledContainer, 'container' | 'endings'>,
  kind: 'liveness' | 'startup',
): ProbeKill | null {
  const { container, endings } = troubled;
  const [ending] = endings;
  const failures = probeFailures(container, kind);
  const probe = container.spec[`${kind}Probe`];
  const failureEvidence = failures
    ? [eventEvidence(failures.newest, failures.newest.message.replace(/^\w+ probe (?:failed|errored)[^:]*: ?/, ''))]
    : [];
  const newestKill = probeKills(container, kind).findLast((event) => mayHaveEnded(container, event, failures, ending));
  const killEvidence = newestKill ? [eventEvidence(newestKill, `failed ${kind} probe`)] : [];
  const base = {
    kind,
    failures,
    probe,
    announced: newestKill ?? null,
    mayBeOwn: true,
    evidence: [...killEvidence, ...failureEvidence],
  };
  if (ending?.verdict === 'probe-kill' && ending.kill?.kind === kind) {
    const announced = ending.kill.event;
    // A word that is dated after the end, by the clock of the same node, may have been said of what was dead.
    const sure = wasStopped(container, ending) && ending.kill.gapMs >= 0;
    return {
      ending,
      certainty: sure && !wasCutShort(container, ending) ? 'proven' : 'likely',
      ...base,
      announced,
      mayBeOwn: !sure && ending.kill.gapMs <= sameMomentMs,
      evidence: [...ending.evidence, ...failureEvidence],
    };
  }
  const stopped =
    ending !== undefined &&
    stopCodes.has(ending.exit.exitCode) &&
    ['finished', 'sigkill', 'signal', 'error'].includes(ending.verdict);
  if (newestKill && stopped) {
    const isCounted = wasStopped(container, ending) && isAnnouncedForAll(container, kind);
    return isCounted && !wasCutShort(container, ending)
      ? { ending, certainty: 'proven', ...base, mayBeOwn: false }
      : { ending, certainty: 'likely', ...base };
  }
  if (newestKill && !ending)
    return endedRunBefore(container, newestKill)
      ? { ending: null, certainty: 'proven', ...base, mayBeOwn: false }
      : { ending: null, certainty: 'possible', ...base };
  if (!newestKill && stopped && failures && reachedThreshold(failures, probe, ending))
    return { ending, certainty: 'likely', ...base };
  // Nothing else says why it was killed, and its probe failed just before, or fails now as well, or failed enough for every restart.
  const isBareKill = stopped && ending.exit.exitCode !== 0 && findDecisive(container.logs) === null;
  const sinceFailure = spanMs(failures?.newest.at, ending?.exit.finishedAt);
  const isNear = (sinceFailure ?? 0) <= slackMs || mayBeUntold(container, failures, ending);
  if (!newestKill && isBareKill && failures && failures.answer.kind !== 'errored' && isNear)
    return { ending, certainty: 'possible', ...base };
  const inTime = !newestKill && ending && endedInTime(container, ending, failures, kind);
  if (inTime) return { ending, certainty: 'possible', ...base, evidence: [...inTime, ...failureEvidence] };
  // No end is known at all (the kubelet forgets one now and then, `kubectl describe` is cut): the failures speak for the restarts.
  const restarts = container.status?.restartCount ?? 0;
  if (!newestKill && !ending && restarts > 0 && failures && failures.answer.kind !== 'errored') {
    return { ending: null, certainty: isEnoughForAll(container, failures) ? 'likely' : 'possible', ...base };
  }
  return null;
}

/** As long as events are kept (signals §3.2), in which what ended runs before the last one is part of the same trouble. */
const earlierMs = hourMs;

/** The kubelet's word that its probe killed earlier runs again and again, where the last one is known to have ended otherwise; else null. */
export function earlierKillOf(
  { container, endings: [ending] }: Pick<TroubledContainer, 'container' | 'endings'>,
  kind: 'liveness' | 'startup',
): ProbeKill | null {
  const announced = ending && probeKills(container, kind).findLast((event) => isBefore(event, ending));
  if (!announced || ending.verdict === 'probe-kill') return null;
  const failures = probeFailures(container, kind);
  const probe = container.spec[`${kind}Probe`];
  const evidence = [eventEvidence(announced, `failed ${kind} probe`)];
  return { kind, certainty: 'proven', mayBeOwn: false, ending: null, failures, probe, announced, evidence };
}

function isBefore(event: ClusterEvent, { exit }: Ending): boolean {
  const at = timeMs(event.at);
  const started = timeMs(exit.startedAt);
  const age = spanMs(event.at, exit.finishedAt);
  return event.count > 1 && at !== null && started !== null && at <= started && age !== null && age <= earlierMs;
}

/**
 * Whether the kubelet counts as many kills as there were runs: an event keeps only its last time (signals §3.1), which a kill of
 * the run that goes on takes, so that the count alone speaks for the last end.
 */
function isAnnouncedForAll(container: ContainerView, kind: 'liveness' | 'startup'): boolean {
  const { restartCount = 0, state } = container.status ?? {};
  const startedMs = timeMs(state?.running?.startedAt);
  const kills = probeKills(container, kind);
  const isDying = startedMs !== null && kills.some(({ at }) => (timeMs(at) ?? 0) > startedMs);
  const ended = restartCount + (state?.running ? 0 : 1);
  const counted = kills.reduce((sum, { count }) => sum + count, 0);
  return ended > 0 && counted === ended + (isDying ? 1 : 0);
}

/** Whether it failed as often as it takes to kill each run that is over. */
function isEnoughForAll({ status }: ContainerView, { probe, count }: ProbeFailures): boolean {
  return count >= (probe?.failureThreshold ?? 3) * Math.max(1, status?.restartCount ?? 0);
}

/** Whether it may have killed this run as it did those before, although no event of a failure in it was written. */
function mayBeUntold(container: ContainerView, failures: ProbeFailures | null, ending: Ending | undefined): boolean {
  if (!failures || !ending || !isEnoughForAll(container, failures)) return false;
  const sinceMs = spanMs(failures.newest.at, ending.exit.finishedAt);
  const leastMs = failures.probe === null ? 0 : probeBudgetSeconds(failures.probe).least * 1000 - 2_000;
  return sinceMs !== null && sinceMs <= untoldMs && (ending.exit.ranMs ?? leastMs) >= leastMs;
}

const namesSignal = /\bSIG[A-Z]{3,5}\b|\bsignal\b/i;

/**
 * Where no event of this end is left, or none at all: SIGTERM reaches the program of a pod that stays from the kubelet, or from
 * within; one that comes just when the probe may have failed often enough is likelier the kubelet's (signals §5.1, §6.3). Answers
 * what tells of that stop, null where it was none in time.
 */
function endedInTime(
  container: ContainerView,
  { exit, verdict }: Ending,
  failures: ProbeFailures | null,
  kind: ProbeKill['kind'],
): Evidence[] | null {
  const { spec, status, events } = container;
  const probe = spec[`${kind}Probe`];
  if (!probe || exit.ranMs === null || (status?.restartCount ?? 0) === 0) return null;
  // Liveness waits for a startup probe. Where events are left, and none of a failure, nothing failed.
  if ((kind === 'liveness' && spec.startupProbe) || (events.length > 0 && !failures)) return null;
  if (!['finished', 'signal', 'error'].includes(verdict)) return null;
  // What it says of its end is nearer than arithmetic; and it may shut down for a reason of its own, without a signal.
  if (!stopCodes.has(exit.exitCode) || findDecisive(container.logs) !== null) return null;
  const stopping = heardStop(container, exit.current ? 'current' : 'previous', null);
  const heard = stopping !== null && namesSignal.test(stopping.text) ? stopping : null;
  if (exit.exitCode !== 143 && failures === null && heard === null) return null;
  const { least, most } = probeBudgetSeconds(probe);
  // A first tick may pass before the kubelet knows the run (signals §6.3); where it failed, its stop may have taken the whole grace.
  const latest = most + probe.periodSeconds + (failures ? graceFor(container, kind).seconds : 0);
  if (exit.ranMs < least * 1000 - 2_000 || exit.ranMs > latest * 1000 + 2_000) return null;
  return heard === null ? [exit.evidence] : [exit.evidence, heard];
}

/** How long one turn of a restart loop takes: the run, its stop, and the wait before the next. */
function turnMs(container: ContainerView, event: ClusterEvent, ranMs: number): number {
  const { seconds } = graceFor(container, killKind(event.message) === 'startup' ? 'startup' : 'liveness');
  return ranMs + seconds * 1000 + backoffMs(container.status?.restartCount ?? 0) + slackMs;
}

/**
 * Whether a kill may be that of an end which has none of its own: it, or the failures that went on after it, lie not more than two
 * turns of the loop before. A kubelet that restarts a container for long is cut short by its own limit of events, though
 * (lab: none for 16 min): then this run lasted as long as the probe lets one last that it kills.
 */
function mayHaveEnded(
  container: ContainerView,
  event: ClusterEvent,
  failures: ProbeFailures | null,
  ending: Ending | undefined,
): boolean {
  const ran = ending?.exit.ranMs ?? null;
  const within = 2 * turnMs(container, event, ran ?? 0);
  const near = [event, failures?.newest].some(
    (said) => said && (spanMs(said.at, ending?.exit.finishedAt) ?? 0) <= within,
  );
  const kind = killKind(event.message) === 'startup' ? 'startup' : 'liveness';
  const probe = container.spec[`${kind}Probe`];
  if (near || event.count < 2 || ran === null || probe === null) return near;
  const { least, most } = probeBudgetSeconds(probe);
  return ran >= least * 1000 - 2_000 && ran <= (most + graceFor(container, kind).seconds) * 1000 + 5_000;
}

/** Whether a kill is that of this run, or began the wait for it. Of a container without a status only its events tell. */
function endedRunBefore(container: ContainerView, event: ClusterEvent): boolean {
  const { status, events } = container;
  if (!status) return true;
  const since = spanMs(event.at, status.state.running?.startedAt ?? events.at(-1)?.at);
  return since !== null && since <= turnMs(container, event, 0);
}

/**
 * The failures that a kill with a lost event would have been for (signals §3.2): enough of them, and the newest a whole grace
 * before this SIGKILL, or after it. What ends sooner than its grace was ended by something else (signals §5.2 rows 6 and 7).
 */
export function unannounced(container: ContainerView, ending: Ending): ProbeFailures | null {
  for (const kind of ['liveness', 'startup'] as const) {
    const failures = probeFailures(container, kind);
    const graceMs = graceFor(container, kind).seconds * 1000;
    if (!failures || !reachedThreshold(failures, container.spec[`${kind}Probe`], ending, graceMs)) continue;
    const gap = spanMs(failures.newest.at, ending.exit.finishedAt);
    if (gap === null || gap < 0 || gap >= graceMs - 2_000) return failures;
  }
  return null;
}

/** Enough failures, of which the newest came just before the end, or before the grace that it took. */
function reachedThreshold(failures: ProbeFailures, probe: Probe | null, ending: Ending, graceMs = 0): boolean {
  if (failures.answer.kind === 'errored') return false;
  const threshold = probe?.failureThreshold ?? 3;
  const gap = spanMs(failures.newest.at, ending.exit.finishedAt);
  const period = (probe?.periodSeconds ?? 10) * 1000;
  const ran = ending.exit.ranMs;
  const longEnough = probe === null || ran === null || ran >= probeBudgetSeconds(probe).least * 1000 - 2_000;
  // An event counts on over all runs: one that began before this end, and goes on after it, had failures before it as well.
  const first = spanMs(failures.events[0]?.firstAt ?? null, ending.exit.finishedAt);
  const isNear = gap === null || (gap >= -5_000 && gap <= period + graceMs + 90_000);
  const goesOn = gap !== null && gap < 0 && first !== null && first > 0;
  return longEnough && ((isNear && failures.count >= threshold) || (goesOn && failures.count >= 2 * threshold));
}
