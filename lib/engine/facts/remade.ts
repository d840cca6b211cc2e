/** Whether a controller goes on deleting failed pods of its own and making them anew, so that none is left to look at. */

import type { ClusterEvent, Controller } from '../../model/kubernetes';
import { isOfKubelet } from './kill';
import { timeMs, type WorkloadView } from './views';

export interface Remade {
  controller: Controller;
  /** The newest word of the controller. */
  event: ClusterEvent;
  /** What the kubelet last warned of a pod that is gone for it; null where nothing is left of that. */
  warned: ClusterEvent | null;
  /** When the clock alone changes what is said, if nothing more is heard; null where it never does. */
  reviewAtMs: number | null;
}

/** Said of each (signals §3.8; that of a StatefulSet is pkg/controller/statefulset/stateful_set_control.go, not in the reference). */
const reasons = new Set(['FailedDaemonPod', 'RecreatingFailedPod']);
const recentMs = 10 * 60_000;
/** One or two are what a node that goes down takes along. */
const atLeast = 3;

/** When so many of these, which come oldest first, are no longer recent that too few are left; one without a time always is. */
function tooFewAtMs(said: readonly ClusterEvent[]): number {
  let left = said.reduce((sum, { count }) => sum + count, 0);
  const last = said.find(({ at, count }) => {
    if (timeMs(at) !== null) left -= count;
    return left < atLeast;
  });
  return (timeMs(last?.at) ?? Infinity) + recentMs;
}

/** Null where enough pods are ready, or what it speaks of has come to run since. */
export function remadePods(view: WorkloadView): Remade | null {
  const { controller } = view.snapshot;
  if (!controller) return null;
  const { spec, status } = controller;
  const isRecent = ({ at }: ClusterEvent) => view.nowMs - (timeMs(at) ?? view.nowMs) < recentMs;
  const said = view.events.filter((event) => reasons.has(event.reason) && isRecent(event));
  const event = said.at(-1);
  const isAgain = said.reduce((sum, { count }) => sum + count, 0) >= atLeast;
  if (!event || !isAgain || status.readyReplicas >= (spec.replicas ?? status.desiredNumberScheduled ?? 0)) return null;
  const named = new Set(event.message.split(/[\s/]+/));
  const runs = view.pods.some(
    ({ pod, containers }) =>
      named.has(pod.metadata.name) && containers.some((container) => container.status?.state.running),
  );
  if (runs) return null;
  const live = new Set(view.pods.map(({ pod }) => pod.metadata.uid));
  const warned = view.snapshot.events
    .filter(
      (one) =>
        one.involvedObject.kind === 'Pod' &&
        one.type === 'Warning' &&
        named.has(one.involvedObject.name) &&
        !live.has(one.involvedObject.uid) &&
        isOfKubelet(one) &&
        isRecent(one),
    )
    .sort((a, b) => (timeMs(a.at) ?? 0) - (timeMs(b.at) ?? 0))
    .at(-1);
  const reviewAtMs = Math.min(tooFewAtMs(said), (timeMs(warned?.at) ?? Infinity) + recentMs);
  return { controller, event, warned: warned ?? null, reviewAtMs: Number.isFinite(reviewAtMs) ? reviewAtMs : null };
}
