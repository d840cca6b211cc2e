/** Whether the nodes as they were read bear out what the scheduler said of them, or have changed since (signals §3.7). */
import type { Node } from '../../../model/kubernetes';
import type { AbsenceEvidence } from '../../../model/diagnosis';
import { ask } from '../../../remedy/look';
import { absence, labelOf } from '../../evidence';
import type { PodView, WorkloadView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { closingTaints, selects, unnamedTaint, type Decided } from './deciding';

export interface Opened {
  /** So many nodes gave the reason; so many are as it says now. */
  counted: number;
  now: number;
  evidence: AbsenceEvidence[];
}

/** Which nodes are as a reason says; null for one that a node's labels and taints do not tell: affinities, volumes, spread. */
function bears({ pod }: PodView, text: string): ((node: Node) => boolean) | null {
  const key = /taint \{([^\s:}]{1,300})/.exec(text)?.[1];
  if (key !== undefined) return (node) => closingTaints(pod, node).some((taint) => taint.key === key);
  if (unnamedTaint.test(text)) return (node) => closingTaints(pod, node).length > 0 || node.spec.unschedulable;
  if (/were unschedulable/.test(text)) return (node) => node.spec.unschedulable;
  const isOfSelector = /node selector|node affinity\/selector|MatchNodeSelector/.test(text);
  // An affinity, or one that the scheduler's profile adds, is not compared here.
  const asksOnlyLabels =
    (pod.spec.affinity?.requiredNode.length ?? 0) === 0 && Object.keys(pod.spec.nodeSelector).length > 0;
  return isOfSelector && asksOnlyLabels ? (node) => !selects(pod, node) : null;
}

/** Null where as many nodes as the scheduler counted are as it said, and where fewer were read than it knew. */
export function noLongerClosed({ snapshot }: WorkloadView, pod: PodView, { why, text }: Decided): Opened | null {
  const { nodes, nodeTotal } = snapshot;
  const isSo = bears(pod, text);
  const counted = why.reasons.find((reason) => reason.text === text)?.count ?? 0;
  if (isSo === null || nodes.length !== nodeTotal || nodes.length < why.nodes) return null;
  const open = nodes.filter((node) => !isSo(node));
  const now = nodes.length - open.length;
  if (now >= counted) return null;
  const evidence = open
    .slice(0, 3)
    .map((node) => absence(labelOf(node), `not so: ${text}`, 'its labels, spec.taints and spec.unschedulable'));
  return { counted, now, evidence };
}

export function openedClaim(opened: Opened | null): DraftClaim[] {
  if (opened === null) return [];
  const { counted, now, evidence } = opened;
  return [
    {
      text: `That was so of ${counted} nodes, and is by now of ${now === 0 ? 'none' : now}: a new try may find another answer.`,
      evidence,
    },
  ];
}

/** The scheduler tries again when a node changes, and after five minutes at the latest (podMaxInUnschedulablePodsDuration). */
export const waitForTry = ask(
  'wait-for-try',
  'Wait for the next try',
  'The scheduler tries a pod again when a node changes, and after five minutes at the latest. Where it still refuses then, it says so anew, and for its present reason.',
);
