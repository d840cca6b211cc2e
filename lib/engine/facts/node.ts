/** What the node of a container went through around its end: pressure, out of memory, reboot (signals §3.9, §5.3). */

import type { ClusterEvent, Condition } from '../../model/kubernetes';
import type { Evidence } from '../../model/diagnosis';
import { conditionEvidence, eventEvidence } from '../evidence';
import type { Exit } from './exit';
import { spanMs, type ContainerView, type WorkloadView } from './views';

/** Node events and ends carry the same node's clock; ±2 minutes is the reading order's window (signals §3.10). */
const windowMs = 120_000;

/** The kubelet tells what the kernel writes at once: a kill further off than this was another's. */
const sameKillMs = 10_000;

/** Events about the container's node near its end; all of them when the end has no time. */
export function nodeEventsNear(
  view: WorkloadView,
  container: ContainerView,
  at: string | null,
  reasons: readonly string[],
): ClusterEvent[] {
  const node = container.pod.pod.spec.nodeName;
  return view.snapshot.nodeEvents.filter((event) => {
    if (event.involvedObject.name !== node || !reasons.includes(event.reason)) return false;
    const span = spanMs(event.at, at);
    return span === null || Math.abs(span) <= windowMs;
  });
}

/** A condition of the node that the container's pod is on; null where the node is not known or does not say. */
export function nodeCondition(container: ContainerView, type: string): Condition | null {
  return container.pod.node?.status.conditions.find((condition) => condition.type === type) ?? null;
}

/** A kernel line that names a cgroup's limit speaks of the container, not of the node. */
const cgroupOom = /Memory cgroup out of memory|CONSTRAINT_MEMCG/;

export interface NodeMemory {
  /** 'kernel': the node says it killed for lack of memory; 'pressure': it was short of memory at that time. */
  kind: 'kernel' | 'pressure';
  evidence: Evidence;
}

/** Whether the node was out of memory, or short of it, when the container ended. Null is no proof that it was not (signals §3.2). */
export function nodeMemoryTrouble(view: WorkloadView, container: ContainerView, exit: Exit): NodeMemory | null {
  const kernel = nodeEventsNear(view, container, exit.finishedAt, ['SystemOOM', 'OOMKilling']).find(
    (event) => !cgroupOom.test(event.message),
  );
  const apart = kernel ? Math.abs(spanMs(kernel.at, exit.finishedAt) ?? 0) : 0;
  if (kernel)
    return {
      kind: apart <= sameKillMs ? 'kernel' : 'pressure',
      evidence: eventEvidence(kernel, 'System OOM encountered', 'Out of memory'),
    };
  const condition = nodeCondition(container, 'MemoryPressure');
  if (condition?.status === 'True' && container.pod.node) {
    const before = spanMs(condition.lastTransitionTime, exit.finishedAt);
    if (before === null || before >= -windowMs)
      return { kind: 'pressure', evidence: conditionEvidence(container.pod.node, condition, 'MemoryPressure=True') };
  }
  const starved = nodeEventsNear(view, container, exit.finishedAt, [
    'EvictionThresholdMet',
    'NodeHasInsufficientMemory',
  ]).find((event) => event.reason === 'NodeHasInsufficientMemory' || /memory/.test(event.message));
  return starved ? { kind: 'pressure', evidence: eventEvidence(starved, starved.message) } : null;
}
