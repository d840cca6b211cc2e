/** The CPU limit held the container back around its probe's failures: proven by the kernel's own counters (signals §8.6). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { specField } from '../../evidence';
import { throttledShare } from '../../facts/metrics';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundThrottled {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  share: number;
}

export const cpuThrottled = defineRule({
  id: 'cpu-throttled',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],
  wants: ['livenessFailures', 'readinessFailures', 'startupFailures'],

  match({ workload, container, livenessFailures, readinessFailures, startupFailures }): FoundThrottled | undefined {
    const slow = [livenessFailures, readinessFailures, startupFailures].find(
      (f) => f?.answer.kind === 'timeout' || f?.answer.kind === 'refused',
    );
    const metric = slow && throttledShare(workload, container, slow.newest.at);
    // More than half of the periods throttled, with a probe that times out, is a suspect (signals §8.6).
    if (!metric || metric.share < 0.5) return undefined;
    return {
      certainty: 'proven',
      evidence: [
        metric.evidence,
        specField(container, { '!resources.limits.cpu': container.spec.resources.limits['cpu'] }),
      ],
      ref: workload.snapshot.workload,
      container,
      share: metric.share,
    };
  },

  explain({ container, share, evidence }) {
    const percent = `${Math.round(share * 100)} %`;
    return {
      headline: [
        'Container ',
        { code: container.name },
        ' was held back by its CPU limit in ',
        { mark: percent },
        ' of the time',
      ],
      claims: [
        { text: `In ${percent} of its scheduling periods it had used up its CPU limit and had to wait.`, evidence },
      ],
      remedies: [
        changeByHand(
          'raise-cpu',
          'Raise or drop the CPU limit',
          'A request keeps its share without holding it back; a limit of under what it needs while starting makes probes time out.',
        ),
      ],
    };
  },
});
