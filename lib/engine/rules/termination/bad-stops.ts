/** Stops that a container did not take well: it ignored SIGTERM until SIGKILL came, or its default action cut it short (signals §5.2 row 6, §5.4). */
import type { Evidence, NonEmpty } from '../../../model/diagnosis';
import { eventEvidence, fields } from '../../evidence';
import { endingsOf, type Ending } from '../../facts/ending';
import { graceFor } from '../../facts/grace';
import { killKind, probeKills } from '../../facts/kill';
import { probeKillOf } from '../../facts/probe-kill';
import { spanMs, timeMs, type ContainerView, type WorkloadView } from '../../facts/views';
import { findDecisive } from '../../signatures/decisive';

export interface Stop {
  container: ContainerView;
  /** Null while it still runs past its deadline. */
  ending: Ending | null;
  how: 'ignored' | 'default-action';
  graceSeconds: number;
  tookMs: number | null;
  evidence: NonEmpty<Evidence>;
}

/** So long a stop that ended badly counts. */
export const hourMs = 3_600_000;

/** Stops of the last hour that ended badly; the newest first. */
export function badStops(view: WorkloadView): Stop[] {
  const stops: Stop[] = [];
  for (const pod of [...view.pods, ...view.deleted]) {
    for (const container of pod.containers) {
      const overdue = pod.deletedAt === null ? runsPastDeadline(container, view.nowMs) : null;
      if (overdue) stops.push(overdue);
      const endings = endingsOf(container);
      const lost = lostKill(container, endings);
      if (lost) stops.push(lost);
      for (const ending of endings) {
        const endMs = timeMs(ending.exit.finishedAt);
        if (endMs !== null && view.nowMs - endMs >= hourMs) continue;
        if (ending.obeyed !== 'ignored' && ending.obeyed !== 'default-action') continue;
        // A default action cuts work only where something is told of it; at a stop in good order it harms nobody.
        if (ending.obeyed === 'default-action' && ending.verdict !== 'probe-kill') continue;
        const [first, ...rest] = ending.evidence;
        stops.push({
          container,
          ending,
          how: ending.obeyed,
          graceSeconds: ending.graceSeconds ?? 30,
          tookMs: spanMs(ending.termAt, ending.exit.finishedAt),
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
 * A probe's kill whose own event was lost in a fast loop (lab FACTS): this container is killed by that probe again and again,
 * and its newest end has the code that a deaf program leaves.
 */
function lostKill(container: ContainerView, endings: readonly Ending[]): Stop | null {
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
  const kill = probeKills(container, kind).at(-1);
  if (!kill || !probeKillOf({ container, endings }, kind)) return null;
  const how = code === 137 ? 'ignored' : 'default-action';
  return {
    container,
    ending,
    how,
    graceSeconds: graceFor(container, kind).seconds,
    tookMs: null,
    evidence: [ending.exit.evidence, eventEvidence(kill, `failed ${kind} probe`)],
  };
}

/** Told to stop, its deadline over, and still running: it has ignored SIGTERM for the whole grace. A node that is gone proves nothing. */
function runsPastDeadline(container: ContainerView, nowMs: number): Stop | null {
  const { metadata } = container.pod.pod;
  const deadline = timeMs(metadata.deletionTimestamp);
  const running = container.status?.state.running;
  const told = container.events.filter((e) => e.reason === 'Killing' && killKind(e.message) === 'stop').at(-1);
  const nodeReady = container.pod.node?.status.conditions.find((c) => c.type === 'Ready');
  if (deadline === null || nowMs <= deadline || !running || !told || container.type === 'init') return null;
  if (nodeReady && nodeReady.status !== 'True') return null;
  const { seconds } = graceFor(container, 'stop');
  const state = fields(container.pod.label, null, {
    '!metadata.deletionTimestamp': metadata.deletionTimestamp,
    'metadata.deletionGracePeriodSeconds': metadata.deletionGracePeriodSeconds,
    [`!${container.statusPath}.state.running.startedAt`]: running.startedAt,
  });
  return {
    container,
    ending: null,
    how: 'ignored',
    graceSeconds: seconds,
    tookMs: null,
    evidence: [state, eventEvidence(told, 'Stopping container')],
  };
}
