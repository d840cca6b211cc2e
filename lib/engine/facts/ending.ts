/** What ended one run of a container: the decision table of signals §5.2, rows named, evaluated top to bottom. */

import type { Evidence, LogEvidence } from '../../model/diagnosis';
import { conditionEvidence, eventEvidence, fields } from '../evidence';
import { exitsOf, type Exit } from './exit';
import { graceFor, leavesMost, type Grace } from './grace';
import { heardStop, wasMute } from './heard';
import { killOf, type Kill } from './kill';
import { remember } from './remember';
import { restartedUnder } from './sandbox';
import { iso, spanMs, timeMs, type ContainerView, type PodView } from './views';

export type Verdict =
  | 'never-started' // row 1
  | 'node' // row 2: reboot or runtime restart; the cause cannot be known and is nobody's fault
  | 'platform' // row 3: eviction, preemption, drain, deletion
  | 'probe-kill' // row 4
  | 'stop' // row 5
  | 'post-start' // the kubelet killed it because its postStart hook failed
  | 'definition' // changed in place
  | 'oom' // row 8
  | 'oom-other' // row 9: OOMKilled with another exit code: a child died
  | 'sigkill' // row 10: 137 without a word about who
  | 'finished' // row 14: exit 0 by itself
  | 'signal' // rows 12, 15, 17: ended by a signal that the kubelet did not announce
  | 'error'; // row 16

/**
 * How a run that was told to stop obeyed. 'ignored': SIGTERM had most of the grace and SIGKILL ended it. 'overran': SIGKILL
 * ended it too, but it says that it heard SIGTERM, or its preStop hook may have left SIGTERM little. 'cut-short': SIGKILL came
 * before the kubelet's own was due, so something else sent it (signals §5.2 row 7). 'default-action': ended at once without a handler (Go as PID 1: exit 2, signals §5.4).
 */
export type Obeyed = 'handled' | 'ignored' | 'overran' | 'default-action' | 'cut-short' | null;

export interface Ending {
  exit: Exit;
  verdict: Verdict;
  kill: Kill | null;
  obeyed: Obeyed;
  /** When it was told to stop, where that is known. */
  termAt: string | null;
  /** The grace in force for that stop. */
  grace: Grace | null;
  /** Its own words that it was told to stop, where it was one and its log has them. */
  heard: LogEvidence | null;
  /** Told to stop, and known to have said nothing of it: its log was read, and ends before that. */
  mute: boolean;
  /** For 'platform': the platform's own word ("Evicted", "EvictionByEvictionAPI", "deleted"). */
  platformReason: string | null;
  /** What proves the verdict beside the exit itself. */
  evidence: Evidence[];
}

/** Reasons of pod.status.reason that mean the platform ended the pod (signals §2.1). */
const platformReasons = new Set([
  'Evicted',
  'Preempting',
  'Terminated',
  'NodeShutdown',
  'Shutdown',
  'DeadlineExceeded',
  'NodeLost',
]);

interface Platform {
  reason: string;
  at: string | null;
  evidence: Evidence;
}

/** Whether the platform, not the program, ended the pod before this exit (row 3): DisruptionTarget is the best single field. */
function platformStop(pod: PodView, exit: Exit): Platform | null {
  const { metadata, status } = pod.pod;
  const disruption = status.conditions.find((c) => c.type === 'DisruptionTarget' && c.status === 'True');
  const before = (at: string | null) => (spanMs(at, exit.finishedAt) ?? 0) >= -2_000;
  if (platformReasons.has(status.reason)) {
    return {
      reason: status.reason,
      at: disruption?.lastTransitionTime ?? null,
      evidence: fields(pod.label, null, { '!status.reason': status.reason, 'status.message': status.message }),
    };
  }
  if (disruption && before(disruption.lastTransitionTime)) {
    return {
      reason: disruption.reason,
      at: disruption.lastTransitionTime,
      evidence: conditionEvidence(pod.pod, disruption, disruption.reason),
    };
  }
  if (metadata.deletionTimestamp !== null) {
    // deletionTimestamp is the deadline: the request plus the grace (API conventions).
    const deadline = timeMs(metadata.deletionTimestamp);
    const asked = deadline === null ? null : iso(deadline - (metadata.deletionGracePeriodSeconds ?? 0) * 1000);
    if (before(asked)) {
      return {
        reason: 'deleted',
        at: asked,
        evidence: fields(pod.label, asked, {
          '!metadata.deletionTimestamp': metadata.deletionTimestamp,
          'metadata.deletionGracePeriodSeconds': metadata.deletionGracePeriodSeconds,
        }),
      };
    }
  }
  return null;
}

/** What an end by SIGKILL after the whole grace tells of the program. */
export function graceUsed(grace: Grace, heard: LogEvidence | null): 'ignored' | 'overran' {
  return heard === null && leavesMost(grace) ? 'ignored' : 'overran';
}

