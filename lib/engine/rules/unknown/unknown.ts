/** Nothing names the cause: what is known, what is missing, and the one command that would tell most (design §5). */
import type { Certainty } from '../../../model/diagnosis';
import { mostTelling } from '../../facts/pod-trouble';
import { defineRule } from '../../rule';
import type { Known } from './known';
import { ofContainer } from './known-container';
import { ofPod } from './known-pod';
import { ofWorkload } from './known-workload';

interface FoundNothing extends Known {
  certainty: Certainty;
}

export const unknown = defineRule({
  id: 'unknown',
  scope: 'workload',
  tells: 'failure',
  needs: ['workload', 'troubledPods'],

  match({ workload, troubledPods }): FoundNothing | undefined {
    const container = mostTelling(troubledPods);
    const [pod] = troubledPods;
    const known = container ? ofContainer(container, workload) : pod ? ofPod(pod) : ofWorkload(workload);
    return known ? { ...known, certainty: 'possible' } : undefined;
  },

  explain: ({ headline, claims, remedies, container, names, atMost, reviewAtMs }) => ({
    headline,
    claims,
    remedies,
    container,
    ...(names === undefined ? {} : { names }),
    ...(atMost ? { atMost } : {}),
    ...(reviewAtMs === undefined ? {} : { reviewAtMs }),
  }),
});
