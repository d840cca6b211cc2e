/**
 * The liveness probe killed the container before it had finished starting.
 *
 * Told apart from a failing program by what says that it was still starting: its log, or an allowance of under a minute in
 * which it was never reachable (design §5; the budget's arithmetic: signals §6.3).
 */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { patchContainer } from '../../../remedy/change';
import { showLogs } from '../../../remedy/look';
import type { MemoryLimit } from '../../facts/memory-limit';
import { probeBudgetSeconds } from '../../facts/probe';
import { probeKillOf, type ProbeKill } from '../../facts/probe-kill';
import type { ContainerView } from '../../facts/views';
import { startupBudget, type StartupBudget } from '../../sizing';
import { defineRule } from '../../rule';
import { notStarting, stillStarting, type StartSign } from './liveness';
import { otherKill } from './other-kill';
import { endedItself } from './own-end';
import { endClaim, killedWords, killWords, probeClaim } from './wording';

interface FoundEarlyKill {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  kill: ProbeKill;
  sign: StartSign;
  budget: StartupBudget | null;
  limit: MemoryLimit | undefined;
}

export const livenessTooAggressive = defineRule({
  id: 'liveness-too-aggressive',
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
  ],
  confusedWith: ['liveness-probe-failing', 'oom-killed-limit', 'startup-probe-failing'],

  match({ workload, container, troubled, memoryLimit: limit, log }): FoundEarlyKill | undefined {
    const kill = probeKillOf(troubled, 'liveness');
    const [first, ...rest] = kill?.evidence ?? [];
    const sign = kill && stillStarting(container, kill);
    if (!kill || !first || !sign) return undefined;
    if (endedItself(kill, log)) return undefined;
    // That the probe killed it is proven; that it was still starting is read from a log or from arithmetic.
    const budget = startupBudget(workload, kill.probe?.periodSeconds ?? 10);
    const ref = workload.snapshot.workload;
    const certainty = kill.certainty === 'possible' ? 'possible' : 'likely';
    return { certainty, evidence: [first, ...rest], ref, container, kill, sign, budget, limit };
  },

  explain({ ref, container, kill, sign, evidence, budget: measured, limit }) {
    const { namespace, name } = container.pod.pod.metadata;
    const { probe } = kill;
    const budget = probe ? probeBudgetSeconds(probe) : null;
    const other = otherKill(ref, container, kill, limit);
    const ran = kill.ending?.exit.ranMs ?? null;
    const allowed = budget && probe ? `${budget.most - probe.timeoutSeconds} s` : 'the time allowed';
    // The most: a kubelet counts in ticks of its own, so a run may end a period sooner.
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;
    const startupProbe = {
      ...(probe?.httpGet ? { httpGet: { path: probe.httpGet.path, port: probe.httpGet.port } } : {}),
      ...(probe?.tcpSocket ? { tcpSocket: { port: probe.tcpSocket.port } } : {}),
      ...(probe?.exec ? { exec: { command: probe.exec.command } } : {}),
      ...(probe?.grpc ? { grpc: { port: probe.grpc.port } } : {}),
      periodSeconds: probe?.periodSeconds ?? 10,
      failureThreshold: measured?.failureThreshold ?? 30,
    };
    return {
      headline: [
        'Container ',
        { code: container.name },
        `${killedWords(kill)} by its liveness probe before it has started: it gets ${budget ? 'at most ' : ''}`,
        { mark: allowed },
      ],
      claims: [
        { text: killWords(container, kill), evidence },
        { text: `It had not finished starting: ${sign.why}.`, evidence: sign.evidence },
        ...endClaim(kill),
        ...other.claims,
        ...(probe ? [probeClaim(container, 'liveness', probe)] : []),
      ],
      remedies: [
        {
          ...patchContainer(
            ref,
            container,
            { startupProbe },
            {
              id: 'add-startup-probe',
              title: 'Give the start a probe of its own',
              why: `A startup probe holds the liveness probe back until ${port === undefined ? 'the program answers' : `port ${port} answers`}: here for up to ${formatSpan(startupProbe.periodSeconds * startupProbe.failureThreshold * 1000)}. ${measured?.why ?? 'Put twice the time that a start takes.'}`,
            },
          ),
          arithmetic: measured?.arithmetic ?? null,
        },
        showLogs(
          {
            namespace,
            pod: name,
            container: container.name,
            previous: kill.ending !== null && !kill.ending.exit.current,
          },
          `See how far it gets${ran === null ? '' : ` in ${formatSpan(ran)}`}, and what it waits for.`,
        ),
        ...other.remedies,
      ],
      wouldDisprove: '`ready: true` in its status, or a request that it answered, in a run that was killed afterwards.',
    };
  },

  ruleOut({ container, troubled }) {
    const kill = probeKillOf(troubled, 'liveness');
    const against = kill && notStarting(container, kill);
    return against ? { because: against.why, evidence: against.evidence } : undefined;
  },
});