/** Whether it took its whole grace, whatever the reason, so that SIGKILL had to end it. */
export function tookWholeGrace({ obeyed }: Ending): boolean {
  return obeyed === 'ignored' || obeyed === 'overran';
}

/** Rows 6, 7, 11, 13 for a run that was told to stop at `termAt` (the start of preStop). */
function obedience(exit: Exit, termAt: string | null, grace: Grace, heard: LogEvidence | null): Obeyed {
  const { seconds, preStopSeconds, shortened } = grace;
  const took = spanMs(termAt, exit.finishedAt);
  const isOom = exit.reason === 'OOMKilled';
  if (exit.exitCode === 137) {
    if (took === null) return null;
    const whole = Math.max(seconds, (preStopSeconds ?? 0) + 2) * 1000;
    if (shortened || took < whole - 2_000) return 'cut-short';
    return isOom ? null : graceUsed(grace, heard);
  }
  // The kernel killed in it, for its memory: that says nothing of what it makes of a signal.
  if (isOom) return null;
  if (exit.exitCode === 0 || exit.exitCode === 143) return 'handled';
  // A Go program without a handler, as PID 1, ends with 2 at once and says nothing (signals §5.4, lab FACTS).
  if (exit.exitCode === 2 && took !== null && took <= 3_000 + (preStopSeconds ?? 0) * 1000) return 'default-action';
  return null;
}

function toldToStop(container: ContainerView, exit: Exit, termAt: string | null, grace: Grace) {
  const heard = heardStop(container, exit.current ? 'current' : 'previous', termAt);
  const mute = wasMute(container, exit, termAt);
  return { obeyed: obedience(exit, termAt, grace, heard), termAt, grace, heard, mute };
}

/** How that end came about. */
export function classify(container: ContainerView, exit: Exit): Ending {
  const kill = killOf(container, exit);
  const platform = platformStop(container.pod, exit);
  const base = {
    exit,
    kill,
    obeyed: null,
    termAt: null,
    grace: null,
    heard: null,
    mute: false,
    platformReason: null,
    evidence: [],
  };
  if (
    exit.reason === 'StartError' ||
    exit.reason === 'ContainerCannotRun' ||
    (exit.exitCode === 128 && exit.startedAt === null)
  ) {
    return { verdict: 'never-started', ...base };
  }
  if (
    (exit.reason === 'Unknown' && exit.exitCode === 255) ||
    exit.reason === 'ContainerStatusUnknown' ||
    exit.reason === 'RestartingAllContainers'
  ) {
    return { verdict: 'node', ...base };
  }
  if (kill && (kill.kind === 'liveness' || kill.kind === 'startup')) {
    return {
      verdict: 'probe-kill',
      ...base,
      ...toldToStop(container, exit, kill.at, kill.grace),
      evidence: [eventEvidence(kill.event, 'failed liveness probe', 'failed startup probe')],
    };
  }
  // A program that dies of itself takes its hook along, and that is announced as well.
  if (kill && (kill.kind === 'definition' || (kill.kind === 'post-start' && exit.reason !== 'OOMKilled'))) {
    return {
      verdict: kill.kind,
      ...base,
      termAt: kill.at,
      grace: kill.grace,
      evidence: [eventEvidence(kill.event, kill.event.message)],
    };
  }
  if (platform) {
    const termAt = kill?.kind === 'stop' ? kill.at : platform.at;
    const grace = graceFor(container, 'stop', termAt);
    return {
      verdict: 'platform',
      ...base,
      platformReason: platform.reason,
      ...toldToStop(container, exit, termAt, grace),
      // An eviction by the kubelet overrides the grace (hard: 2 s), so 137 says nothing of the program there.
      ...(platform.reason === 'Evicted' ? { obeyed: null } : {}),
      evidence: [platform.evidence, ...(kill ? [eventEvidence(kill.event, kill.event.message)] : [])],
    };
  }
  if (kill?.kind === 'stop') {
    return {
      verdict: 'stop',
      ...base,
      ...toldToStop(container, exit, kill.at, kill.grace),
      evidence: [eventEvidence(kill.event, 'Stopping container')],
    };
  }
  const restarted = restartedUnder(container, exit);
  if (restarted) return { verdict: 'node', ...base, evidence: [eventEvidence(restarted, restarted.message)] };
  if (exit.reason === 'OOMKilled') return { verdict: exit.exitCode === 137 ? 'oom' : 'oom-other', ...base };
  if (exit.exitCode === 137) return { verdict: 'sigkill', ...base };
  if (exit.exitCode === 0) return { verdict: 'finished', ...base };
  return { verdict: exit.signal === null ? 'error' : 'signal', ...base };
}

/** The endings that can be seen of a container, newest first (two at the most). */
export const endingsOf: (container: ContainerView) => readonly Ending[] = remember((container) =>
  exitsOf(container).map((exit) => classify(container, exit)),
);

/** The endings that may explain its state now, newest first: none before a run that has settled. */
export function recentEndings(container: ContainerView): readonly Ending[] {
  return container.settled ? [] : endingsOf(container);
}
