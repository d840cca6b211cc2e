/**
 * The kubelet killed the container because its liveness probe failed, and not during a slow start.
 *
 * Only the `Killing` event proves it (signals §3.4, §5.2 row 4): the pod's status says nothing of probes, and a stop in good
 * order leaves `Completed` with exit code 0 (lab FACTS).
 */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { showLogs, describePod } from '../../../remedy/look';
import { noSpecField } from '../../evidence';
import type { ContainerView } from '../../facts/views';
import { asFarAsHeard } from '../../facts/log-read';
import type { MemoryLimit } from '../../facts/memory-limit';
import { noKilling } from '../../facts/no-killing';
import { probeFailures, probeQuestion } from '../../facts/probe';
import { earlierKillOf, probeKillOf, type ProbeKill } from '../../facts/probe-kill';
import { defineRule } from '../../rule';
import { stillStarting } from './liveness';
import { neverEnded } from './never-ended';
import { otherKill } from './other-kill';
import { endedItself } from './own-end';
import { ownWords, ownWordsClaim, ownWordsHeadline } from './own-words';
import { answerWords, earlierWords, endClaim, isGuessed, killedWords, killWords, probeClaim } from './wording';
import { wrongTarget } from './wrong-target';

interface FoundKill {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  limit: MemoryLimit | undefined;
  container: ContainerView;
  kill: ProbeKill;
  /** It ended runs before the one that ended last. */
  earlier: boolean;
}

export const livenessProbeFailing = defineRule({
  id: 'liveness-probe-failing',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],
  wants: ['memoryLimit', 'log'],
  supersedes: [
    'app-error-uncaught',
    'unknown',
    'exits-zero',
    'readiness-never-ready',
    'sidecar-failing',
    'sigterm-not-handled',
    'dependency-unreachable',
  ],
  confusedWith: ['oom-killed-limit', 'liveness-too-aggressive', 'startup-probe-failing'],

  match({ workload, container, troubled, memoryLimit, log }): FoundKill | undefined {
    const last = probeKillOf(troubled, 'liveness');
    const kill = last ?? earlierKillOf(troubled, 'liveness');
    const [first, ...rest] = kill?.evidence ?? [];
    if (!kill || !first || stillStarting(container, kill)) return undefined;
    if (endedItself(kill, log)) return undefined;
    // That it was still starting, which is another cause, shows in the log alone.
    const certainty = asFarAsHeard(kill.certainty, container, kill.ending?.exit ?? { current: true });
    const ref = workload.snapshot.workload;
    return { certainty, evidence: [first, ...rest], ref, limit: memoryLimit, container, kill, earlier: !last };
  },

  explain({ ref, limit, container, kill, earlier, evidence }) {
    const { namespace, name } = container.pod.pod.metadata;
    const question = kill.probe ? probeQuestion(kill.probe) : 'its liveness probe';
    const words = ownWords(container, kill.probe, {
      instance: kill.ending !== null && !kill.ending.exit.current ? 'previous' : 'current',
      untilAt: kill.ending?.exit.finishedAt ?? null,
      graceSeconds: kill.ending?.grace?.seconds ?? null,
    });
    const wrong = wrongTarget(container, 'liveness', kill.probe, kill.failures?.answer);
    const other = otherKill(ref, container, kill, limit);
    const answer = kill.failures ? answerWords(kill.failures.answer) : 'failed';
    return {
      headline: [
        'Container ',
        { code: container.name },
        earlier ? ' was killed by its liveness probe before: ' : `${killedWords(kill)} by its liveness probe: `,
        { code: question },
        ...(isGuessed(kill) ? [] : [' ', { mark: answer }]),
        ...ownWordsHeadline(words),
      ],
      claims: [
        { text: earlier ? earlierWords(container, kill) : killWords(container, kill), evidence },
        ...ownWordsClaim(words),
        ...wrong.claims,
        ...endClaim(kill),
        ...other.claims,
        ...(kill.probe ? [probeClaim(container, 'liveness', kill.probe)] : []),
      ],
      remedies: [
        showLogs(
          {
            namespace,
            pod: name,
            container: container.name,
            previous: kill.ending !== null && !kill.ending.exit.current,
          },
          'See what it was busy with, or refused, in the seconds before the probe gave up.',
        ),
        describePod({ namespace, pod: name }, 'See the probe, its answers and the kills in one place.'),
        ...wrong.remedies(ref),
        ...other.remedies,
      ],
      ...(earlier ? { earlier } : { wouldDisprove: 'A run that ended while its probe was answered well.' }),
    };
  },

  ruleOut({ container, troubled }) {
    if (probeKillOf(troubled, 'liveness')) return undefined;
    const whole = neverEnded(container);
    if (whole || container.spec.resources.unknown) return whole;
    if (!container.spec.livenessProbe)
      return { because: 'The container has no liveness probe.', evidence: [noSpecField(container, 'livenessProbe')] };
    const evidence = noKilling(container, 'liveness');
    const misses = probeFailures(container, 'liveness')?.count ?? 0;
    // So many misses say that it may have: Killing events are dropped in a long loop (signals §3.2).
    if (evidence.length === 0 || misses >= container.spec.livenessProbe.failureThreshold) return undefined;
    return { because: 'No event says that its liveness probe killed it.', evidence };
  },
});
