/** Whether the present run of a container has done well for so long that the end before it explains nothing of now. */

import type { ClusterEvent, ContainerStatus, Pod } from '../../model/kubernetes';
import { minuteMs } from '../../format/units';
import { oldAfterMs } from './backoff';
import { saidIn } from './gathered';
import { isOfKubelet } from './kill';
import { spanMs, timeMs, type ContainerView } from './views';

/** As long as ends count at all, after however many restarts. */
const longestMs = oldAfterMs(Infinity);
/** A probe that failed within so long fails still. */
const stillMs = 2 * minuteMs;

/** Whether its readiness probe, and none that kills, fails in the run that began at `startedMs`, and still does. */
function failsReadiness(events: readonly ClusterEvent[], startedMs: number, nowMs: number): boolean {
  const failures = events.filter(
    (event) => event.reason === 'Unhealthy' && isOfKubelet(event) && (timeMs(event.at) ?? 0) > startedMs,
  );
  const isReadiness = ({ message }: ClusterEvent) => saidIn(message).startsWith('Readiness probe ');
  return failures.every(isReadiness) && failures.some(({ at }) => nowMs - (timeMs(at) ?? 0) < stillMs);
}

/**
 * Whether a run that is not ready has a trouble of its own: it has lasted several times as long as the run before, so it got past
 * what ended that one (a start that failed is past once it runs, signals §5.2 row 1); or that one had lasted for longer than ends
 * count, so that it had done its work, and this one has not been ready for half of that.
 */
function hasItsOwn(status: ContainerStatus, startedMs: number, nowMs: number): boolean {
  const end = status.lastState.terminated;
  const lastsMs = nowMs - startedMs;
  const ranMs = spanMs(end?.startedAt, end?.finishedAt) ?? (end && timeMs(end.startedAt) === null ? 0 : Infinity);
  return ranMs >= longestMs
    ? ranMs < Infinity && lastsMs >= longestMs / 2
    : lastsMs >= Math.max(3 * ranMs, 5 * minuteMs);
}

/**
 * Whether the run that goes on has a trouble of its own after one single end: the run before it had worked for so long that an end
 * before it would have been old, and since then nothing but readiness fails, for longer than a start takes.
 */
export function failsAnew({ status, events, pod }: ContainerView, clusterMs: number): boolean {
  const startedMs = timeMs(status?.state.running?.startedAt);
  const nowMs = clusterMs - pod.clockBehindMs;
  if (!status || startedMs === null || status.ready || status.restartCount !== 1) return false;
  const end = status.lastState.terminated;
  const ranMs = spanMs(end?.startedAt, end?.finishedAt) ?? 0;
  return ranMs >= oldAfterMs(1) && nowMs - startedMs >= 5 * minuteMs && failsReadiness(events, startedMs, nowMs);
}

/**
 * `lastState` and the previous log stay for the life of the pod (signals §1.1, §4.6): an end counts until it is old (design §2).
 * A run of that age is well until its readiness is lost, and readiness that comes and goes in between is no death; one that was
 * never ready is left to its own trouble after the longest time, or sooner where its readiness probe says that it has one.
 */
export function isSettled(
  { status: { conditions } }: Pod,
  status: ContainerStatus | null,
  events: readonly ClusterEvent[],
  nowMs: number,
): boolean {
  const startedMs = timeMs(status?.state.running?.startedAt);
  if (!status || startedMs === null) return false;
  const condition = conditions.find(({ type }) => type === 'ContainersReady' || type === 'Ready');
  const lostMs = condition?.status === 'False' ? timeMs(condition.lastTransitionTime) : null;
  const wellMs = (status.ready ? nowMs : (lostMs ?? startedMs)) - startedMs;
  if (wellMs >= oldAfterMs(status.restartCount) || nowMs - startedMs >= longestMs) return true;
  return !status.ready && hasItsOwn(status, startedMs, nowMs) && failsReadiness(events, startedMs, nowMs);
}
