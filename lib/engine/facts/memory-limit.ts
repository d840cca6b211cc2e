/**
 * The memory limit that held a container at its end: its own, or where it has none that of its pod (signals §5.3). A resize
 * in place (1.33+) makes what was in force differ from the spec, so the status goes before it.
 */

import type { Evidence, FieldEvidence } from '../../model/diagnosis';
import { parseQuantity } from '../../format/quantity';
import { conditionEvidence, fields, labelOf } from '../evidence';
import type { DraftClaim } from '../rule';
import type { Exit } from './exit';
import { timeMs, type ContainerView } from './views';

export interface MemoryLimit {
  /** Whose it is. That of a pod is for all its containers together. */
  of: 'container' | 'pod';
  /** As written: "256Mi". */
  text: string;
  bytes: number;
  evidence: FieldEvidence;
  /** What the spec asks for, where another one is in force. */
  asked: string | null;
  /** Why it may have been another one that was passed: a resize since that run began, or what the pod's containers share. */
  doubts: DraftClaim[];
  /** "512Mi", where its pod has a limit that its containers together may have passed before this one. */
  orPods: string | null;
}

type Known = Omit<MemoryLimit, 'doubts' | 'orPods'>;

/** The container's own: what it was given, else what the spec says. A limit of 0 is none to the kubelet. */
function ownLimit(container: ContainerView): Known | null {
  const asked = container.spec.resources.limits['memory'];
  const given = container.status?.resources?.limits['memory'];
  const text = given ?? asked;
  const bytes = parseQuantity(text ?? '');
  if (text === undefined || bytes === null || bytes <= 0) return null;
  const differs = given !== undefined && (asked === undefined || parseQuantity(asked) !== bytes);
  const inSpec = `${container.specPath}.resources.limits.memory`;
  const evidence = differs
    ? { [`!${container.statusPath}.resources.limits.memory`]: given, [inSpec]: asked ?? 'none' }
    : { [`!${inSpec}`]: asked };
  return {
    of: 'container',
    text: differs ? text : (asked ?? text),
    bytes,
    evidence: fields(container.pod.label, null, evidence),
    asked: differs ? (asked ?? 'none') : null,
  };
}

function podLimit({ pod }: ContainerView): Known | null {
  const text = pod.pod.spec.resources?.limits['memory'];
  const bytes = parseQuantity(text ?? '');
  if (text === undefined || bytes === null || bytes <= 0) return null;
  const evidence = fields(pod.label, null, { '!spec.resources.limits.memory': text });
  return { of: 'pod', text, bytes, evidence, asked: null };
}

/** What runs while this container does: an init container has only sidecars beside it, and is gone when the others run. */
function together({ pod, name, type }: ContainerView): ContainerView[] {
  return pod.containers.filter((other) =>
    type === 'init' ? other.name === name || other.type === 'sidecar' : other.type !== 'init',
  );
}

/** Whether the containers together can pass what the pod may use, though none of them passes its own limit. */
function mayPassPods(container: ContainerView, limit: Known): boolean {
  const own = together(container).map((each) => ownLimit(each)?.bytes ?? Infinity);
  return own.length > 1 && own.reduce((sum, bytes) => sum + bytes, 0) > limit.bytes;
}

/** Whether others use of this limit too, so that no one can say how much of it is this container's. */
export function isShared(container: ContainerView, limit: MemoryLimit): boolean {
  return limit.of === 'pod' && together(container).length > 1;
}

export interface NodeWithin {
  /** 'capacity': all its memory, which nothing passes; 'allocatable': what it leaves to all pods together. */
  of: 'capacity' | 'allocatable';
  evidence: FieldEvidence;
}

/**
 * What the container's node has in all, where that is no more than the limit, or what it leaves to pods, where that is less: it
 * runs out before this is passed, and the kernel's kill looks the same (signals §5.3). The kubelet holds all pods together to
 * their part by default (`enforceNodeAllocatable`), so a limit between the two is no bound of its own either, though that
 * can be switched off. Null where the node has more, where it was not read, and where another limit may have held.
 */
export function nodeWithin({ pod: { node } }: ContainerView, limit: MemoryLimit): NodeWithin | null {
  if (!node || limit.doubts.length > 0) return null;
  const { capacity, allocatable } = node.status;
  const bytesOf = (text: string | undefined) => parseQuantity(text ?? '') ?? Infinity;
  const of =
    bytesOf(capacity['memory']) <= limit.bytes
      ? 'capacity'
      : bytesOf(allocatable['memory']) < limit.bytes
        ? 'allocatable'
        : null;
  if (of === null) return null;
  const said = { '!status.capacity.memory': capacity['memory'] };
  const left = { '!status.allocatable.memory': allocatable['memory'] };
  return { of, evidence: fields(labelOf(node), null, of === 'capacity' ? said : { ...left, ...said }) };
}

/** What tells that limits were changed in place after the run began that ended with `exit`; all that there is, without one. */
function resizes({ pod }: ContainerView, exit: Exit | undefined): Evidence[] {
  const begunMs = timeMs(exit?.startedAt) ?? 0;
  const { metadata, status } = pod.pod;
  return [
    ...status.conditions
      .filter(({ type, status: is }) => /^PodResize(?:Pending|InProgress)$/.test(type) && is === 'True')
      .map((condition) => conditionEvidence(pod.pod, condition, condition.type)),
    ...metadata.writers.flatMap(({ manager, subresource, at }, i) =>
      subresource === 'resize' && (timeMs(at) ?? Infinity) >= begunMs
        ? [
            fields(pod.label, at, {
              [`!metadata.managedFields[${i}].subresource`]: subresource,
              [`metadata.managedFields[${i}].time`]: at,
              [`metadata.managedFields[${i}].manager`]: manager,
            }),
          ]
        : [],
    ),
  ];
}

/** Null where neither the container nor its pod has a limit. `exit`: the end that it is asked for. */
export function memoryLimitOf(container: ContainerView, exit: Exit | undefined): MemoryLimit | null {
  const own = ownLimit(container);
  const pods = podLimit(container);
  const limit = own ?? pods;
  if (!limit) return null;
  const doubts: DraftClaim[] = [];
  const resized = resizes(container, exit);
  if (limit.asked !== null)
    doubts.push({
      text: `The kubelet had given it ${limit.text}, while its spec asks for ${limit.asked}.`,
      evidence: [limit.evidence, ...resized],
    });
  else if (resized.length > 0)
    doubts.push({
      text: 'Its resources were changed in place since that run began: another limit may have been in force.',
      evidence: resized,
    });
  const orPods = own && pods && mayPassPods(container, pods) ? pods.text : null;
  if (pods && mayPassPods(container, pods))
    doubts.push({
      text: `The containers of its pod share a limit of ${pods.text}: what the others use counts too.`,
      evidence: [pods.evidence],
    });
  return { doubts, orPods, ...limit };
}
