/** What took the pod's sandbox away from under its containers near an end: a restart of the node or of its runtime (signals §3.3, §3.9). */

import type { ClusterEvent } from '../../model/kubernetes';
import { oldAfterMs } from './backoff';
import type { Exit } from './exit';
import { isOfKubelet, stopCodes } from './kill';
import { remadeSandbox } from './remade-sandbox';
import { spanMs, type ContainerView } from './views';

/** The reading order's window (signals §3.10): a node is back, or its runtime, about so long after it ended what ran. */
const windowMs = 120_000;

/**
 * When the container was started again after this end; null where that is not known. A node that is down for long tells of its
 * restart long after what it ended, but always before it starts that again: whatever is said between the two is of this end (signals §3.9).
 */
function nextStart({ status }: ContainerView, { current }: Exit): string | null {
  return current ? null : ((status?.state.running ?? status?.state.terminated)?.startedAt ?? null);
}

/** The kubelet's word near this end, or before the next start, that the sandbox was gone or that the node was started again; null without one. */
function sandboxGone(container: ContainerView, exit: Exit): ClusterEvent | null {
  const { pod } = container;
  const until = nextStart(container, exit);
  return (
    near(pod.nodeEvents, 'Rebooted', exit.finishedAt, until) ??
    near(pod.events, 'SandboxChanged', exit.finishedAt, until) ??
    null
  );
}

/** The same, where it did not come before the run that ended. */
export function goneUnder(container: ContainerView, exit: Exit): ClusterEvent | null {
  const gone = sandboxGone(container, exit);
  return gone && (spanMs(exit.startedAt, gone.at) ?? 0) >= 0 ? gone : null;
}

/** The newest such word of the kubelet whose first or last time lies within the window, or before `until`. */
function near(
  events: readonly ClusterEvent[],
  reason: string,
  end: string | null,
  until: string | null = null,
): ClusterEvent | undefined {
  const isNear = (at: string | null) => {
    const after = spanMs(end, at) ?? Infinity;
    return Math.abs(after) <= windowMs || (after > 0 && (spanMs(at, until) ?? -1) >= 0);
  };
  return events.findLast(
    (event) => event.reason === reason && isOfKubelet(event) && [event.at, event.firstAt].some(isNear),
  );
}

/** Whether anything near the end says that the container did not end by itself. */
export function endedFromOutside(container: ContainerView, exit: Exit): boolean {
  return sandboxGone(container, exit) !== null || near(container.events, 'Killing', exit.finishedAt) !== undefined;
}

/**
 * The same for an end that is nobody's fault: a shutdown in good order stops each container with SIGTERM, and what the runtime
 * reports then is how the program took that. Not of a run so short that it may be a loop of its own, nor of a pod whose sandbox
 * goes again and again.
 */
export function restartedUnder(container: ContainerView, exit: Exit): ClusterEvent | null {
  const lasted = exit.ranMs !== null && exit.ranMs >= oldAfterMs(1);
  if (!lasted || !stopCodes.has(exit.exitCode) || exit.reason === 'OOMKilled' || remadeSandbox(container.pod))
    return null;
  const gone = sandboxGone(container, exit);
  // What is still said long after the first time goes on, and is no restart.
  return gone && (spanMs(gone.firstAt, gone.at) ?? 0) <= windowMs ? gone : null;
}
