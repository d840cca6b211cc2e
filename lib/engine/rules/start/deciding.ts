/**
 * Which of several reasons in one FailedScheduling sentence decides: that of the nodes which the pod's own selector,
 * affinity and tolerations admit (design §5). What keeps a pod off nodes that it was never meant for is no reason.
 */

import type { Certainty } from '../../../model/diagnosis';
import type { Condition, Node, Pod } from '../../../model/kubernetes';
import type { Toleration } from '../../../model/pod-spec';
import type { TroubledPod } from '../../facts/pod-trouble';
import type { PodView, WorkloadView } from '../../facts/views';
import { atLeast, obstacleOf, unschedulable, type Obstacle, type Unschedulable } from './unschedulable';

export interface Decided {
  why: Unschedulable;
  obstacle: Obstacle;
  /** The reason's own words. */
  text: string;
  /** Neither the counts nor the nodes say that this is what keeps every node from taking it. */
  isOpen?: true;
}

/** Proven only where the scheduler's own words, whole and signed, leave nothing open. */
export function certaintyOf({ why, isOpen }: Decided): Certainty {
  return why.isDoubtful || why.isCut || isOpen ? 'likely' : 'proven';
}

function tolerates(
  tolerations: readonly Toleration[],
  taint: { key: string; value: string | null; effect: string },
): boolean {
  return tolerations.some(
    (t) =>
      (t.effect === null || t.effect === '' || t.effect === taint.effect) &&
      (t.operator === 'Exists'
        ? t.key === null || t.key === '' || t.key === taint.key
        : t.key === taint.key && (t.value ?? '') === (taint.value ?? '')),
  );
}

export function selects(pod: Pod, node: Node): boolean {
  return Object.entries(pod.spec.nodeSelector).every(([key, value]) => node.metadata.labels[key] === value);
}

type Taint = Node['spec']['taints'][number];

/** The taints that close a node to the pod: NoSchedule and NoExecute that it does not tolerate. */
export function closingTaints(pod: Pod, node: Node): Taint[] {
  return node.spec.taints.filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, taint),
  );
}

/** What the scheduler asks of a pod for a cordoned node, whether or not the taint is written there; pods of DaemonSets tolerate it. */
const cordon = { key: 'node.kubernetes.io/unschedulable', value: null, effect: 'NoSchedule' };

/** Whether the pod itself says that it may run on this node: nodeSelector and tolerations (NoSchedule, NoExecute). */
export function admits(pod: Pod, node: Node): boolean {
  const isOpen = !node.spec.unschedulable || tolerates(pod.spec.tolerations, cordon);
  return isOpen && selects(pod, node) && closingTaints(pod, node).length === 0;
}

/** Words of schedulers that ask for taints and affinity before anything else (kube-scheduler from 1.21 on). */
const asksPlaceFirst = /untolerated taint|node affinity\/selector|didn't satisfy plugin\(s\)|preemption: 0\//;
const later: ReadonlySet<Obstacle> = new Set(['resources', 'host-port', 'volume']);

/**
 * Whether some node has passed taints, selector and affinity, since it gave a reason that is looked at only after them. Not where
 * every node is counted among those that did not: older schedulers told all reasons of a node.
 */
function someNodePassed({ message, reasons, nodes }: Unschedulable): boolean {
  const closed = reasons
    .filter(({ text }) => obstacleOf(text) === 'placement')
    .reduce((sum, { count }) => sum + count, 0);
  return asksPlaceFirst.test(message) && closed < nodes && reasons.some(({ text }) => later.has(obstacleOf(text)));
}

/** Taints that Kubernetes puts on a node which is lost. */
const lostTaint = /node\.kubernetes\.io\/(?:unreachable|not-ready)/;
/** Since 1.34 the scheduler names no taint any more (signals §3.7). */
export const unnamedTaint = /untolerated taint\(s\)/;

/**
 * Whether nothing but the loss of the node that one of these pods is on keeps this pod off it: no cause of its own. Where that
 * node is known its taints tell, since the scheduler's sentence may be about another one or name none.
 */
