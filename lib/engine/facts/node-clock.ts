/** How far the clock of a pod's node is from that of the API server, by the pod's own times (signals §10 "Clock skew"). */

import type { ClusterEvent, Pod } from '../../model/kubernetes';
import { isOfKubelet } from './kill';
import { timeMs } from './views';

/** Further apart than this the times are not of one life of the pod, but of a copy, or of a description put together by hand. */
const mostMs = 60 * 60_000;
/** A word of the kubelet so far after now shows a clock that is ahead; less may be how long it took until the picture was read. */
const aheadMs = 60_000;
/** Conditions that nobody but the kubelet writes (signals §2.2). */
const ofKubelet = new Set(['ContainersReady', 'PodReadyToStartContainers']);

/** The newest instant that the node's clock gave for the pod. */
function newestMs({ status }: Pod, events: readonly ClusterEvent[]): number {
  const states = [...status.initContainerStatuses, ...status.containerStatuses].map(({ state }) => state);
  const times = [
    status.startTime,
    ...status.conditions.map(({ type, lastTransitionTime }) => (ofKubelet.has(type) ? lastTransitionTime : null)),
    ...states.map(({ running, terminated }) => terminated?.finishedAt ?? running?.startedAt),
    ...events.map((event) => (isOfKubelet(event) ? event.at : null)),
  ];
  return Math.max(...times.map((at) => timeMs(at) ?? -Infinity));
}

/**
 * A kubelet starts no pod before it is made and placed, which are written by the API server: that the one comes before the other
 * is the clock's doing. Never more than what makes its newest word one of now: a clock may have been set right since.
 * A kubelet may take a pod up late: that its start comes after the placing is the clock's doing only where a word of it lies after
 * now; the number is negative then. 0 for a static pod, whose copy in the API is younger than itself.
 */
export function clockBehindMs(pod: Pod, events: readonly ClusterEvent[], nowMs: number): number {
  const startMs = timeMs(pod.status.startTime);
  if (startMs === null || pod.metadata.annotations['kubernetes.io/config.mirror'] !== undefined) return 0;
  const placed = pod.status.conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'True');
  const placedMs = Math.max(
    timeMs(pod.metadata.creationTimestamp) ?? -Infinity,
    timeMs(placed?.lastTransitionTime) ?? -Infinity,
  );
  const behindMs = placedMs - startMs;
  if (Math.abs(behindMs) > mostMs) return 0;
  const agoMs = nowMs - newestMs(pod, events);
  if (behindMs < 0) return agoMs <= -aheadMs ? behindMs : 0;
  return Math.max(0, Math.min(behindMs, agoMs));
}
