/** No node that the pod may run on has enough left of what it asks for (signals §3.7). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { listNodes, describePod } from '../../../remedy/look';
import { fields } from '../../evidence';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';
import { deciding } from './deciding';
import { obstacleOf, type Unschedulable } from './unschedulable';

interface FoundResources {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: PodView;
  why: Unschedulable;
  /** "cpu", "memory", … that are short. */
  short: string[];
}

/** What the pod asks for in all: the paths that say so. */
function requests(pod: PodView): Evidence {
  return fields(
    pod.label,
    null,
    Object.fromEntries(
      pod.containers
        .filter((c) => c.type !== 'init')
        .flatMap((c) =>
          Object.entries(c.spec.resources.requests).map(([name, value]) => [
            `!${c.specPath}.resources.requests.${name}`,
            value,
          ]),
        ),
    ),
  );
}

/** The kubelet's own refusal of a pod that was sent to it: "OutOfcpu", "OutOfnvidia.com/gpu" (signals §2.1). */
function outOf(pod: PodView): { resource: string; evidence: Evidence } | null {
  const { reason, message } = pod.pod.status;
  const resource = /^OutOf([a-z].*)$/.exec(reason)?.[1];
  if (resource === undefined) return null;
  return { resource, evidence: fields(pod.label, null, { '!status.reason': reason, 'status.message': message }) };
}

export const unschedulableResources = defineRule({
  id: 'unschedulable-resources',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: ['unknown'],
  confusedWith: ['unschedulable-taint-affinity', 'quota-exceeded', 'pvc-pending'],

  match({ workload, pod, troubledPod }): FoundResources | undefined {
    const refused = outOf(pod);
    if (refused && troubledPod.podTrouble === 'failed')
      return {
        certainty: 'proven',
        evidence: [refused.evidence, requests(pod)],
        ref: workload.snapshot.workload,
        pod,
        why: { message: pod.pod.status.message, nodes: 1, reasons: [], before: null, evidence: refused.evidence },
        short: [refused.resource],
      };
    if (troubledPod.podTrouble !== 'unscheduled') return undefined;
    const decided = deciding(workload, pod);
    if (decided?.obstacle !== 'resources') return undefined;
    const short = decided.why.reasons.flatMap(
      (r) => /^Insufficient (\S+)/.exec(r.text)?.[1] ?? (/^Too many pods/.test(r.text) ? ['pods'] : []),
    );
    return {
      certainty: 'proven',
      evidence: [decided.why.evidence, requests(pod)],
      ref: workload.snapshot.workload,
      pod,
      why: decided.why,
      short: [...new Set(short)].sort(),
    };
  },

  explain({ ref, pod, why, short }) {
    const what = short.join(' and ') || 'room';
    const of = Math.max(
      0,
      ...why.reasons.filter(({ text }) => obstacleOf(text) === 'resources').map(({ count }) => count),
    );
    const none =
      of >= why.nodes
        ? `The scheduler found none of ${why.nodes} nodes with enough ${what} left.`
        : `The scheduler found not enough ${what} left on ${of} of ${why.nodes} nodes; the others do not take the pod.`;
    return {
      headline: [
        pod.pod.spec.nodeName === null ? 'No node has enough ' : `Node ${pod.pod.spec.nodeName} has not enough `,
        { mark: what },
        ' for a pod of ',
        { code: ref.name },
      ],
      claims: [
        {
          text:
            pod.pod.spec.nodeName === null
              ? none
              : `The kubelet of node ${pod.pod.spec.nodeName} had not enough ${what} left, and refused the pod.`,
          evidence: [why.evidence],
        },
        { text: 'This is what the pod asks for.', evidence: [requests(pod)] },
      ],
      remedies: [
        listNodes('Compare "Allocated resources" of each node with what the pod asks for.'),
        changeByHand(
          'lower-requests',
          'Ask for what it uses, or add room',
          'Lower the request if it is a guess; else add a node, or scale something down that can wait.',
        ),
        describePod(
          { namespace: ref.namespace, pod: pod.pod.metadata.name },
          'See the request and the scheduler’s words together.',
        ),
      ],
      container: null,
      wouldDisprove: 'A node that the pod may run on, with that much unrequested.',
    };
  },
});
