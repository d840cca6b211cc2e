/** Taints, selectors, affinity or a volume's place keep the pod off every node (signals §3.7). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand, uncordon } from '../../../remedy/change';
import { describePod, listObjects } from '../../../remedy/look';
import { fields } from '../../evidence';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';
import { short } from '../log-rule';
import { ailingClaim, ailingSteps } from './ailing';
import {
  ailingNodes,
  cordonedNodes,
  certaintyOf,
  deciding,
  isOfLostNode,
  taintsBehind,
  type Decided,
} from './deciding';
import { joinedClaim, joinedSince, joinedWords, type Joined } from './joined-since';
import { behindClaim, lookedAt, noNode } from './looked-at';
import { noLongerClosed, openedClaim, waitForTry, type Opened } from './no-longer-closed';
import { pressedOut } from './pressed';
import { otherObstacle } from './unschedulable';

interface FoundPlacement {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: PodView;
  decided: Decided;
  /** Where the scheduler names no taint. */
  behind: ReturnType<typeof taintsBehind>;
  /** Null where no condition of the nodes is the reason. */
  ailing: ReturnType<typeof ailingNodes>;
  /** Null where no cordon is the reason. */
  cordoned: string[] | null;
  /** Null where the nodes are as the scheduler said. */
  opened: Opened | null;
  joined: Joined | null;
}

/** Words of the kubelet's own admission for the same thing (signals §2.1); the last two before 1.18. */
const kubeletReasons = new Set([
  'NodeAffinity',
  'TaintToleration',
  'NodeName',
  'PodOSSelectorNodeLabelDoesNotMatch',
  'MatchNodeSelector',
  'PodToleratesNodeTaints',
]);

function wishes(pod: PodView): Evidence {
  const { spec } = pod.pod;
  return fields(pod.label, null, {
    ...Object.fromEntries(
      Object.entries(spec.nodeSelector).map(([key, value]) => [`spec.nodeSelector[${JSON.stringify(key)}]`, value]),
    ),
    'spec.affinity': spec.affinity?.requiredNode.join('; '),
    // Those that the API server adds to each pod say nothing; each of the others has its own path.
    ...Object.fromEntries(
      spec.tolerations.flatMap((toleration, i) =>
        /^node\.kubernetes\.io\//.test(toleration.key ?? '')
          ? []
          : Object.entries(toleration).map(([key, value]) => [`spec.tolerations[${i}].${key}`, value]),
      ),
    ),
  });
}

/** The node whose kubelet refused the pod; null where the scheduler did. */
function refusedOn({ pod }: PodView): string | null {
  return kubeletReasons.has(pod.status.reason) ? pod.spec.nodeName : null;
}

export const unschedulableTaintAffinity = defineRule({
  id: 'unschedulable-taint-affinity',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod', 'troubledPods'],
  supersedes: ['unknown'],
  confusedWith: ['unschedulable-resources', 'pvc-pending'],

  match({ workload, pod, troubledPod, troubledPods }): FoundPlacement | undefined {
    const ref = workload.snapshot.workload;
    const { status } = pod.pod;
    if (troubledPod.podTrouble === 'failed' && kubeletReasons.has(status.reason)) {
      const { reason, message } = status;
      const evidence = fields(pod.label, null, { '!status.reason': reason, '!status.message': message });
      const why = { message, nodes: 1, reasons: [], before: message, isDoubtful: false, evidence };
      return {
        certainty: 'proven',
        evidence: [evidence],
        ref,
        pod,
        decided: { why, obstacle: 'placement', text: status.message },
        behind: [],
        ailing: null,
        cordoned: null,
        opened: null,
        joined: null,
      };
    }
    if (troubledPod.podTrouble !== 'unscheduled') return undefined;
    const decided = deciding(workload, pod);
    if (decided?.obstacle !== 'placement' || isOfLostNode(pod, decided, troubledPods)) return undefined;
    if (pressedOut(workload, troubledPod)) return undefined;
    const asked = wishes(pod);
    const evidence: NonEmpty<Evidence> = [decided.why.evidence];
    if (asked.kind === 'field' && asked.fields.length > 0) evidence.push(asked);
    const behind = taintsBehind(workload, pod, decided);
    const ailing = ailingNodes(workload, pod, decided);
    const cordoned = cordonedNodes(workload, pod, decided);
    const opened = noLongerClosed(workload, pod, decided);
    const joined = joinedSince(workload, decided.why);
    const certainty = opened || joined ? 'likely' : certaintyOf(decided);
    return { certainty, evidence, ref, pod, decided, behind, ailing, cordoned, opened, joined };
  },

  explain({ ref, pod, decided, behind, ailing, cordoned, opened, joined, evidence }) {
    const [said, asked] = evidence;
    const node = refusedOn(pod);
    return {
      headline: [
        noNode(decided, opened !== null, node),
        { code: ref.name },
        ': ',
        { mark: short(decided.text) },
        ...(opened ? ['; that is so no longer'] : joinedWords(joined)),
      ],
      claims: [
        {
          text: lookedAt(decided, opened !== null, node),
          evidence: [said],
        },
        ...behindClaim(behind),
        ...ailingClaim(ailing ?? []),
        ...openedClaim(opened),
        ...joinedClaim(joined),
        ...(asked ? [{ text: 'This is what the pod asks of a node.', evidence: [asked] }] : []),
      ],
      remedies: [
        ...(ailing === null
          ? [listObjects('', 'nodes --show-labels', 'Compare labels with what the pod asks for.')]
          : ailingSteps(ailing)),
        ...(cordoned === null
          ? []
          : [
              uncordon(
                cordoned[0] ?? null,
                'Somebody cordoned it, by hand or for a drain. Ask who, and undo it once that work is over: every pod that waits may go there then.',
              ),
            ]),
        ...(opened || joined ? [waitForTry] : []),
        ...(ailing === null && !opened
          ? [
              changeByHand(
                'open-node',
                'Let one node match',
                'Correct the selector or affinity, tolerate the taint where the pod is meant for such nodes, or label a node. A volume that lives in one zone binds the pod to it.',
              ),
            ]
          : []),
        describePod(
          { namespace: ref.namespace, pod: pod.pod.metadata.name },
          'See selector, tolerations and the scheduler’s words together.',
        ),
      ],
      container: null,
      wouldDisprove: 'A node with matching labels and without an untolerated taint.',
    };
  },

  ruleOut: ({ pod }) => otherObstacle(pod, 'placement'),
});
