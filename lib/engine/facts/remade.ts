/** Whether a controller goes on deleting failed pods of its own and making them anew, so that none is left to look at. */

import type { ClusterEvent, Controller } from '../../model/kubernetes';
import { saidIn, timesSaid } from './gathered';
import { isOfKubelet } from './kill';
import { timeMs, type PodView, type WorkloadView } from './views';

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

/** Where it fails again: a DaemonSet's pods on a node have new names, and a StatefulSet's pod keeps its own. Nothing else is told together. */
function placeOf({ message }: ClusterEvent): string {
  return / on node ([^\s,]+)/.exec(message)?.[1] ?? saidIn(message);
}

/** Pods of many nodes may be gathered in one event, which names the last only: its count is that node's where no other is known. */
function timesOf(event: ClusterEvent, isOnlyPlace: boolean): number {
  return isOnlyPlace ? event.count : timesSaid(event);
}

interface Word {
  event: ClusterEvent;
  times: number;
}

const timesIn = (said: readonly Word[]) => said.reduce((sum, { times }) => sum + times, 0);

/** When so many of these, which come oldest first, are no longer recent that too few are left; one without a time always is. */
function tooFewAtMs(said: readonly Word[]): number {
  let left = timesIn(said);
  const last = said.find(({ event, times }) => {
    if (timeMs(event.at) !== null) left -= times;
    return left < atLeast;
  });
  return (timeMs(last?.event.at) ?? Infinity) + recentMs;
}

/** Whether what these speak of has come to run since: the pod of that name, or the one that was made anew on that node. */
function runsSince({ pods }: WorkloadView, place: string, said: readonly Word[]): boolean {
  const named = new Set(said.flatMap(({ event }) => event.message.split(/[\s/]+/)));
  const [first] = said;
  const sinceMs = timeMs(first?.event.firstAt ?? first?.event.at) ?? 0;
  const isMeant = ({ metadata, spec }: PodView['pod']) =>
    named.has(metadata.name) || (spec.nodeName === place && (timeMs(metadata.creationTimestamp) ?? sinceMs) >= sinceMs);
  return pods.some(
    ({ pod, containers }) => isMeant(pod) && containers.some((container) => container.status?.state.running),
  );
}

/** Null where enough pods are ready, or what it speaks of has come to run since. */
export function remadePods(view: WorkloadView): Remade | null {
  const { controller } = view.snapshot;
  if (!controller) return null;
  const { spec, status } = controller;
  if (status.readyReplicas >= (spec.replicas ?? status.desiredNumberScheduled ?? 0)) return null;
  const isRecent = ({ at }: ClusterEvent) => view.nowMs - (timeMs(at) ?? view.nowMs) < recentMs;
  const words = view.events.filter((event) => reasons.has(event.reason));
  const isOnlyPlace = new Set(words.map(placeOf)).size === 1;
  const places = new Map<string, Word[]>();
  for (const event of words.filter(isRecent)) {
    const place = placeOf(event);
    places.set(place, [...(places.get(place) ?? []), { event, times: timesOf(event, isOnlyPlace) }]);
  }
  const newestMs = (said: readonly Word[]) => timeMs(said.at(-1)?.event.at) ?? Infinity;
  const [said = []] = [...places]
    .filter(([place, said]) => timesIn(said) >= atLeast && !runsSince(view, place, said))
    .map(([, said]) => said)
    .sort((a, b) => newestMs(b) - newestMs(a));
  const event = said.at(-1)?.event;
  if (!event) return null;
  const named = new Set(event.message.split(/[\s/]+/));
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
