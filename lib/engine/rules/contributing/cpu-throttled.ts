/**
 * The CPU limit held the container back while its probe failed: proven by the kernel's own counters at that time (signals §8.6).
 *
 * Beside a probe's finding it is the cause of it: the probe's headline ends with it, and its step comes first.
 */
import type { CauseId } from '../../../model/causes';
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { formatClock } from '../../../format/time';
import { changeByHand } from '../../../remedy/change';
import { eventEvidence, specField } from '../../evidence';
import { throttledShare } from '../../facts/metrics';
import { lateAnswer, type ProbeFailures, type ProbeKind } from '../../facts/probe';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';

/** What a probe that is not answered in time leads to. */
const killedBy: Record<ProbeKind, CauseId[]> = {
  liveness: ['liveness-probe-failing', 'liveness-too-aggressive'],
  readiness: ['readiness-never-ready'],
  startup: ['startup-probe-failing'],
};

interface FoundThrottled {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  share: number;
  slow: ProbeFailures;
}

export const cpuThrottled = defineRule({
  id: 'cpu-throttled',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],

  match({ workload, container }): FoundThrottled | undefined {
    const slow = lateAnswer(container);
    const metric = slow && throttledShare(workload, container, slow.newest.at);
    // More than half of the periods throttled, with a probe that times out, is a suspect (signals §8.6).
    if (!slow || !metric || metric.share < 0.5) return undefined;
    return {
      certainty: slow.answer.kind === 'timeout' ? 'proven' : 'likely',
      evidence: [
        metric.evidence,
        eventEvidence(slow.newest, 'context deadline exceeded', 'connection refused'),
        specField(container, { '!resources.limits.cpu': container.spec.resources.limits['cpu'] }),
      ],
      ref: workload.snapshot.workload,
      container,
      share: metric.share,
      slow,
    };
  },

  explain({ container, share, slow, evidence }) {
    const percent = `${Math.round(share * 100)} %`;
    const at = slow.newest.at === null ? '' : ` at ${formatClock(slow.newest.at)}`;
    const says = slow.answer.kind === 'timeout' ? 'was not answered in time' : 'was refused';
    return {
      headline: [
        'Container ',
        { code: container.name },
        ' was held back by its CPU limit in ',
        { mark: percent },
        ' of its periods at the time of the failure',
      ],
      claims: [
        {
          text: `Around the moment when the ${slow.kind} probe ${says}${at}, it had used up its CPU limit in ${percent} of its scheduling periods and had to wait.`,
          evidence,
        },
      ],
      remedies: [
        changeByHand(
          'raise-cpu',
          'Raise or drop the CPU limit',
          'A request keeps its share without holding it back; a limit of under what it needs while starting makes probes time out.',
        ),
      ],
      ...(slow.answer.kind === 'timeout' && {
        behind: {
          causes: killedBy[slow.kind],
          words: [
            ', for its CPU limit held it back in ',
            { mark: percent },
            ' of its periods at the time of the failure',
          ],
        },
      }),
    };
  },
});
