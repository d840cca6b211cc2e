/** What the probe's rules say in the same words: the answer that the probe got, and what it asks. */

import { timesSaid } from '../../facts/gathered';
import { tookWholeGrace, type Ending } from '../../facts/ending';
import { leftWords } from '../../facts/grace';
import type { ContainerView } from '../../facts/views';
import type { ProbeAnswer } from '../../facts/probe';
import { wasCutShort, type ProbeKill } from '../../facts/probe-kill';
import type { DraftClaim } from '../../rule';
import { specField } from '../../evidence';
import { plural } from '../../../format/count';
import { formatSpan } from '../../../format/duration';
import { formatClock } from '../../../format/time';
import type { ClusterEvent } from '../../../model/kubernetes';
import type { Probe } from '../../../model/pod-spec';

/** "answers 503", "refuses the connection", … after "the probe's target". */
export function answerWords(answer: ProbeAnswer): string {
  switch (answer.kind) {
    case 'status':
      return `answers ${answer.code}`;
    case 'refused':
      return 'refuses the connection';
    case 'timeout':
      return 'does not answer in time';
    case 'reset':
      return 'drops the connection';
    case 'dns':
      return 'has a host name that does not resolve';
    case 'tls':
      return 'speaks another protocol than the probe (TLS or plain HTTP)';
    case 'grpc':
      return 'reports that it is not serving';
    case 'command':
      return 'fails its check';
    case 'errored':
      return 'cannot be asked: the probe itself does not run';
  }
}

/** "12 times since 10:02:11 UTC": an event counts over all its time, however long ago that began. */
export function timesSince(events: readonly Pick<ClusterEvent, 'message' | 'count' | 'firstAt' | 'at'>[]): string {
  const count = events.reduce((sum, event) => sum + timesSaid(event), 0);
  const first = events
    .map((event) => event.firstAt ?? event.at)
    .filter((at) => at !== null)
    .sort()[0];
  return count === 1 || first === undefined ? plural(count, 'time') : `${count} times since ${formatClock(first)}`;
}

/** "period 10 s, timeout 1 s, 3 failures" with the fields that say so. */
export function probeClaim(
  container: ContainerView,
  kind: 'liveness' | 'readiness' | 'startup',
  probe: Probe,
): DraftClaim {
  const path = `${kind}Probe`;
  return {
    text: `It is asked every ${probe.periodSeconds} s${probe.initialDelaySeconds > 0 ? `, from ${probe.initialDelaySeconds} s after the start` : ''}, may take ${probe.timeoutSeconds} s to answer, and fails after ${probe.failureThreshold} misses.`,
    evidence: [
      specField(container, {
        [`${path}.httpGet.path`]: probe.httpGet?.path,
        [`${path}.httpGet.port`]: probe.httpGet?.port,
        [`${path}.tcpSocket.port`]: probe.tcpSocket?.port,
        [`${path}.exec.command`]: probe.exec?.command,
        // Zero is what an API server leaves out.
        [`${path}.initialDelaySeconds`]: probe.initialDelaySeconds || undefined,
        [`${path}.periodSeconds`]: probe.periodSeconds,
        [`${path}.timeoutSeconds`]: probe.timeoutSeconds,
        [`${path}.failureThreshold`]: probe.failureThreshold,
      }),
    ],
  };
}

/** What is known of the kill: announced for this end, or only for an earlier one (its event may be lost in a fast loop). */
export function killWords(container: ContainerView, kill: ProbeKill): string {
  if (kill.certainty === 'proven')
    return `The kubelet killed \`${container.name}\` because its ${kill.kind} probe failed.`;
  if (kill.ending && wasCutShort(container, kill.ending))
    return `The kubelet announced that it kills \`${container.name}\`, because its ${kill.kind} probe failed.`;
  if (kill.ending?.verdict === 'probe-kill')
    return `The kubelet killed \`${container.name}\` because its ${kill.kind} probe failed; exit code ${kill.ending.exit.exitCode} is none of a stop, so it may have ended by itself meanwhile.`;
  return kill.ending === null
    ? `The ${kill.kind} probe of \`${container.name}\` fails, and it was restarted; how its runs ended is not known.`
    : isGuessed(kill)
      ? `\`${container.name}\` was told to stop just when its ${kill.kind} probe may have failed often enough to restart it. No event is left that says so.`
      : `The ${kill.kind} probe of \`${container.name}\` failed before; no kill was announced for the last end, which looks like one.`;
}

/** A kill that nobody announced, by a probe that nobody saw fail, is a guess. */
export const isGuessed = ({ failures, announced }: ProbeKill): boolean => failures === null && announced === null;

/** What stands behind the container's name, before "by its probe". */
export const killedWords = (kill: ProbeKill): string => (isGuessed(kill) ? ' may be killed' : ' is killed');

/** Of kills before the run that ended last. */
export function earlierWords({ name }: ContainerView, { kind, announced }: ProbeKill): string {
  const times = announced ? `, ${timesSince([announced])}` : '';
  return `The kubelet killed \`${name}\` because its ${kind} probe failed${times}; the run that ended last began after that, and ended otherwise.`;
}

/** How the kill ended: obeyed, ignored for the whole grace, overrun though heard, or by the default action. */
export function endClaim(kill: ProbeKill): DraftClaim[] {
  const { ending } = kill;
  if (!ending) return [];
  const { exit } = ending;
  const ran = exit.ranMs === null ? '' : ` after ${formatSpan(exit.ranMs)}`;
  return [
    {
      text: `The last run ended${ran} with exit code ${howItEnded(ending)}.`,
      evidence: ending.heard ? [exit.evidence, ending.heard] : [exit.evidence],
    },
  ];
}

function howItEnded(ending: Ending): string {
  const { exit, obeyed, grace, heard, mute } = ending;
  const signal = grace?.signal ?? 'SIGTERM';
  const whole = `the whole ${grace?.seconds ?? 30} s`;
  if (obeyed === 'ignored' && mute) return `137: ${signal} was ignored for ${whole}, then SIGKILL`;
  if (!tookWholeGrace(ending) || !grace) return String(exit.exitCode);
  const left = leftWords(grace);
  const hook = left === '' ? '' : `; ${left}`;
  return heard
    ? `137: it heard ${signal} and did not end within ${whole}, then SIGKILL${hook}`
    : `137: SIGKILL after ${whole} of grace${hook}`;
}
