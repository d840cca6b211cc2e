/** Which of the two liveness causes a kill is: the program was still starting, or it was not (design §5). */

import type { Evidence } from '../../../model/diagnosis';
import { lineEvidence, specField } from '../../evidence';
import { probeBudgetSeconds } from '../../facts/probe';
import type { ProbeKill } from '../../facts/probe-kill';
import { progressOf } from '../../facts/progress';
import type { ContainerView } from '../../facts/views';
import { wrongTarget } from './wrong-target';

export interface StartSign {
  why: string;
  evidence: Evidence[];
}

/** A probing client's word that nobody listened; a server that is up would have answered it. As good as a refused connection. */
const unreached =
  /(?:can(?:'|no)?t|could not|couldn't|unable to|failed to) connect\b|: no response$|connection refused/im;

/** What a start may take at the most where the probe itself is not known, as in a pod that somebody described. */
const unknownBudgetSeconds = 300;

/** Slack for the tick's phase and the time a stop takes (signals §6.3). */
const slackMs = 15_000;

/**
 * What says that the container was still starting when its liveness probe killed it; null when nothing does. Never for an
 * answer that shows it was up: a status, a dropped connection, a hang after it had listened.
 */
export function stillStarting(container: ContainerView, kill: ProbeKill): StartSign | null {
  const { probe, failures, ending } = kill;
  if (container.spec.startupProbe) return null;
  const answer = failures?.answer.kind;
  if (answer !== undefined && answer !== 'refused' && answer !== 'timeout' && answer !== 'command') return null;
  const grace = (ending?.grace?.seconds ?? 30) * 1000;
  const budget = probe && probeBudgetSeconds(probe);
  const ran = ending?.exit.ranMs ?? null;
  // It lived longer than a start that never answers is allowed: it had been healthy before.
  if (ran !== null && ran > (budget?.most ?? unknownBudgetSeconds) * 1000 + grace + slackMs) return null;
  const progress = progressOf(
    container.logs.find((log) => log.instance === (ending?.exit.current ? 'current' : 'previous')) ?? container.logs[0],
  );
  if (progress?.listening) return null;
  if (progress?.starting) {
    const line = lineEvidence(progress.digest, progress.starting.n);
    return { why: 'its log says that it was still starting', evidence: line ? [line] : [] };
  }
  if (!probe || !budget) return null;
  // Nobody listens where it asks, however long the start is given.
  if (wrongTarget(container, 'liveness', probe, failures?.answer).claims.length > 0) return null;
  const text = failures?.answer.kind === 'command' ? failures.answer.text : '';
  const reached = answer !== 'refused' && (!unreached.test(text) || /denied|authenticat/i.test(text));
  // The tick's phase is always less than a period, so the kill comes before d + f·p (signals §6.3): 60 s there is under a minute.
  if (!reached && budget.most - probe.timeoutSeconds <= 60) {
    return {
      why: `the whole allowance from the start is ${probe.initialDelaySeconds + probe.failureThreshold * Math.max(probe.periodSeconds, probe.timeoutSeconds)} s, and it was never reachable`,
      evidence: [
        specField(container, {
          '!livenessProbe.initialDelaySeconds': probe.initialDelaySeconds,
          '!livenessProbe.periodSeconds': probe.periodSeconds,
          '!livenessProbe.failureThreshold': probe.failureThreshold,
        }),
      ],
    };
  }
  return null;
}
