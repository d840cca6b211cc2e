/** The container runs and is never given traffic, because its readiness probe (or a readiness gate) does not pass. */
import { formatClock } from '../../../format/time';
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { Condition } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { describePod, showEvents, showLogs } from '../../../remedy/look';
import { conditionEvidence, eventEvidence, fields, noSpecField } from '../../evidence';
import { asFarAsHeard } from '../../facts/log-read';
import { closedGate, probeQuestion, type ProbeFailures } from '../../facts/probe';
import { spanMs, type ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { long, short } from '../log-rule';
import { ownWords, ownWordsClaim, ownWordsHeadline } from './own-words';
import { answerWords, probeClaim, timesSince } from './wording';
import { wrongTarget } from './wrong-target';

interface FoundNotReady {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  failures: ProbeFailures | null;
  /** Until when it was ready in this run, for certain; null where it never was, or that is not known. */
  lost: { text: string; evidence: Evidence } | null;
  /** The name of the readiness gate that is closed. */
  gate: string | null;
  /** What its controller says in the condition of that name. */
  gateSays?: string;
}

/** ContainersReady turned false after this run began: until then all containers of the pod were ready, this one too. */
function readinessLost({ pod, status }: ContainerView): FoundNotReady['lost'] {
  const condition = pod.pod.status.conditions.find((c) => c.type === 'ContainersReady' && c.status === 'False');
  const at = condition?.lastTransitionTime ?? null;
  const ranMs = spanMs(status?.state.running?.startedAt, at);
  if (!condition || at === null || ranMs === null || ranMs <= 2_000) return null;
  // It is the pod's word: of several containers another one may have been the first that was not ready.
  const whose =
    pod.containers.filter(({ type }) => type !== 'init').length > 1 ? 'All containers of its pod were' : 'It was';
  return {
    text: `${whose} ready until ${formatClock(at)}.`,
    evidence: conditionEvidence(pod.pod, condition, condition.reason),
  };
}

function gateWords({ reason, message }: Condition): string {
  return [reason, message].filter((part) => part !== '').join(': ');
}

const sinceFailing = (failures: ProbeFailures | null): Parameters<typeof ownWords>[2] => ({
  instance: 'current',
  untilAt: failures?.newest.at ?? null,
});

export const readinessNeverReady = defineRule({
  id: 'readiness-never-ready',
  scope: 'container',
  tells: 'symptom',
  needs: ['workload', 'container', 'troubled'],
  wants: ['readinessFailures'],
  supersedes: ['unknown'],
  confusedWith: ['startup-probe-failing', 'liveness-probe-failing'],

  match({ workload, container, troubled, readinessFailures }): FoundNotReady | undefined {
    if (troubled.trouble !== 'not-ready') return undefined;
    const { status } = container;
    if (container.spec.startupProbe && status?.started !== true) return undefined;
    const { conditions } = container.pod.pod.status;
    const condition =
      conditions.find((c) => c.type === 'ContainersReady' && c.status === 'False') ??
      conditions.find((c) => c.type === 'Ready' && c.status === 'False');
    const closed = status?.ready === true ? closedGate(container.pod) : null;
    const gate = closed && (/readiness gate "([^"]+)"/.exec(closed.message)?.[1] ?? closed.reason);
    const base = { ref: workload.snapshot.workload, container, gate, lost: readinessLost(container) };
    if (closed && gate !== null) {
      const evidence = conditionEvidence(container.pod.pod, closed, gate);
      // What the controller of the gate says of it; it need not say anything (signals §3.1).
      const own = conditions.find(({ type }) => type === gate);
      const said = own ? [conditionEvidence(container.pod.pod, own, own.reason)] : [];
      return {
        ...base,
        certainty: 'proven',
        evidence: [evidence, ...said],
        failures: null,
        gateSays: own ? gateWords(own) : '',
      };
    }
    const state = fields(container.pod.label, null, {
      [`!${container.statusPath}.ready`]: false,
      [`${container.statusPath}.state.running.startedAt`]: status?.state.running?.startedAt,
    });
    if (readinessFailures) {
      // The kubelet says that the probe fails and that the container is not ready: nothing else holds traffic back. What it waits
      // for, which is the cause, shows in the log alone: where that names a check, there is a cause behind it.
      const named = ownWords(container, container.spec.readinessProbe, sinceFailing(readinessFailures))?.named ?? null;
      return {
        ...base,
        certainty: asFarAsHeard(named === null ? 'proven' : 'likely', container, { current: true }),
        evidence: [eventEvidence(readinessFailures.newest), state],
        failures: readinessFailures,
      };
    }
    if (!container.spec.readinessProbe) return undefined;
    return {
      ...base,
      certainty: 'likely',
      evidence: [state, ...(condition ? [conditionEvidence(container.pod.pod, condition, condition.reason)] : [])],
      failures: null,
    };
  },

  explain({ ref, container, failures, gate, gateSays = '', lost, evidence }) {
    const { namespace, name } = container.pod.pod.metadata;
    if (gate !== null) {
      return {
        headline: [
          'Pod ',
          { code: name },
          ' is given no traffic: its readiness gate ',
          { mark: gate },
          ' is closed',
          ...(gateSays === '' ? [] : [`: ${short(gateSays)}`]),
        ],
        claims: [
          { text: 'Its containers are ready, and whoever opens this gate has not.', evidence },
          ...(gateSays === '' ? [] : [{ text: `Its condition says: ${long(gateSays)}`, evidence: evidence.slice(-1) }]),
        ],
        remedies: [
          describePod({ namespace, pod: name }, 'See the condition of that name, and when it last changed.'),
          showEvents(namespace, { kind: 'Pod', name }, 'See what the controller of the gate says of the pod.'),
        ],
        wouldDisprove: `The condition \`${gate}\` with status True.`,
      };
    }
    const probe = container.spec.readinessProbe;
    const question = probe ? probeQuestion(probe) : 'its readiness probe';
    const words = ownWords(container, probe, sinceFailing(failures));
    const wrong = wrongTarget(container, 'readiness', probe, failures?.answer);
    const answer = failures ? answerWords(failures.answer) : 'does not pass';
    return {
      headline: [
        'Container ',
        { code: container.name },
        lost ? ' runs but is not ready any more: ' : ' runs but never becomes ready: ',
        { code: question },
        ' ',
        { mark: answer },
        ...ownWordsHeadline(words),
      ],
      claims: [
        { text: `\`${container.name}\` runs and is not ready, so it gets no traffic.`, evidence },
        ...(lost ? [{ text: lost.text, evidence: [lost.evidence] }] : []),
        ...(failures
          ? [
              {
                text: `Its readiness probe failed ${timesSince(failures.events)}; the last time its target ${answer}.`,
                evidence: [eventEvidence(failures.newest)],
              },
            ]
          : []),
        ...ownWordsClaim(words),
        ...wrong.claims,
        ...(probe ? [probeClaim(container, 'readiness', probe)] : []),
      ],
      remedies: [
        showLogs(
          { namespace, pod: name, container: container.name, previous: false },
          'See why it does not call itself ready: what it waits for, or which path and port it serves.',
        ),
        showEvents(namespace, { kind: 'Pod', name }, 'See each answer of the probe, with its time.'),
        ...wrong.remedies(ref),
      ],
      wouldDisprove: `A \`${ref.kind}\` whose pods turn \`Ready: True\` with the same image, probe and configuration.`,
    };
  },

  ruleOut({ container, troubled }) {
    if (troubled.trouble === 'not-ready') return undefined;
    return container.spec.readinessProbe || container.spec.resources.unknown
      ? undefined
      : { because: 'The container has no readiness probe.', evidence: [noSpecField(container, 'readinessProbe')] };
  },
});
