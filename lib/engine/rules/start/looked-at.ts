/** How many nodes are closed to a pod, as far as the scheduler's counts tell, or the kubelet that refused it (signals §2.1, §3.7). */
import { plural } from '../../../format/count';
import type { Decided } from './deciding';

/** How the headline begins. `node`: its kubelet refused the pod; null where the scheduler did. */
export function noNode({ isOpen }: Decided, wasClosed: boolean, node: string | null): string {
  if (node !== null) return `Node ${node} does not take a pod of `;
  return `No node ${wasClosed ? 'was open to' : isOpen ? 'takes' : 'may run'} a pod of `;
}

export function lookedAt({ why, text, isOpen }: Decided, wasClosed: boolean, node: string | null): string {
  if (node !== null) return `The kubelet of node ${node} refused the pod.`;
  const count = why.reasons.find((reason) => reason.text === text)?.count ?? 0;
  if (isOpen) return `The scheduler gives this reason for ${plural(count, 'node')}, and other reasons too.`;
  const nodes = why.isUncounted ? 'all nodes' : plural(why.nodes, 'node');
  return `The scheduler looked at ${nodes}, and each ${wasClosed ? 'was' : 'is'} closed to this pod.`;
}
