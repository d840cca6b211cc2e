/** The node went away with its pods: its kubelet has stopped answering, or the node was shut down or deleted (signals §2.1, §2.3, §3.9). */
import type { Certainty, Evidence, HeadlinePart, NonEmpty } from '../../../model/diagnosis';
import { describeNode, listObjects } from '../../../remedy/look';
import { conditionEvidence, eventEvidence, fields } from '../../evidence';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundLost {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  pod: PodView;
  node: string;
  how: 'silent' | 'unready' | 'shut-down';
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
        how: ready.status === 'Unknown' ? 'silent' : 'unready',
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
        how: status.reason === 'NodeLost' ? 'silent' : 'shut-down',
      };
    }
    const [first, ...others] = rest;
    if (troubledPod.podTrouble === 'stuck-terminating' && disruption && first)
      return { certainty: 'likely', evidence: [first, ...others], pod, node, how: 'silent' };
    return undefined;
  },

  explain({ pod, node, how, evidence }) {
    const { name } = pod.pod.metadata;
    const headlines: Record<FoundLost['how'], NonEmpty<HeadlinePart>> = {
      silent: ['Node ', { mark: node }, ' does not answer, and pod ', { code: name }, ' with it'],
      unready: ['Node ', { mark: node }, ' is not ready, and pod ', { code: name }, ' with it'],
      'shut-down': ['Node ', { mark: node }, ' was shut down, and pod ', { code: name }, ' ended with it'],
    };
    return {
      headline: headlines[how],
      claims: [
        {
          text: {
            silent: 'The cluster has not heard from the node; what its pods do now is not known.',
            unready: 'The kubelet reports that its node is not ready; its pods take no traffic.',
            'shut-down': 'The kubelet ended its pods because the node was going down.',
          }[how],
          evidence,
        },
      ],
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
