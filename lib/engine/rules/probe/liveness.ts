/** Which of the two liveness causes a kill is: the program was still starting, or it was not (design §5). */

import { formatSpan } from '../../../format/duration';
import type { Evidence } from '../../../model/diagnosis';
import { eventEvidence, lineEvidence, specField } from '../../evidence';
import { probeBudgetSeconds } from '../../facts/probe';
import type { ProbeKill } from '../../facts/probe-kill';
import { progressOf } from '../../facts/progress';
import type { ContainerView } from '../../facts/views';
import { answerWords } from './wording';
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
 * Whether the container was still starting when its liveness probe killed it, and what says so or speaks against it. Never for
 * an answer that shows it was up: a status, a dropped connection, a hang after it had listened.
 */
function judge(container: ContainerView, kill: ProbeKill): StartSign & { starting: boolean } {
  const { probe, failures, ending } = kill;
  const known = kill.evidence.slice(0, 2);
  const not = (why: string, evidence: Evidence[]) => ({ starting: false, why, evidence });
  if (container.spec.startupProbe) {
    const { periodSeconds, failureThreshold } = container.spec.startupProbe;
    const spec = { '!startupProbe.periodSeconds': periodSeconds, '!startupProbe.failureThreshold': failureThreshold };
    return not('Its startup probe holds the liveness probe back until it has started.', [specField(container, spec)]);
  }
  const answer = failures?.answer.kind;
  const notRefused = () =>
    failures
      ? not(`Its probe was not refused: the target ${answerWords(failures.answer)}.`, [eventEvidence(failures.newest)])
      : not('Nothing says that it was still starting: no answer to its probe is left, and no log says so.', known);
  if (answer !== undefined && answer !== 'refused' && answer !== 'timeout' && answer !== 'command') return notRefused();
  const grace = (ending?.grace?.seconds ?? 30) * 1000;
  const budget = probe && probeBudgetSeconds(probe);
  const ran = ending?.exit.ranMs ?? null;
  const mostMs = (budget?.most ?? unknownBudgetSeconds) * 1000 + grace + slackMs;
  // It lived longer than a start that never answers is allowed: it had been healthy before.
  if (ending && ran !== null && ran > mostMs)
    return not(`It lived for ${formatSpan(ran)}; one that never answers is killed within ${formatSpan(mostMs)}.`, [
      ending.exit.evidence,
    ]);
  const progress = progressOf(
    container.logs.find((log) => log.instance === (ending?.exit.current ? 'current' : 'previous')) ?? container.logs[0],
  );
  if (progress?.listening) {
    const line = lineEvidence(progress.digest, progress.listening.line.n);
    return not('Its log says that it had started.', line ? [line] : known);
  }
  if (progress?.starting) {
    const line = lineEvidence(progress.digest, progress.starting.n);
    return { starting: true, why: 'its log says that it was still starting', evidence: line ? [line] : [] };
  }
  if (!probe || !budget)
    return not('Nothing says that it was still starting: its probe is not known, and no log says so.', known);
  // Nobody listens where it asks, however long the start is given.
  const wrong = wrongTarget(container, 'liveness', probe, failures?.answer).claims;
  if (wrong.length > 0)
    return not(
      'Its probe asks a port where nobody listens, as far as it says itself: more time to start would not help.',
      wrong.flatMap(({ evidence }) => evidence),
    );
  const text = failures?.answer.kind === 'command' ? failures.answer.text : '';
  if (answer !== 'refused' && (!unreached.test(text) || /denied|authenticat/i.test(text))) return notRefused();
  const allowed =
    probe.initialDelaySeconds + probe.failureThreshold * Math.max(probe.periodSeconds, probe.timeoutSeconds);
  const fields = specField(container, {
    '!livenessProbe.initialDelaySeconds': probe.initialDelaySeconds,
    '!livenessProbe.periodSeconds': probe.periodSeconds,
    '!livenessProbe.failureThreshold': probe.failureThreshold,
  });
  // The tick's phase is always less than a period, so the kill comes before d + f·p (signals §6.3): 60 s there is under a minute.
  return budget.most - probe.timeoutSeconds <= 60
    ? {
        starting: true,
        why: `the whole allowance from the start is ${allowed} s, and it was never reachable`,
        evidence: [fields],
      }
    : not(`Nothing says that it was still starting: it is given ${allowed} s for that, and no log says so.`, [fields]);
}

/** What says that the container was still starting when its liveness probe killed it; null when nothing does. */
export function stillStarting(container: ContainerView, kill: ProbeKill): StartSign | null {
  const { starting, ...sign } = judge(container, kill);
  return starting ? sign : null;
}

/** What speaks against it, in a sentence; null where it was. */
export function notStarting(container: ContainerView, kill: ProbeKill): StartSign | null {
  const { starting, ...sign } = judge(container, kill);
  return starting ? null : sign;
}
