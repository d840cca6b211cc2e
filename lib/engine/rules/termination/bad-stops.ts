/** Stops that a container did not take well: it ran on until SIGKILL came, or it ended with work in its hands (signals §5.2 rows 6 and 11, §5.4). */
import type { Evidence, LogEvidence, NonEmpty } from '../../../model/diagnosis';
import { hourMs } from '../../../format/units';
import { eventEvidence, fields, specField } from '../../evidence';
import { endingsOf, graceUsed, type Ending } from '../../facts/ending';
import { graceFor, type Grace } from '../../facts/grace';
import { cutAtStop, heardStop, wasMute } from '../../facts/heard';
import { isAnnounced, killKind } from '../../facts/kill';
import { probeKillOf } from '../../facts/probe-kill';
import { spanMs, timeMs, type ContainerView, type PodView, type WorkloadView } from '../../facts/views';
import { findDecisive } from '../../signatures/decisive';
import { heldOf, killAllowanceMs, type Held } from './held';

export interface Stop {
  container: ContainerView;
  /** Null while it still runs past its deadline. */
  ending: Ending | null;
  how: 'ignored' | 'overran' | 'default-action' | 'cut';
  grace: Grace;
  /** Its own words that it was told to stop. */
  heard: LogEvidence | null;
  /** 'cut' only: the line that tells of the requests. */
  cut: LogEvidence | null;
  /** Known to have said nothing when it was told to (facts/heard). */
  mute: boolean;
  tookMs: number | null;
  /** What keeps its pod, where that is still there though SIGKILL is long over. */
  held: Held | null;
  evidence: NonEmpty<Evidence>;
}

/** So long a stop that ended badly counts. */
const countsMs = hourMs;

/** Whether SIGKILL has had its time too: what keeps the pod then is not how its program takes a signal. */
function isLate({ pod }: PodView, nowMs: number): boolean {
  return nowMs > (timeMs(pod.metadata.deletionTimestamp) ?? Infinity) + killAllowanceMs;
}

/**
 * Whether SIGKILL did not end it either: it lived on for longer than the kubelet waits for the runtime, which has told it that the kill
 * failed (signals §3.4). That is the runtime's or the node's doing, as a process that hangs in the kernel, on a volume that is gone.
 */
function outlivedKill({ pod }: ContainerView, { termAt, exit }: Ending, graceSeconds: number): boolean {
  const lateMs = (spanMs(termAt, exit.finishedAt) ?? 0) - graceSeconds * 1000;
  const failed = pod.events.some((event) => event.reason === 'FailedKillPod' && (spanMs(termAt, event.at) ?? -1) >= 0);
  return failed && lateMs > killAllowanceMs;
}

/** Stops of the last hour that ended badly; the newest first. */
export function badStops(view: WorkloadView): Stop[] {
  const stops: Stop[] = [];
  for (const pod of [...view.pods, ...view.deleted]) {
    const held = pod.deletedAt === null && isLate(pod, view.nowMs) ? heldOf(pod) : null;
    for (const container of pod.containers) {
      // Its pod's work is done, and nobody waits for it: how it ended does not count (signals §4.2).
      if (container.type === 'sidecar' && pod.pod.status.phase === 'Succeeded') continue;
      const overdue = pod.deletedAt === null ? runsPastDeadline(container, view.nowMs) : null;
      if (overdue) stops.push({ ...overdue, held });
      const endings = endingsOf(container);
      const lost = lostKill(container, endings);
      if (lost) stops.push({ ...lost, held });
      for (const ending of endings) {
        const endMs = timeMs(ending.exit.finishedAt);
        if (endMs !== null && view.nowMs - endMs >= countsMs) continue;
        const { grace, heard, mute } = ending;
        const cut = cutOf(container, ending);
        const how = cut ? 'cut' : ending.obeyed;
        if (grace === null || how === null || how === 'handled' || how === 'cut-short') continue;
        if (outlivedKill(container, ending, grace.seconds)) continue;
        // A default action cuts work only where something is told of it; at a stop in good order it harms nobody.
        if (how === 'default-action' && ending.verdict !== 'probe-kill') continue;
        const [first, ...rest] = ending.evidence;
        stops.push({
          container,
          ending,
          how,
          grace,
          heard,
          cut,
          mute,
          tookMs: spanMs(ending.termAt, ending.exit.finishedAt),
          held,
          evidence: first ? [ending.exit.evidence, first, ...rest] : [ending.exit.evidence],
        });
      }
    }
  }
  return stops.sort(
    (a, b) => (timeMs(b.ending?.exit.finishedAt) ?? view.nowMs) - (timeMs(a.ending?.exit.finishedAt) ?? view.nowMs),
  );
}

/**
 * The requests that a stop cut, where a log tells of them: it ended by the signal, with 143 or Go's 2 (signals §5.2 row 11, §5.4),
 * and most of what its hook left of the grace was not used. Behind a probe's kill what hung was no good any more.
 */
