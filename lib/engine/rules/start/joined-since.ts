/** Whether nodes joined after the scheduler's word, which then says nothing of them (signals §3.7). */
import type { FieldEvidence, HeadlinePart } from '../../../model/diagnosis';
import { plural } from '../../../format/count';
import { fields, labelOf } from '../../evidence';
import { timeMs, type WorkloadView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import type { Unschedulable } from './unschedulable';

export interface Joined {
  /** So many nodes the scheduler counted; so many there are now. */
  counted: number;
  now: number;
  evidence: FieldEvidence[];
}

/** Words that give the number of all nodes; the oldest schedulers told only how many gave each reason. */
const countsNodes = /^(?:0\/\d|no nodes available)/;

/**
 * Null where it counted as many nodes as there are, where none of them is younger than its word, as under a scheduler that sees only
 * some nodes, and where not all were read.
 */
export function joinedSince({ snapshot: { nodes, nodeTotal } }: WorkloadView, why: Unschedulable): Joined | null {
  const saidMs = timeMs(why.evidence.at);
  if (saidMs === null || !countsNodes.test(why.message)) return null;
  if (nodes.length !== nodeTotal || nodes.length <= why.nodes) return null;
  const madeMs = (node: (typeof nodes)[number]) => timeMs(node.metadata.creationTimestamp) ?? 0;
  const young = nodes.filter((node) => madeMs(node) > saidMs).sort((a, b) => madeMs(b) - madeMs(a));
  if (young.length === 0) return null;
  const evidence = young
    .slice(0, 3)
    .map((node) => fields(labelOf(node), null, { '!metadata.creationTimestamp': node.metadata.creationTimestamp }));
  return { counted: why.nodes, now: nodes.length, evidence };
}

/** The end of a headline. */
export function joinedWords(joined: Joined | null): HeadlinePart[] {
  return joined === null ? [] : ['; nodes were added since'];
}

export function joinedClaim(joined: Joined | null): DraftClaim[] {
  if (joined === null) return [];
  const { counted, now, evidence } = joined;
  return [
    {
      text: `It counted ${plural(counted, 'node')}, and there are ${now} by now: whether one that was added since takes the pod, it has not said.`,
      evidence,
    },
  ];
}
