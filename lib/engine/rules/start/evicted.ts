/** Evictions by the kubelet, as `disk-full-or-evicted` tells them: for what, and those whose pods are gone (signals §2.1). */
import type { Certainty, ContainerRef, Evidence, NonEmpty, Remedy } from '../../../model/diagnosis';
import { maxEvictedPods } from '../../../model/snapshot';
import type { WorkloadRef } from '../../../model/workload';
import { minuteMs } from '../../../format/units';
import { listObjects } from '../../../remedy/look';
import { evictionsOf, wasEvicted, type Eviction } from '../../facts/evictions';
import type { WorkloadView } from '../../facts/views';
import { short } from '../log-rule';
import type { NodeFull } from './node-full';
import type { Pressed } from './pressed';

/** What the rule found. */
export interface FoundFull {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  /** Its name and node; the newest of several that are gone. */
  pod: { namespace: string; name: string; node: string | null };
  container: ContainerRef | null;
  what: string;
  how: 'evicted' | 'full' | NodeFull['how'];
  /** Set where what is full is /dev/shm: what the runtime gives, or a volume of the pod. */
  sharedMemory?: 'own' | 'volume';
  /** All evictions of the present trouble, newest first. */
  evictions?: NonEmpty<Eviction>;
  /** True where there are more evicted pods than were looked at. */
  more?: boolean;
  /** Set for a pod that the same pressure keeps from a node. */
  pressed?: Pressed;
  /** When the last eviction is old, where its pod is gone already. */
  reviewAtMs?: number;
}

/** "memory", "ephemeral-storage", … of an eviction's sentence; its own limit where that was passed. */
export function evictedFor(message: string): string {
  const resource = /low on resource: ([^.]{1,100})\./.exec(message)?.[1];
  if (resource !== undefined) return `the node was low on ${resource}`;
  const condition = /had condition: \[([^\]]{1,100})\]/.exec(message)?.[1];
  if (condition !== undefined) return `the node had ${condition}`;
  return short(message.trim().replace(/\.$/, ''));
}

/** All evictions of the present trouble, told once for the workload: those that are left and those that are gone. */
export function evictedAll(
  view: WorkloadView,
): (Pick<FoundFull, 'more' | 'what' | 'ref' | 'pod'> & { evictions: NonEmpty<Eviction> }) | undefined {
  const [newest, ...others] = evictionsOf(view);
  if (!newest) return undefined;
  const { workload } = view.snapshot;
  return {
    ref: workload,
    pod: { namespace: workload.namespace, name: newest.pod, node: newest.node },
    what: evictedFor(newest.message),
    evictions: [newest, ...others],
    more: view.evicted.length >= maxEvictedPods,
  };
}

/**
 * Evictions whose pods are all gone: deleted and replaced, a StatefulSet's under the same name (lab FACTS). One counts for
 * ten minutes, several for an hour, like every end (design §2). Undefined while an evicted pod is there to tell it itself, and where none is wanted.
 */
export function evictedBefore(view: WorkloadView): FoundFull | undefined {
  if (view.snapshot.podTotals.desired === 0 || view.pods.some(({ pod }) => wasEvicted(pod))) return undefined;
  const all = evictedAll(view);
  const [newest, ...others] = all?.evictions ?? [];
  const lastMs = newest?.atMs ?? null;
  if (!all || !newest || lastMs === null) return undefined;
  const endsMs = lastMs + (others.length > 0 ? 60 : 10) * minuteMs;
  if (view.nowMs >= endsMs) return undefined;
  // The event of one that is gone counts for an hour: without it the newest may be the only one.
  const leaveMs = others.flatMap(({ gone, atMs }) => (gone && atMs !== null ? [atMs + 60 * minuteMs] : []));
  const reviewAtMs = Math.min(endsMs, ...leaveMs);
  return { ...all, certainty: 'proven', evidence: [newest.evidence], container: null, how: 'evicted', reviewAtMs };
}

/** An evicted pod stays as Failed until it is collected; after that, only its events are left. */
export function evictedPods(namespace: string, gone: boolean): Remedy {
  return gone
    ? listObjects(
        namespace,
        'events --field-selector=reason=Evicted',
        'The pods are gone; their events say what ran out.',
      )
    : listObjects(
        namespace,
        'pods --field-selector=status.phase=Failed -o wide',
        'See all that were evicted, and on which nodes.',
      );
}
