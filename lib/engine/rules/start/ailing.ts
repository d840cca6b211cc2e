/** What is said of nodes that a condition of theirs closes to a pod, and what to do about them (signals §2.3, §3.7). */
import type { NonEmpty, Remedy } from '../../../model/diagnosis';
import { ask, describeNode, listObjects } from '../../../remedy/look';
import { conditionEvidence } from '../../evidence';
import type { DraftClaim } from '../../rule';
import type { ailingNodes } from './deciding';

type Ailing = NonNullable<ReturnType<typeof ailingNodes>>;

/** As many nodes are named; the rest is a number. */
const named = 3;

export function ailingClaim(ailing: Ailing): DraftClaim[] {
  if (ailing.length === 0) return [];
  const first = ailing.slice(0, named);
  const list = first.map(
    ({ node, condition }) => `${node.metadata.name} with \`${condition.type}: ${condition.status}\``,
  );
  const more = ailing.length > named ? `, and ${ailing.length - named} more` : '';
  return [
    {
      text: `The control plane sets such a taint for a condition of the node: ${list.join(', ')}${more}.`,
      evidence: first.map(({ node, condition }) => conditionEvidence(node, condition, condition.type)),
    },
  ];
}

/** A toleration would send the pod to a node that cannot run it. */
export function ailingSteps([first]: Ailing): NonEmpty<Remedy> {
  const why = 'See its conditions, since when, and what its kubelet said last.';
  return [
    first ? describeNode(first.node.metadata.name, why) : listObjects('', 'nodes', why),
    ask(
      'mend-nodes',
      'Bring the nodes back, or add one',
      'The taint goes by itself once the condition is over. To tolerate it would send the pod to a node that cannot run it.',
    ),
  ];
}
