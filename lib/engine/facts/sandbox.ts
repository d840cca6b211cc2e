/** What took the pod's sandbox away from under its containers near an end: a restart of the node or of its runtime (signals §3.3, §3.9). */

import type { ClusterEvent } from '../../model/kubernetes';
import { oldAfterMs } from './backoff';
import type { Exit } from './exit';
import { isOfKubelet, stopCodes } from './kill';
import { remadeSandbox } from './remade-sandbox';
import { spanMs, type ContainerView, type PodView } from './views';

/** The reading order's window (signals §3.10): a node is back, or its runtime, about so long after it ended what ran. */
const windowMs = 120_000;

/** The kubelet's word near this end that the sandbox was gone or that the node was started again; null without one. */
function sandboxGone(pod: PodView, { finishedAt }: Exit): ClusterEvent | null {
  return near(pod.nodeEvents, 'Rebooted', finishedAt) ?? near(pod.events, 'SandboxChanged', finishedAt) ?? null;
}

/** The newest such word of the kubelet whose first or last time lies within the window. */
function near(events: readonly ClusterEvent[], reason: string, end: string | null): ClusterEvent | undefined {
  const isNear = (at: string | null) => Math.abs(spanMs(at, end) ?? Infinity) <= windowMs;
  return events.findLast(
    (event) => event.reason === reason && isOfKubelet(event) && [event.at, event.firstAt].some(isNear),
  );
}

/** Whether anything near the end says that the container did not end by itself. */
export function endedFromOutside({ pod, events }: ContainerView, exit: Exit): boolean {
  return sandboxGone(pod, exit) !== null || near(events, 'Killing', exit.finishedAt) !== undefined;
}

/**
 * The same for an end that is nobody's fault: a shutdown in good order stops each container with SIGTERM, and what the runtime
 * reports then is how the program took that. Not of a run so short that it may be a loop of its own, nor of a pod whose sandbox
 * goes again and again.
 */
export function restartedUnder(pod: PodView, exit: Exit): ClusterEvent | null {
  const lasted = exit.ranMs !== null && exit.ranMs >= oldAfterMs(1);
  if (!lasted || !stopCodes.has(exit.exitCode) || exit.reason === 'OOMKilled' || remadeSandbox(pod)) return null;
  const gone = sandboxGone(pod, exit);
  // What is still said long after the first time goes on, and is no restart.
  return gone && (spanMs(gone.firstAt, gone.at) ?? 0) <= windowMs ? gone : null;
}