export function isOfLostNode(pod: PodView, { text }: Decided, troubled: readonly TroubledPod[]): boolean {
  const gone = troubled.filter(({ podTrouble }) => podTrouble === 'node-gone').map((lost) => lost.pod.node);
  if (!lostTaint.test(text) && !unnamedTaint.test(text)) return false;
  // An affinity may bind it to another node, whose taints the sentence is about.
  if (!lostTaint.test(text) && (pod.pod.spec.affinity?.requiredNode.length ?? 0) > 0) return false;
  return gone.some((node) => {
    if (node === null) return lostTaint.test(text);
    const closing = closingTaints(pod.pod, node);
    return selects(pod.pod, node) && closing.length > 0 && closing.every(({ key }) => lostTaint.test(key));
  });
}

/** A node that somebody cordoned, in the scheduler's words from 1.6 on (signals §3.7). */
const cordoned = /were unschedulable|node\.kubernetes\.io\/unschedulable/;

/** The cordoned nodes which the pod selects, where the scheduler names the cordon, or no taint; null where it names something else. */
export function cordonedNodes(view: WorkloadView, pod: PodView, { text }: Decided): string[] | null {
  const nodes = view.snapshot.nodes.filter((node) => node.spec.unschedulable && selects(pod.pod, node));
  if (!cordoned.test(text) && (nodes.length === 0 || !unnamedTaint.test(text))) return null;
  return nodes.map(({ metadata }) => metadata.name);
}

/** The taints behind a sentence that names none: of the nodes that the pod selects, each with what closes it. */
export function taintsBehind(view: WorkloadView, pod: PodView, { text }: Decided): { node: Node; taints: Taint[] }[] {
  if (!unnamedTaint.test(text)) return [];
  return view.snapshot.nodes
    .filter((node) => selects(pod.pod, node))
    .map((node) => ({ node, taints: closingTaints(pod.pod, node) }))
    .filter(({ taints }) => taints.length > 0);
}

/** Taints that the control plane sets for a condition of a node, and takes away with it; which condition (signals §2.3). */
const conditionOf: ReadonlyMap<string, string> = new Map([
  ['unreachable', 'Ready'],
  ['not-ready', 'Ready'],
  ['disk-pressure', 'DiskPressure'],
  ['memory-pressure', 'MemoryPressure'],
  ['pid-pressure', 'PIDPressure'],
  ['network-unavailable', 'NetworkUnavailable'],
]);

/** The condition that such a taint stands for; null for one that people set. */
function conditionFor(taint: string): string | null {
  return conditionOf.get(/^node\.kubernetes\.io\/([a-z-]{1,40})/.exec(taint)?.[1] ?? '') ?? null;
}

/**
 * The nodes that a condition of theirs alone closes to the pod, with that condition where it was read; null where the scheduler's
 * reason is, or may be, another one.
 */
export function ailingNodes(
  view: WorkloadView,
  pod: PodView,
  { text }: Decided,
): { node: Node; condition: Condition }[] | null {
  const type = conditionFor(/taint \{([^\s:}]{1,300})/.exec(text)?.[1] ?? '');
  if (type === null && !unnamedTaint.test(text)) return null;
  const closed = view.snapshot.nodes.flatMap((node) => {
    const taints = selects(pod.pod, node) ? closingTaints(pod.pod, node) : [];
    return taints.length === 0 ? [] : [{ node, types: taints.map(({ key }) => conditionFor(key)) }];
  });
  // Where no taint is named only the nodes can tell whose they are.
  if (type === null && (closed.length === 0 || closed.some(({ types }) => types.includes(null)))) return null;
  return view.snapshot.nodes.flatMap((node) => {
    const types = closed.find((one) => one.node === node)?.types ?? (selects(pod.pod, node) ? [type] : []);
    const condition = node.status.conditions.find(
      (one) => types.includes(one.type) && one.status !== (one.type === 'Ready' ? 'True' : 'False'),
    );
    return condition ? [{ node, condition }] : [];
  });
}

