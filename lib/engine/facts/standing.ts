/** Complaints about the start of a pod that still stand: who makes them, and what shows that they are over (signals §3.3). */

import type { ClusterEvent } from '../../model/kubernetes';
import { timeMs, type PodView } from './views';

/** Who prepares a pod on its node, as far as is known; anybody may write an event. */
const preparers = new Set(['', 'kubelet', 'attachdetach-controller']);
/** What the kubelet does once all volumes are there and the network is up. */
const progress = new Set(['Pulling', 'Pulled', 'Created', 'Started']);

/** The kubelet tries again every two minutes or sooner; its own limit leaves one event in five (signals §3.2, §3.6). */
const goesOnMs = 10 * 60_000;

/** Whether it was said so lately that it must still hold; else it may have passed in silence. */
export function isStillSaid({ at }: ClusterEvent, nowMs: number): boolean {
  return nowMs - (timeMs(at) ?? nowMs) <= goesOnMs;
}

const volumeOf = ({ message }: ClusterEvent): string | undefined => /for volume "([^"]+)"/.exec(message)?.[1];

/** The controller attached the same volume after it had failed to. */
function isAttached(event: ClusterEvent, events: readonly ClusterEvent[]): boolean {
  return (
    event.reason === 'FailedAttachVolume' &&
    events.some(
      (later) =>
        later.reason === 'SuccessfulAttachVolume' &&
        volumeOf(later) === volumeOf(event) &&
        (timeMs(later.at) ?? 0) > (timeMs(event.at) ?? 0),
    )
  );
}

/** The events of these reasons that were said last: nothing was pulled, made or started after them. */
export function standing(pod: PodView, reasons: ReadonlySet<string>): ClusterEvent[] {
  const begun = pod.containers.flatMap(({ status }) => [
    timeMs(status?.state.running?.startedAt),
    timeMs(status?.state.terminated?.startedAt),
  ]);
  // Volumes are there before the sandbox is asked for.
  const passed = (reason: string): boolean =>
    progress.has(reason) || (reason === 'FailedCreatePodSandBox' && reasons.has('FailedMount'));
  const went = pod.events.filter(({ reason }) => passed(reason)).map(({ at }) => timeMs(at));
  const lastMs = Math.max(...[...begun, ...went].map((at) => at ?? -Infinity));
  return pod.events.filter(
    (event) =>
      reasons.has(event.reason) &&
      preparers.has(event.source.component) &&
      (timeMs(event.at) ?? Infinity) >= lastMs &&
      !isAttached(event, pod.events),
  );
}
