/** The node went away with its pods: its kubelet has stopped answering, or the node was shut down or deleted (signals §2.1, §2.3, §3.9). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import { describeNode, listObjects } from '../../../remedy/look';
import { conditionEvidence, eventEvidence, fields } from '../../evidence';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundLost {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  pod: PodView;
  node: string;
}

const lostReasons = new Set(['NodeLost', 'NodeShutdown', 'Terminated', 'Shutdown']);

export const nodeLost = defineRule({
  id: 'node-lost',
  scope: 'pod',
  needs: ['pod', 'troubledPod'],
  supersedes: '*',
  confusedWith: ['unschedulable-taint-affinity'],

  match({ pod, troubledPod }): FoundLost | undefined {
    const { status, spec } = pod.pod;
    const node = spec.nodeName ?? 'its node';
    const ready = pod.node?.status.conditions.find((c) => c.type === 'Ready');
    const disruption = status.conditions.find(
      (c) => c.type === 'DisruptionTarget' && (c.reason === 'DeletionByTaintManager' || c.reason === 'DeletionByPodGC'),
    );
    const event = pod.events.filter((e) => e.reason === 'NodeNotReady' || e.reason === 'TaintManagerEviction').at(-1);
    const rest: Evidence[] = [
      ...(disruption ? [conditionEvidence(pod.pod, disruption, disruption.reason)] : []),
      ...(event ? [eventEvidence(event, event.message)] : []),
    ];
    if (pod.node && ready && ready.status !== 'True' && troubledPod.podTrouble === 'node-gone') {
      return {
        certainty: 'proven',
        evidence: [conditionEvidence(pod.node, ready, `Ready=${ready.status}`, ready.reason), ...rest],
        pod,
        node,
      };
    }
    if (
      lostReasons.has(status.reason) &&
      (troubledPod.podTrouble === 'failed' || troubledPod.podTrouble === 'node-gone')
    ) {
      return {
        certainty: 'proven',
        evidence: [
          fields(pod.label, null, { '!status.reason': status.reason, 'status.message': status.message }),
          ...rest,
        ],
        pod,
        node,
      };
    }
    const [first, ...others] = rest;
    if (troubledPod.podTrouble === 'stuck-terminating' && disruption && first)
      return { certainty: 'likely', evidence: [first, ...others], pod, node };
    return undefined;
  },

  explain({ pod, node, evidence }) {
    return {
      headline: ['Node ', { mark: node }, ' is gone, and the pod with it: its kubelet does not answer'],
      claims: [{ text: 'The cluster has not heard from the node; what its pods do now is not known.', evidence }],
      remedies: [
        describeNode(node, 'See since when it is silent, and what it said last.'),
        listObjects(
          pod.pod.metadata.namespace,
          'pods -o wide',
          'See where the replacements wait, and what else ran there.',
        ),
      ],
      container: null,
      wouldDisprove: 'The node reporting Ready again.',
    };
  },
});
