/** Whether a pod asks for more than any node that it may run on has when it is empty: then nothing that is scaled down makes room. */
import { formatBytes, parseQuantity } from '../../../format/quantity';
import type { Evidence, HeadlinePart } from '../../../model/diagnosis';
import type { Node } from '../../../model/kubernetes';
import { fields, keyStep, labelOf } from '../../evidence';
import type { PodView, WorkloadView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { closingTaints, selects } from './deciding';
import type { Unschedulable } from './unschedulable';

/** Of one resource: what the pod asks for, and the node that has most of it. */
interface TooMuch {
  resource: string;
  asked: number;
  most: string;
  node: Node;
}

/** A cordon and the taints that Kubernetes sets for a condition go again: such a node may be the one that is large enough. */
const passing = /^node\.kubernetes\.io\//;

function mayRunOn({ pod }: PodView, node: Node): boolean {
  return selects(pod, node) && closingTaints(pod, node).every(({ key }) => passing.test(key));
}

/** At least so much: init containers may ask for more, and a runtime class adds to it. Null where it asks for none. */
function askedOf({ pod, containers }: PodView, resource: string): number | null {
  const own = containers
    .filter(({ type }) => type !== 'init')
    .map(({ spec }) => parseQuantity(spec.resources.requests[resource] ?? '') ?? 0);
  const ofPod = parseQuantity(pod.spec.resources?.requests[resource] ?? '') ?? 0;
  const asked = Math.max(
    ofPod,
    own.reduce((sum, one) => sum + one, 0),
  );
  return asked > 0 ? asked : null;
}

/**
 * The resources of which no node has as much, empty where one may have it. `short`: those that the scheduler counts as short. Not
 * where fewer nodes were read than it counted, or where one of them does not say how much it has.
 */
export function noneSoLarge(view: WorkloadView, pod: PodView, why: Unschedulable, short: readonly string[]): TooMuch[] {
  const { nodes, nodeTotal } = view.snapshot;
  if (nodes.length !== nodeTotal || nodes.length < why.nodes) return [];
  const open = nodes.filter((node) => mayRunOn(pod, node));
  return [...new Set(short)].sort().flatMap((resource) => {
    const asked = askedOf(pod, resource);
    const has = open.flatMap((node) => {
      const most = node.status.allocatable[resource];
      const amount = most === undefined ? null : parseQuantity(most);
      return most === undefined || amount === null ? [] : [{ node, most, amount }];
    });
    const [first] = has.sort((a, b) => b.amount - a.amount);
    if (asked === null || !first || has.length < open.length || first.amount >= asked) return [];
    return [{ resource, asked, most: first.most, node: first.node }];
  });
}

/** "2 cpu and 23.4Gi memory". */
function most(found: readonly TooMuch[]): string {
  const words = found.map(({ resource, most: text, asked }) => {
    const short = /Ki$/.test(text) ? formatBytes(parseQuantity(text) ?? 0) : text;
    // Where both read alike only the whole figures tell them apart.
    return `${short === formatBytes(asked) ? text : short} ${resource}`;
  });
  return words.join(' and ');
}

/** The end of a headline. */
export function largestWords(found: readonly TooMuch[]): HeadlinePart[] {
  return found.length === 0 ? [] : ['; none that it may run on has more than ', { mark: most(found) }];
}

export function largestClaim(found: readonly TooMuch[]): DraftClaim[] {
  const [first, ...rest] = found.map(({ resource, most: amount, node }): Evidence =>
    fields(labelOf(node), null, { [`!status.allocatable${keyStep(resource)}`]: amount }),
  );
  if (!first) return [];
  return [
    {
      text: `Each node that it may run on has at most ${most(found)} to give, even when it is empty.`,
      evidence: [first, ...rest],
    },
  ];
}
