/** How many nodes are closed to a pod, as far as the scheduler's counts tell, or the kubelet that refused it (signals §2.1, §3.7). */
import { plural } from '../../../format/count';
import { fields, labelOf } from '../../evidence';
import type { DraftClaim } from '../../rule';
import type { Decided, taintsBehind } from './deciding';

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

/** As many nodes are named; the rest is a number. */
const named = 3;

export function behindClaim(behind: ReturnType<typeof taintsBehind>): DraftClaim[] {
  if (behind.length === 0) return [];
  const first = behind.slice(0, named);
  const list = first.map(
    ({ node, taints }) => `${node.metadata.name} by \`${taints.map(({ key }) => key).join('`, `')}\``,
  );
  const more = behind.length > named ? `, and ${behind.length - named} more` : '';
  return [
    {
      text: `By its own taints each of these nodes is closed to it: ${list.join(', ')}${more}.`,
      evidence: first.map(({ node, taints }) =>
        fields(
          labelOf(node),
          null,
          Object.fromEntries(
            taints.flatMap((taint) => {
              const path = `spec.taints[${node.spec.taints.indexOf(taint)}]`;
              return [
                [`!${path}.key`, taint.key],
                [`${path}.value`, taint.value],
                [`${path}.effect`, taint.effect],
              ];
            }),
          ),
        ),
      ),
    },
  ];
}
