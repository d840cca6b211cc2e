/** What the node of a container went through around its end: pressure, out of memory, reboot (signals §3.9, §5.3). */

import type { ClusterEvent, Condition } from '../../model/kubernetes';
import type { Evidence, EventEvidence } from '../../model/diagnosis';
import { conditionEvidence, eventEvidence } from '../evidence';
import { exitsOf, type Exit } from './exit';
import { isOfKubelet } from './kill';
import type { MemoryLimit } from './memory-limit';
import { victimIs } from './oom-victim';
import { spanMs, timeMs, type ContainerView, type WorkloadView } from './views';
import { hourMs } from '../../format/units';

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

/** The API server's default --event-ttl (signals §3.2). */
const eventsKeptMs = hourMs;

/**
 * Whether an event about the nodes that was written at that time would be known. It is forgotten after an hour, unless the API
 * server keeps events for longer or they were watched since: then one that was last said before that time is left.
 */
export function nodeEventsReach({ snapshot, nowMs }: WorkloadView, at: string | null): boolean {
  const atMs = timeMs(at);
  if (!snapshot.nodeEventsRead) return false;
  if (atMs === null || nowMs - atMs < eventsKeptMs) return true;
  return [...snapshot.nodeEvents, ...snapshot.events].some((event) => (timeMs(event.at) ?? Infinity) <= atMs);
}

/** A condition of the node that the container's pod is on; null where the node is not known or does not say. */
export function nodeCondition(container: ContainerView, type: string): Condition | null {
  return container.pod.node?.status.conditions.find((condition) => condition.type === type) ?? null;
}

/** A kernel line that names a cgroup's limit speaks of a container, not of the node. */
const cgroupOom = /Memory cgroup out of memory|CONSTRAINT_MEMCG/;

/** What node-problem-detector copies from the kernel: a global kill says so; "Killed process …" alone is what every kill ends with. */
const isGlobal = ({ message }: ClusterEvent) => /\bOut of memory: Kill/.test(message);

/** node-problem-detector's name for itself. */
const isOfKernelMonitor = ({ source }: ClusterEvent) =>
  source.component === '' || source.component === 'kernel-monitor';

export interface NodeMemory {
  /** 'kernel': the node says it killed for lack of memory; 'pressure': it was short of memory at that time. */
  kind: 'kernel' | 'pressure';
  /** The kubelet says that the kernel killed this container's own program at that moment: nothing else fits. */
  sure: boolean;
  evidence: Evidence;
}

/** Seconds are rounded, and the kernel's kill and the end are told apart. */
const sameMomentMs = 2_000;

/** The process that a kill is told of; the kubelet and the kernel write it differently. */
const pidOf = ({ message }: ClusterEvent) =>
  /\bpid: (\d{1,10})|\bprocess (\d{1,10})\b/.exec(message)?.slice(1).join('');

/** Whether another container of the same node and program was killed in that moment. */
function isOfAnother(view: WorkloadView, container: ContainerView, event: ClusterEvent): boolean {
  const { nodeName } = container.pod.pod.spec;
  return [...view.pods, ...view.deleted]
    .filter(({ pod }) => pod.spec.nodeName === nodeName)
    .flatMap(({ containers }) => containers)
    .filter(({ pod, name }) => pod.label !== container.pod.label || name !== container.name)
    .some((other) =>
      exitsOf(other).some(
        (each) =>
          (each.reason === 'OOMKilled' || each.exitCode === 137) &&
          Math.abs(spanMs(event.at, each.finishedAt) ?? 0) <= sameMomentMs &&
          victimIs(other, each, event) === 'own',
      ),
    );
}

/**
 * Whether that event can mean no other death: it names one process, so one death at most is its. Not where another container of the
 * same node and program was killed in that moment, nor where the kernel tells of a second kill that fits, one for a limit (signals §3.9).
 */
function isOnly(view: WorkloadView, container: ContainerView, exit: Exit, event: ClusterEvent): boolean {
  const isNear = (at: string | null) => Math.abs(spanMs(event.at, at) ?? 0) <= sameMomentMs;
  const forLimit = nodeEventsNear(view, container, exit.finishedAt, ['OOMKilling']).some(
    (each) =>
      !isGlobal(each) && isNear(each.at) && victimIs(container, exit, each) !== 'other' && pidOf(each) !== pidOf(event),
  );
  return !forLimit && !isOfAnother(view, container, event);
}

