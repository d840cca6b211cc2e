/** The container runs and is never given traffic, because its readiness probe (or a readiness gate) does not pass. */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { showEvents, showLogs } from '../../../remedy/look';
import { conditionEvidence, eventEvidence, fields } from '../../evidence';
import { probeQuestion, type ProbeFailures } from '../../facts/probe';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { ownWords, ownWordsClaim, ownWordsHeadline } from './own-words';
import { answerWords, probeClaim, timesSince } from './wording';

interface FoundNotReady {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  failures: ProbeFailures | null;
}

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
    const base = { ref: workload.snapshot.workload, container };
    const state = fields(container.pod.label, null, {
      [`!${container.statusPath}.ready`]: false,
      [`${container.statusPath}.state.running.startedAt`]: status?.state.running?.startedAt,
    });
    if (readinessFailures) {
      // The kubelet says that the probe fails and that the container is not ready: nothing else holds traffic back.
      return {
        ...base,
        certainty: 'proven',
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

  explain({ ref, container, failures, evidence }) {
    const { namespace, name } = container.pod.pod.metadata;
    const probe = container.spec.readinessProbe;
    const question = probe ? probeQuestion(probe) : 'its readiness probe';
    const words = ownWords(container, probe, { instance: 'current', untilAt: failures?.newest.at ?? null });
    const answer = failures ? answerWords(failures.answer) : 'does not pass';
    return {
      headline: [
        'Container ',
        { code: container.name },
        ' runs but never becomes ready: ',
        { code: question },
        ' ',
        { mark: answer },
        ...ownWordsHeadline(words),
      ],
      claims: [
        { text: `\`${container.name}\` runs and is not ready, so it gets no traffic.`, evidence },
        ...(failures
          ? [
              {
                text: `Its readiness probe failed ${timesSince(failures.events)}; the last time its target ${answer}.`,
                evidence: [eventEvidence(failures.newest)],
              },
            ]
          : []),
        ...ownWordsClaim(words),
        ...(probe ? [probeClaim(container, 'readiness', probe)] : []),
      ],
      remedies: [
        showLogs(
          { namespace, pod: name, container: container.name, previous: false },
          'See why it does not call itself ready: what it waits for, or which path and port it serves.',
        ),
        showEvents(namespace, { kind: 'Pod', name }, 'See each answer of the probe, with its time.'),
      ],
      wouldDisprove: `A \`${ref.kind}\` whose pods turn \`Ready: True\` with the same image, probe and configuration.`,
    };
  },

  ruleOut({ container, troubled }) {
    if (troubled.trouble === 'not-ready') return undefined;
    return container.spec.readinessProbe || container.spec.resources.unknown
      ? undefined
      : { because: 'The container has no readiness probe.', evidence: [] };
  },
});