/**
 * The reason that concerns the nodes which the selector names, where all of them are closed by their taints; what keeps the
 * pod off the other nodes was meant so. Null where the selector names none or all, or an affinity is asked for too.
 */
function closedOfSelected(pod: Pod, nodes: readonly Node[], reasons: Unschedulable['reasons']): string | null {
  const selected = nodes.filter((node) => selects(pod, node));
  if (selected.length === 0 || selected.length === nodes.length) return null;
  if ((pod.spec.affinity?.requiredNode.length ?? 0) > 0) return null;
  const closing = selected.flatMap((node) => closingTaints(pod, node)).map(({ key }) => key);
  const of = reasons.filter(
    ({ text }) =>
      (unnamedTaint.test(text) && closing.length > 0) ||
      (/taint/.test(text) && closing.some((key) => text.includes(`{${key}`))),
  );
  return of.sort((a, b) => b.count - a.count)[0]?.text ?? null;
}

/**
 * Whether the counts leave open that something else is what stands in the way: some nodes did not give this reason, and those of the
 * others may be the ones that matter. Schedulers before 1.21 asked for room and ports before taints, or told all reasons of a node: a
 * node that is short may be closed too. Volumes were asked for last by all that ended with the first reason.
 */
function isOpen({ why, obstacle }: Decided, hasAdmitted: boolean | null): boolean {
  const others = why.reasons.filter(({ text }) => obstacleOf(text) !== obstacle);
  const own = why.reasons.filter(({ text }) => obstacleOf(text) === obstacle);
  if (others.length === 0 || (!why.isUncounted && atLeast(why, obstacle) >= why.nodes)) return false;
  if (obstacle === 'placement')
    return hasAdmitted !== false && (why.isUncounted || own.reduce((sum, { count }) => sum + count, 0) < why.nodes);
  if (obstacle === 'volume' && !why.isUncounted) return false;
  const isClosedBy = others.some(({ text }) => obstacleOf(text) === 'placement');
  return isClosedBy && hasAdmitted !== true && !asksPlaceFirst.test(why.message);
}

/** Null when the scheduler said nothing. */
export function deciding(view: WorkloadView, pod: PodView): Decided | null {
  const why = unschedulable(pod);
  if (!why) return null;
  if (why.before !== null && why.reasons.length === 0)
    return { why, obstacle: obstacleOf(why.before), text: why.before };
  const { nodes } = view.snapshot;
  const admitted = nodes.filter((node) => admits(pod.pod, node)).length;
  // A list of fewer nodes than the scheduler counted is not of its cluster's present.
  const known = nodes.length > 0 && nodes.length === view.snapshot.nodeTotal && nodes.length >= why.nodes;
  const byObstacle = (obstacle: Obstacle) => why.reasons.filter((r) => obstacleOf(r.text) === obstacle);
  const pick = (obstacle: Obstacle): Decided | null => {
    const [reason] = byObstacle(obstacle).sort((a, b) => b.count - a.count);
    const decided = reason && { why, obstacle, text: reason.text };
    return decided ? { ...decided, ...(isOpen(decided, known ? admitted > 0 : null) ? { isOpen: true } : {}) } : null;
  };
  // No node at all is open to this pod: the taints, selectors and affinities decide, whatever else is short there.
  if (known && admitted === 0 && !someNodePassed(why) && byObstacle('placement').length > 0) {
    const text = closedOfSelected(pod.pod, nodes, why.reasons);
    return text === null ? pick('placement') : { why, obstacle: 'placement', text };
  }
  // Schedulers before 1.21 told all that a node lacks: where each is counted as closed, room on some of them changes nothing.
  const isClosed = !why.isUncounted && byObstacle('placement').length > 0 && atLeast(why, 'placement') >= why.nodes;
  if (isClosed && (!known || admitted === 0)) return pick('volume') ?? pick('placement');
  // Some node is open to it, and says that it is short of something: that is what stands in the way.
  return pick('volume') ?? pick('host-port') ?? pick('resources') ?? pick('placement') ?? pick('other');
}
