/** The startup probe never passed within its budget, and the kubelet killed the container for it (signals §3.4, §6.3). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { patchContainer } from '../../../remedy/change';
import { showLogs } from '../../../remedy/look';
import { eventEvidence, noSpecField } from '../../evidence';
import type { MemoryLimit } from '../../facts/memory-limit';
import { probeBudgetSeconds, probeQuestion, type ProbeFailures } from '../../facts/probe';
import { probeKillOf, type ProbeKill } from '../../facts/probe-kill';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { neverEnded } from './never-ended';
import { otherKill } from './other-kill';
import { endedItself } from './own-end';
import { ownWords, ownWordsClaim } from './own-words';
import { answerWords, endClaim, killedWords, killWords, probeClaim } from './wording';

interface FoundStartup {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  kill: ProbeKill | null;
  failures: ProbeFailures | null;
  limit: MemoryLimit | undefined;
}

export const startupProbeFailing = defineRule({
  id: 'startup-probe-failing',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],
  wants: ['startupFailures', 'memoryLimit', 'log'],
  supersedes: [
    'app-error-uncaught',
    'unknown',
    'exits-zero',
    'readiness-never-ready',
    'sidecar-failing',
    'sigterm-not-handled',
    'liveness-probe-failing',
    'liveness-too-aggressive',
  ],
  confusedWith: ['liveness-probe-failing', 'oom-killed-limit'],

  match({ workload, container, troubled, startupFailures, memoryLimit: limit, log }): FoundStartup | undefined {
    const ref = workload.snapshot.workload;
    const kill = probeKillOf(troubled, 'startup');
    const [first, ...rest] = kill?.evidence ?? [];
    if (kill && first) {
      if (endedItself(kill, log)) return undefined;
      const { certainty, failures } = kill;
      return { certainty, evidence: [first, ...rest], ref, container, kill, failures, limit };
    }
    // A probe that cannot be run at all never passes and never kills: the container just never counts as started (signals §3.5).
    if (
      troubled.trouble === 'not-ready' &&
      container.status?.started === false &&
      startupFailures &&
      container.spec.startupProbe
    ) {
      return {
        certainty: 'likely',
        evidence: [eventEvidence(startupFailures.newest)],
        ref,
        container,
        kill: null,
        failures: startupFailures,
        limit,
      };
    }
    return undefined;
  },

  explain({ ref, container, kill, failures, limit, evidence }) {
    const { namespace, name } = container.pod.pod.metadata;
    const probe = container.spec.startupProbe;
    const budget = probe && probeBudgetSeconds(probe);
    const other = kill ? otherKill(ref, container, kill, limit) : null;
    const allowed = budget && probe ? `${budget.most - probe.timeoutSeconds} s` : 'time allowed';
    const question = probe ? probeQuestion(probe) : 'startup probe';
    return {
      headline: kill
        ? [
            'Container ',
            { code: container.name },
            ' does not start within the ',
            { mark: allowed },
            ` of its startup probe and${killedWords(kill)}`,
          ]
        : ['Container ', { code: container.name }, ' never passes its startup probe: ', { mark: question }],
      claims: [
        {
          text: kill ? killWords(container, kill) : 'The startup probe has not passed.',
          evidence,
        },
        ...(failures
          ? [
              {
                text: `Asked by \`${question}\`, it ${answerWords(failures.answer)}.`,
                evidence: [eventEvidence(failures.newest)],
              },
            ]
          : []),
        ...ownWordsClaim(
          ownWords(container, probe, {
            instance: kill?.ending?.exit.current === false ? 'previous' : 'current',
            untilAt: kill?.ending?.exit.finishedAt ?? null,
          }),
        ),
        ...(kill ? endClaim(kill) : []),
        ...(other?.claims ?? []),
        ...(probe ? [probeClaim(container, 'startup', probe)] : []),
      ],
      remedies: [
        showLogs(
          { namespace, pod: name, container: container.name, previous: kill?.ending?.exit.current === false },
          'See whether it is slow, waits for something, or listens on another port than the probe asks.',
        ),
        patchContainer(
          ref,
          container,
          { startupProbe: { failureThreshold: Math.max((probe?.failureThreshold ?? 3) * 3, 30) } },
          {
            id: 'raise-startup-budget',
            title: 'Allow the start more time',
            why: 'Right when the log shows that it is only slow: the budget is failureThreshold × periodSeconds.',
          },
        ),
        ...(other?.remedies ?? []),
      ],
      wouldDisprove: '`started: true` in the status of that run: the startup probe had passed then.',
    };
  },

  ruleOut({ container, troubled }) {
    if (probeKillOf(troubled, 'startup')) return undefined;
    return container.spec.startupProbe || container.spec.resources.unknown
      ? neverEnded(container)
      : { because: 'The container has no startup probe.', evidence: [noSpecField(container, 'startupProbe')] };
  },
});
