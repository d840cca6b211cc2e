/** Every node that the pod may run on already gives its host port to another pod (signals §3.7). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { listObjects } from '../../../remedy/look';
import { fields } from '../../evidence';
import type { TroubledPod } from '../../facts/pod-trouble';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';
import { certaintyOf, deciding, type Decided } from './deciding';
import { joinedClaim, joinedSince, joinedWords, type Joined } from './joined-since';
import { waitForTry } from './no-longer-closed';
import { otherObstacle } from './unschedulable';

interface FoundPort {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  decided: Decided;
  ports: number[];
  /** Null where the scheduler knew all nodes that there are. */
  joined: Joined | null;
}

/** The kubelet's reasons for it; the last is of Kubernetes 1.1. */
const noPorts = new Set(['NodePorts', 'HostPort', 'PodFitsHostPorts', 'HostPortConflict']);

/** The kubelet asks the same of a pod that was sent to it by name (signals §2.1). */
function refusedByKubelet(pod: PodView, trouble: TroubledPod['podTrouble']): Decided | null {
  const { reason, message } = pod.pod.status;
  if (trouble !== 'failed' || !noPorts.has(reason)) return null;
  const evidence = fields(pod.label, null, { '!status.reason': reason, '!status.message': message });
  return {
    why: { message, nodes: 1, reasons: [], before: message, isDoubtful: false, evidence },
    obstacle: 'host-port',
    text: message,
  };
}

export const unschedulableHostPort = defineRule({
  id: 'unschedulable-host-port',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: ['unknown', 'unschedulable-taint-affinity'],
  confusedWith: ['port-in-use', 'unschedulable-resources'],

  match({ workload, pod, troubledPod }): FoundPort | undefined {
    const decided = refusedByKubelet(pod, troubledPod.podTrouble) ?? deciding(workload, pod);
    if (decided?.obstacle !== 'host-port') return undefined;
    if (troubledPod.podTrouble !== 'unscheduled' && troubledPod.podTrouble !== 'failed') return undefined;
    const asked = pod.containers.flatMap((c) =>
      c.spec.ports.flatMap((p, i) =>
        p.hostPort === null ? [] : [[`!${c.specPath}.ports[${i}].hostPort`, p.hostPort] as const],
      ),
    );
    const object = fields(pod.label, null, Object.fromEntries(asked));
    const joined = joinedSince(workload, decided.why);
    return {
      certainty: joined ? 'likely' : certaintyOf(decided),
      evidence: [decided.why.evidence, ...(asked.length > 0 ? [object] : [])],
      ref: workload.snapshot.workload,
      decided,
      ports: asked.map(([, port]) => port),
      joined,
    };
  },

  explain({ ref, decided, ports, joined, evidence }) {
    const [said, asked] = evidence;
    return {
      headline: [
        'No node has the host port ',
        ...(ports.length > 0 ? [{ mark: ports.join(', ') }, ' '] : []),
        'free for a pod of ',
        { code: ref.name },
        ...joinedWords(joined),
      ],
      claims: [
        {
          text: decided.why.message.startsWith('0/')
            ? `The scheduler looked at ${decided.why.nodes} nodes; those that the pod may run on have given the port away.`
            : 'The nodes that the pod may run on have given the port away.',
          evidence: [said],
        },
        ...joinedClaim(joined),
        ...(asked ? [{ text: 'This is the port that the pod takes from its node.', evidence: [asked] }] : []),
      ],
      remedies: [
        listObjects(ref.namespace, 'pods -o wide', 'See which pod already runs where; a node gives a host port once.'),
        ...(joined ? [waitForTry] : []),
        changeByHand(
          'drop-host-port',
          'Do without the host port',
          'A Service reaches the pod without one; with hostPort there can be no more pods than nodes, and a rolling update needs maxSurge 0.',
        ),
      ],
      container: null,
      wouldDisprove: 'A node that the pod may run on, with the port free.',
    };
  },

  ruleOut: ({ pod }) => otherObstacle(pod, 'host-port'),
});
