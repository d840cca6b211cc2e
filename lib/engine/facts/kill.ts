/** The kubelet's own announcement that it kills a container: the `Killing` event that belongs to one end (signals §3.4, §5.1). */

import type { ClusterEvent } from '../../model/kubernetes';
import { graceFor, type Grace, type StopKind } from './grace';
import { timeMs, type ContainerView } from './views';
import type { Exit } from './exit';

export interface Kill {
  kind: 'liveness' | 'startup' | 'stop' | 'post-start' | 'definition' | 'other';
  event: ClusterEvent;
  at: string;
  grace: Grace;
  /** From the announcement (the start of preStop) to the death. */
  gapMs: number;
}

/** Whether the kubelet wrote it, as far as is known; a controller may use its words for what it does itself. */
export function isOfKubelet({ source }: ClusterEvent): boolean {
  return source.component === '' || source.component === 'kubelet';
}

/** A Killing event that the kubelet wrote. */
export function isAnnounced(event: ClusterEvent): boolean {
  return event.reason === 'Killing' && isOfKubelet(event);
}

/** What the words of a Killing event say; all versions of signals §3.4. */
export function killKind(message: string): Kill['kind'] {
  // Before 1.12 or so: "Killing container with id docker://x:… is unhealthy, it will be killed and re-created."
  if (/failed liveness probe|[Ll]iveness probe failed|is unhealthy, it will be killed/.test(message)) return 'liveness';
  if (/failed startup probe/.test(message)) return 'startup';
  if (/^Stopping container /.test(message)) return 'stop';
  if (/^FailedPostStartHook/.test(message)) return 'post-start';
  if (/definition changed|resize requires restart/.test(message)) return 'definition';
  return 'other';
}

/** Exit codes that a stopped program leaves (signals §5.2 rows 4, 11, 13; 2 is Go as PID 1). */
export const stopCodes: ReadonlySet<number> = new Set([0, 2, 130, 137, 143]);

/** How much later than the end its announcement may be dated: seconds are rounded, and two clocks write them. */
const lateMs = 2_000;

const stopKindOf: Record<Kill['kind'], StopKind> = {
  liveness: 'liveness',
  startup: 'startup',
  stop: 'stop',
  'post-start': 'other',
  definition: 'other',
  other: 'other',
};

/**
 * The Killing event of this end: the newest one in [finishedAt − G − 90 s, finishedAt + 2 s] (signals §5.1, where it is 5 s:
 * a kubelet that is behind announces the kill of what crashed 3 s before, and that is not why it ended). Events of the same text are merged, so only the newest time is known: an older end of the same container may find none, and a
 * merged event that is newer than the end says that this container is killed in that way again and again.
 */
export function killOf(container: ContainerView, exit: Exit): Kill | null {
  const end = timeMs(exit.finishedAt);
  const started = timeMs(exit.startedAt);
  // An end without a time may be that of any run: no announcement can be told to be its own.
  if (end === null) return null;
  let best: Kill | null = null;
  for (const event of container.events) {
    if (!isAnnounced(event)) continue;
    const kind = killKind(event.message);
    const grace = graceFor(container, stopKindOf[kind], event.at);
    const at = timeMs(event.at);
    if (at === null || event.at === null) continue;
    // A kubelet that is behind ends what it announced late; what ends by itself with a code of its own after its grace is none of these.
    const slackMs = stopCodes.has(exit.exitCode) ? 90_000 : lateMs;
    if (at < end - grace.seconds * 1000 - slackMs || at > end + lateMs) continue;
    // The instance that was killed is the one that ended: one killed in the second in which this one started was the one before.
    if (started !== null && at <= started) continue;
    if (best === null || at >= (timeMs(best.at) ?? 0)) best = { kind, event, at: event.at, grace, gapMs: end - at };
  }
  return best;
}

/** Killing events of a probe at any time that ends count: this container is killed by it repeatedly, whether or not the last one was kept. */
export function probeKills(container: ContainerView, kind: 'liveness' | 'startup'): ClusterEvent[] {
  return container.events.filter(
    (event) =>
      isAnnounced(event) &&
      killKind(event.message) === kind &&
      !isKillOfTheDead(container, event) &&
      !isPast(container, event),
  );
}

/** It ended a run before one that has settled. */
function isPast({ settled, status }: ContainerView, event: ClusterEvent): boolean {
  return settled && (timeMs(event.at) ?? 0) < (timeMs(status?.state.running?.startedAt) ?? 0);
}

/** Announced once, after the container had ended by itself and before it was started again: it ended nothing. */
function isKillOfTheDead({ status }: ContainerView, event: ClusterEvent): boolean {
  const at = timeMs(event.at);
  const end = timeMs((status?.state.terminated ?? status?.lastState.terminated)?.finishedAt);
  const started = timeMs(status?.state.running?.startedAt);
  return event.count <= 1 && at !== null && end !== null && at > end + lateMs && (started === null || at < started);
}
