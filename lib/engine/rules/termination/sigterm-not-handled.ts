/**
 * SIGTERM is ignored until the grace period ends in SIGKILL, or the default action cuts the work short.
 *
 * Told by arithmetic, never by 137 alone: from the start of the stop to the death at least the whole grace, ±2 s (signals
 * §5.2 row 6). An eviction by the kubelet overrides the grace and says nothing of the program. Exit 2 at once is Go's
 * default action as PID 1 (signals §5.4). Behind a probe's kill it stands beside that cause.
 */
import type { Certainty, ContainerRef, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { changeByHand } from '../../../remedy/change';
import { showWorkload } from '../../../remedy/look';
import { eventEvidence, fields, specField } from '../../evidence';
import { endingsOf, type Ending } from '../../facts/ending';
import { graceFor } from '../../facts/grace';
import { killKind, probeKills } from '../../facts/kill';
import { probeKillOf } from '../../facts/probe-kill';
import { findDecisive } from '../../signatures/decisive';
import { spanMs, timeMs, type ContainerView, type WorkloadView } from '../../facts/views';
import { defineRule } from '../../rule';

interface Stop {
  container: ContainerView;
  /** Null while it still runs past its deadline. */
  ending: Ending | null;
  how: 'ignored' | 'default-action';
  graceSeconds: number;
  tookMs: number | null;
  evidence: NonEmpty<Evidence>;
}

interface FoundDeaf {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  stops: NonEmpty<Stop>;
}

const hourMs = 3_600_000;

/** Stops of the last hour that ended badly; the newest first. */
function badStops(view: WorkloadView): Stop[] {
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
        if (endMs !== null && view.nowMs - endMs > hourMs) continue;
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
function lostKill(container: ContainerView, endings: Ending[]): Stop | null {
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

export const sigtermNotHandled = defineRule({
  id: 'sigterm-not-handled',
  scope: 'workload',
  needs: ['workload'],
  supersedes: ['unknown'],
  confusedWith: ['oom-killed-limit', 'oom-killed-node'],

  match({ workload }): FoundDeaf | undefined {
    const [first, ...rest] = badStops(workload);
    if (!first) return undefined;
    const proven = first.how === 'ignored' && (first.ending?.kill ?? null) !== null;
    return {
      certainty: proven ? 'proven' : 'likely',
      evidence: first.evidence,
      ref: workload.snapshot.workload,
      stops: [first, ...rest],
    };
  },

  explain({ ref, stops }) {
    const [{ container, ending, how, graceSeconds, tookMs, evidence }] = stops;
    const code = { code: container.name };
    const place: ContainerRef = { name: container.name, type: container.type };
    const { command, args } = container.spec;
    const told = [...command, ...args].join(' ');
    const took = tookMs === null ? '' : ` It took ${formatSpan(tookMs)} from the stop to the end.`;
    return {
      headline:
        how === 'ignored'
          ? [
              'Container ',
              code,
              ' ignores SIGTERM: each stop lasts the whole ',
              { mark: `${graceSeconds} s` },
              ' and ends in SIGKILL',
            ]
          : [
              'Container ',
              code,
              ' has no handler for SIGTERM: it ends ',
              { mark: 'at once' },
              ', with whatever it was doing',
            ],
      claims: [
        {
          text: ending
            ? `It was told to stop and ended with exit code ${ending.exit.exitCode}.${took} Its grace is ${graceSeconds} s.`
            : `It was told to stop, its ${graceSeconds} s are over, and it still runs.`,
          evidence,
        },
        ...(stops.length > 1
          ? [
              {
                text: `${stops.length} stops of the last hour ended in this way.`,
                evidence: stops.slice(1, 3).map((stop) => stop.evidence[0]),
              },
            ]
          : []),
        ...(told === ''
          ? []
          : [
              {
                text: `It is told to run \`${told.slice(0, 120)}\`, which is process 1 there: signals without a handler are dropped for it.`,
                evidence: [specField(container, { command: command.join(' '), args: args.join(' ') })],
              },
            ]),
      ],
      remedies: [
        showWorkload(ref, 'See the command, the grace period and the hooks of its template.'),
        changeByHand(
          'handle-sigterm',
          'Let the program hear SIGTERM',
          'Handle the signal in the program; start it by exec where a shell starts it; or put a small init (tini, dumb-init) before it. STOPSIGNAL in the image helps where it listens to another one.',
        ),
      ],
      container: place,
      wouldDisprove: 'A stop that ends with exit code 0 or 143 before the grace is over.',
    };
  },

  ruleOut({ workload }) {
    const ends = workload.pods
      .flatMap((pod) => pod.containers.flatMap((c) => endingsOf(c)))
      .filter((e) => e.exit.exitCode === 137);
    const [end] = ends;
    if (!end || end.kill) return undefined;
    return {
      because: 'Nobody had told it to stop: the kubelet announced no kill before this end.',
      evidence: [end.exit.evidence],
    };
  },
});