function cutOf(container: ContainerView, { exit, obeyed, verdict, grace, termAt }: Ending): LogEvidence | null {
  const bySignal = exit.exitCode === 143 ? obeyed === 'handled' : obeyed === 'default-action';
  const tookMs = spanMs(termAt, exit.finishedAt);
  if (!bySignal || verdict === 'probe-kill' || grace === null || grace.shortened || termAt === null || tookMs === null)
    return null;
  const leftMs = (grace.leftSeconds ?? grace.seconds) * 1000;
  const usedMs = tookMs - (grace.preStopSeconds ?? 0) * 1000;
  return usedMs * 2 <= leftMs ? cutAtStop(container, exit, termAt) : null;
}

/**
 * A probe's kill whose own event was lost in a fast loop (lab FACTS): this container is killed by that probe again and again,
 * and its newest end has the code that a deaf program leaves.
 */
function lostKill(container: ContainerView, endings: readonly Ending[]): Omit<Stop, 'held'> | null {
  const [ending] = endings;
  const code = ending?.exit.exitCode;
  if (
    !ending ||
    ending.kill ||
    (code !== 2 && code !== 137) ||
    ending.exit.reason !== 'Error' ||
    findDecisive(container.logs)?.hit.weight === 'fatal'
  )
    return null;
  const kind = container.spec.livenessProbe ? 'liveness' : 'startup';
  const kill = probeKillOf({ container, endings }, kind)?.announced;
  if (!kill) return null;
  const grace = graceFor(container, kind);
  const heard = heardStop(container, ending.exit.current ? 'current' : 'previous', null);
  return {
    container,
    ending,
    how: code === 137 ? graceUsed(grace, heard) : 'default-action',
    grace,
    heard,
    cut: null,
    mute: false,
    tookMs: null,
    evidence: [ending.exit.evidence, eventEvidence(kill, `failed ${kind} probe`)],
  };
}

/** Told to stop, its deadline over, and still running: it has ignored SIGTERM for the whole grace. A node that is gone proves nothing. */
function runsPastDeadline(container: ContainerView, nowMs: number): Omit<Stop, 'held'> | null {
  const { metadata } = container.pod.pod;
  const deadline = timeMs(metadata.deletionTimestamp);
  const running = container.status?.state.running;
  // A sandbox that was made anew had its containers stopped too: that is not this stop.
  const told = container.events.findLast(
    (event) =>
      isAnnounced(event) &&
      killKind(event.message) === 'stop' &&
      (timeMs(event.at) ?? 0) > (timeMs(running?.startedAt) ?? 0) &&
      (timeMs(event.at) ?? 0) >= (deadline ?? 0) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000 - 5_000,
  );
  const nodeReady = container.pod.node?.status.conditions.find((c) => c.type === 'Ready');
  if (deadline === null || nowMs <= deadline || !running || !told || container.type === 'init') return null;
  if (nodeReady && nodeReady.status !== 'True') return null;
  const grace = graceFor(container, 'stop', told.at);
  if (grace.shortened) return null;
  const heard = heardStop(container, 'current', told.at);
  const state = fields(container.pod.label, null, {
    '!metadata.deletionTimestamp': metadata.deletionTimestamp,
    'metadata.deletionGracePeriodSeconds': metadata.deletionGracePeriodSeconds,
    [`!${container.statusPath}.state.running.startedAt`]: running.startedAt,
  });
  return {
    container,
    ending: null,
    how: graceUsed(grace, heard),
    grace,
    heard,
    cut: null,
    mute: wasMute(container, { current: true }, told.at),
    tookMs: null,
    evidence: [state, eventEvidence(told, 'Stopping container')],
  };
}

/**
 * When the clock changes what is said of one of them, milliseconds since the epoch; null where none tells when: once SIGKILL has had
 * its time, and when its end is an hour old. One whose probe's kill was lost counts beyond that.
 */
export function changesAtMs(stops: readonly Stop[], nowMs: number): number | null {
  const times = stops
    .flatMap(({ container: { pod }, ending }) => [
      (timeMs(ending?.exit.finishedAt) ?? -Infinity) + countsMs,
      ((pod.deletedAt === null ? timeMs(pod.pod.metadata.deletionTimestamp) : null) ?? -Infinity) + killAllowanceMs + 1,
    ])
    .filter((at) => at > nowMs);
  return times.length > 0 ? Math.min(...times) : null;
}

/** Where its pod says which signal stops it, if it does. */
export function signalField(container: ContainerView): Evidence {
  const given = container.status?.stopSignal;
  return given
    ? fields(container.pod.label, null, { [`!${container.statusPath}.stopSignal`]: given })
    : specField(container, { '!lifecycle.stopSignal': container.spec.lifecycle?.stopSignal });
}