function systemOom(view: WorkloadView, container: ContainerView, exit: Exit): NodeMemory | null {
  const { finishedAt } = exit;
  const event = nodeEventsNear(view, container, finishedAt, ['SystemOOM', 'OOMKilling']).find((each) =>
    each.reason === 'SystemOOM'
      ? isOfKubelet(each) && !cgroupOom.test(each.message)
      : isOfKernelMonitor(each) && isGlobal(each),
  );
  if (!event) return null;
  const apartMs = Math.abs(spanMs(event.at, finishedAt) ?? 0);
  const victim = victimIs(container, exit, event);
  return {
    kind: apartMs <= sameKillMs && victim !== 'other' ? 'kernel' : 'pressure',
    sure:
      event.reason === 'SystemOOM' &&
      victim === 'own' &&
      apartMs <= sameMomentMs &&
      isOnly(view, container, exit, event),
    evidence: eventEvidence(event, 'System OOM encountered', 'Out of memory'),
  };
}

/**
 * A kill for a cgroup's limit at the second of the end whose victim is not known to be the container's main program: a child's
 * death, or that of another container. No proof that this one was killed (design §4).
 */
export function otherVictim(view: WorkloadView, container: ContainerView, exit: Exit): EventEvidence | null {
  const event = nodeEventsNear(view, container, exit.finishedAt, ['OOMKilling']).find(
    (each) =>
      !isGlobal(each) &&
      Math.abs(spanMs(each.at, exit.finishedAt) ?? 0) <= sameKillMs &&
      victimIs(container, exit, each) !== 'own',
  );
  return event
    ? eventEvidence(event, /Kill(?:ed)? process \d{1,10},? \([^)]{1,64}\)/.exec(event.message)?.[0] ?? event.message)
    : null;
}

/** The kernel counts pages for each processor apart, and adds up a little late. */
const countedLate = 1.1;

/** Whether the victim held more memory than that limit allows: then its limit was another container's (signals §3.9). */
function heldMore({ message }: ClusterEvent, { bytes, doubts }: MemoryLimit): boolean {
  const heldKb = /\banon-rss:(\d{1,12})kB/.exec(message)?.[1];
  return heldKb !== undefined && doubts.length === 0 && Number(heldKb) * 1024 > bytes * countedLate;
}

/**
 * A kill for a cgroup's limit whose victim has the name of the container's main program, in the moment of its end: what the
 * runtime's word for it would tell, where that was lost (signals §1.6). Not where it may as well be of another container.
 */
export function ownVictim(
  view: WorkloadView,
  container: ContainerView,
  exit: Exit,
  limit: MemoryLimit,
): EventEvidence | null {
  const event = nodeEventsNear(view, container, exit.finishedAt, ['OOMKilling']).find((each) => {
    const apartMs = spanMs(each.at, exit.finishedAt);
    const isNear = apartMs !== null && Math.abs(apartMs) <= sameMomentMs;
    return (
      isNear &&
      isOfKernelMonitor(each) &&
      cgroupOom.test(each.message) &&
      victimIs(container, exit, each) === 'own' &&
      !heldMore(each, limit)
    );
  });
  return event && !isOfAnother(view, container, event) ? eventEvidence(event, 'Memory cgroup out of memory') : null;
}

/** The kubelet calls a node short for so long after it last was (evictionPressureTransitionPeriod, as it is unless it was set). */
const heldMs = 300_000;

/** The condition that says that the node was short of memory at that time: it is so since before, or it was until after (signals §2.3). */
function pressureAt(container: ContainerView, at: string | null): { condition: Condition; decisive: string } | null {
  const condition = nodeCondition(container, 'MemoryPressure');
  const turned = condition?.lastTransitionTime;
  const sinceMs = spanMs(turned, at);
  if (condition?.status === 'True')
    return sinceMs === null || sinceMs >= -windowMs ? { condition, decisive: 'MemoryPressure=True' } : null;
  // A node that joins, or comes back, gets all its conditions at once: that says nothing of the time before.
  const isOver = condition?.status === 'False' && turned !== nodeCondition(container, 'Ready')?.lastTransitionTime;
  return isOver && sinceMs !== null && sinceMs <= 0 && sinceMs >= -heldMs - windowMs
    ? { condition, decisive: 'MemoryPressure=False' }
    : null;
}

/** Whether the node was out of memory, or short of it, when the container ended. Null is no proof that it was not (signals §3.2). */
export function nodeMemoryTrouble(view: WorkloadView, container: ContainerView, exit: Exit): NodeMemory | null {
  const kernel = systemOom(view, container, exit);
  if (kernel) return kernel;
  const pressure = pressureAt(container, exit.finishedAt);
  if (pressure && container.pod.node)
    return {
      kind: 'pressure',
      sure: false,
      evidence: conditionEvidence(container.pod.node, pressure.condition, pressure.decisive),
    };
  const starved = nodeEventsNear(view, container, exit.finishedAt, [
    'EvictionThresholdMet',
    'NodeHasInsufficientMemory',
  ]).find((event) => event.reason === 'NodeHasInsufficientMemory' || /memory/.test(event.message));
  return starved ? { kind: 'pressure', sure: false, evidence: eventEvidence(starved, starved.message) } : null;
}
