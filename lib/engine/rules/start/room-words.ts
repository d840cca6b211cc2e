/** What the scheduler found where no node has room: how many are short, and which it did not ask because a cordon closes them. */
import { plural } from '../../../format/count';
import type { HeadlinePart, Remedy } from '../../../model/diagnosis';
import { uncordon } from '../../../remedy/change';
import type { PodView, WorkloadView } from '../../facts/views';
import { cordonedNodes, type Decided } from './deciding';
import { atLeast, type Unschedulable } from './unschedulable';

/** What the scheduler counted: a node that is closed to the pod may have room enough. */
export function foundOn(why: Unschedulable, enough: string, lacking: string): string {
  const { nodes, isUncounted } = why;
  if (nodes === 0) return 'The scheduler knows no node at all: there is none, or none has joined the cluster yet.';
  const short = atLeast(why, 'resources');
  if (isUncounted)
    return `The scheduler found ${lacking} left on ${plural(short, 'node')}; it does not tell how many there are.`;
  return short >= nodes
    ? `The scheduler found none of ${nodes} nodes with ${enough} left.`
    : `The scheduler found ${lacking} left on ${short} of ${nodes} nodes; the others do not take the pod.`;
}

/** The cordoned nodes, none where they were not read, where the scheduler counts some beside those that are short; else null. */
export function cordonedBeside(view: WorkloadView, pod: PodView, decided: Decided): string[] | null {
  const found = decided.why.reasons.map(({ text }) => cordonedNodes(view, pod, { ...decided, text }));
  return found.find((names) => names !== null) ?? null;
}

/** A node that is cordoned was not asked how much it has left. */
export function cordonedWords(cordoned: string[] | null): HeadlinePart[] {
  if (cordoned === null) return [];
  const [first, ...others] = cordoned;
  if (first === undefined) return ['; some are ', { mark: 'cordoned' }];
  return others.length === 0
    ? ['; ', { code: first }, ' is ', { mark: 'cordoned' }]
    : [`; ${cordoned.length} are `, { mark: 'cordoned' }];
}

export function cordonedStep(cordoned: string[] | null): Remedy[] {
  if (cordoned === null) return [];
  const why =
    'The scheduler did not ask what it has left. Somebody cordoned it, by hand or for a drain: ask who, and undo it once that work is over.';
  return [uncordon(cordoned[0] ?? null, why)];
}
