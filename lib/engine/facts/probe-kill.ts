/** Whether a probe killed this container, and how sure that is: the kubelet's word, or arithmetic where its word was lost. */

import type { Evidence } from '../../model/diagnosis';
import type { Certainty } from '../../model/diagnosis';
import type { Probe } from '../../model/pod-spec';
import { eventEvidence } from '../evidence';
import type { Ending } from './ending';
import { probeKills, stopCodes } from './kill';
import { probeBudgetSeconds, probeFailures, type ProbeFailures } from './probe';
import type { TroubledContainer } from './trouble';
import { spanMs } from './views';

export interface ProbeKill {
  kind: 'liveness' | 'startup';
  certainty: Certainty;
  /** The end it belongs to; null when it is being killed now, or the end is not visible. */
  ending: Ending | null;
  failures: ProbeFailures | null;
  probe: Probe | null;
  /** The Killing event where it is left, then the newest failure. */
  evidence: Evidence[];
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
  const kills = probeKills(container, kind);
  const newestKill = kills.at(-1);
  const killEvidence = newestKill ? [eventEvidence(newestKill, `failed ${kind} probe`)] : [];
  const base = { kind, failures, probe, evidence: [...killEvidence, ...failureEvidence] };
  if (ending?.verdict === 'probe-kill' && ending.kill?.kind === kind) {
    return { ...base, ending, certainty: 'proven', evidence: [...ending.evidence, ...failureEvidence] };
  }
  const stopped =
    ending !== undefined &&
    stopCodes.has(ending.exit.exitCode) &&
    ['finished', 'sigkill', 'signal', 'error'].includes(ending.verdict);
  if (newestKill && (stopped || ending === undefined))
    return { ...base, ending: ending ?? null, certainty: ending ? 'likely' : 'proven' };
  if (!newestKill && stopped && failures && reachedThreshold(failures, probe, ending))
    return { ...base, ending, certainty: 'likely' };
  // No end is known at all (the kubelet forgets one now and then, `kubectl describe` is cut): the failures speak for the restarts.
  const restarts = container.status?.restartCount ?? 0;
  if (!newestKill && !ending && restarts > 0 && failures && failures.answer.kind !== 'errored') {
    const threshold = probe?.failureThreshold ?? 3;
    return { ...base, ending: null, certainty: failures.count >= threshold * restarts ? 'likely' : 'possible' };
  }
  return null;
}

/** Enough failures, of which the newest came just before the end. */
function reachedThreshold(failures: ProbeFailures, probe: Probe | null, ending: Ending): boolean {
  if (failures.answer.kind === 'errored') return false;
  const threshold = probe?.failureThreshold ?? 3;
  const gap = spanMs(failures.newest.at, ending.exit.finishedAt);
  const period = (probe?.periodSeconds ?? 10) * 1000;
  const ran = ending.exit.ranMs;
  const longEnough = probe === null || ran === null || ran >= probeBudgetSeconds(probe).least * 1000 - 2_000;
  // An event counts on over all runs: one that began before this end, and goes on after it, had failures before it as well.
  const first = spanMs(failures.events[0]?.firstAt ?? null, ending.exit.finishedAt);
  const isNear = gap === null || (gap >= -5_000 && gap <= period + 90_000);
  const goesOn = gap !== null && gap < 0 && first !== null && first > 0;
  return longEnough && ((isNear && failures.count >= threshold) || (goesOn && failures.count >= 2 * threshold));
}
