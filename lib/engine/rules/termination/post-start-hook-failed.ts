/** The postStart hook failed, so the kubelet killed the container that it had just started (signals §1.2, §3.4, §1.6). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { ClusterEvent } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { describePod, showLogs } from '../../../remedy/look';
import { eventEvidence, noSpecField, specField } from '../../evidence';
import type { Exit } from '../../facts/exit';
import { isAnnounced, isOfKubelet, killKind, stopCodes } from '../../facts/kill';
import { spanMs, timeMs, type ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundHook {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  /** Which ended first, where that is known: a program that ends takes its hook along. */
  first: 'hook' | 'program' | null;
  detail: string | null;
}

/** The kubelet's longest wait between two starts (signals §5.4). */
const longestBackOffMs = 5 * 60_000;

/**
 * What the kubelet quotes where the container was gone: the hook cannot be begun in it, or is killed with its process 1, for
 * the kubelet kills only after it has failed (signals §1.2).
 */
const notRunning =
  /\bno running task found\b|\bcontainer\b.{0,80}\bnot (?:created or )?running\b|\bcannot exec\b.{0,30}\bstopped\b|\bCONTAINER_EXITED\b|\bexited with 137\b/;

/** The words why a hook failed: since 1.26 the event has none (signals §0). A refused connection is what one that has ended leaves too. */
const saysWhy = /^(?:Exec|Sleep) lifecycle hook\b|^HTTP lifecycle hook\b(?!.*\bconnection re(?:fused|set)\b)/;

/** How a program that the kubelet told to stop ends (signals §5.2 rows 4, 6, 11), and not with a code of its own. */
const killedCodes: ReadonlySet<number> = new Set([0, 137, 143]);

const orders = {
  hook: 'The kubelet ran the postStart hook, it failed, and the kubelet killed the container for it.',
  program: 'The postStart hook failed when the program had ended: that ends the hook too, so it may be no cause.',
  open: 'The postStart hook failed as the program ended: a program that ends by itself ends the hook too, so either may be why.',
};

/** The kubelet writes the event before it ends the container, by the clock of the same node: a later one tells of what had ended. */
function isAfter({ at }: ClusterEvent, { finishedAt }: Exit, runsSince: number | null): boolean {
  const saidMs = timeMs(at);
  const lateMs = spanMs(finishedAt, at);
  return saidMs !== null && lateMs !== null && lateMs > 0 && (runsSince === null || saidMs < runsSince);
}

export const postStartHookFailed = defineRule({
  id: 'post-start-hook-failed',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],
  wants: ['waiting', 'ending', 'log'],
  supersedes: [
    'app-error-uncaught',
    'unknown',
    'exits-zero',
    'liveness-probe-failing',
    'liveness-too-aggressive',
    'readiness-never-ready',
    'sidecar-failing',
    'sigterm-not-handled',
  ],
  confusedWith: ['exits-zero', 'liveness-probe-failing'],

  match({ workload, container, waiting, ending, log }): FoundHook | undefined {
    // The hook runs beside the program: where that ended by itself the hook fails too, and the kubelet announces the same kill.
    const tells = log?.hit.weight === 'fatal';
    const code = ending?.exit.exitCode ?? null;
    const isOwn = code !== null && (code === 2 ? tells : !stopCodes.has(code));
    if (ending?.exit.reason === 'OOMKilled' || (isOwn && tells)) return undefined;
    // Only a hook that failed within the run that ended ended it; the kubelet keeps back what it said often, so an earlier one
    // makes it likely where that run ended as a stopped one does, and no other kill was announced for it. A run that lasted for
    // longer than a back-off came through its hook.
    const runsSince = timeMs(container.status?.state.running?.startedAt);
    const cameThrough = runsSince !== null && workload.nowMs - runsSince > longestBackOffMs;
    const began = timeMs(ending?.exit.startedAt) ?? (cameThrough ? runsSince : -Infinity);
    const lasted = cameThrough || (ending?.exit.ranMs ?? 0) > longestBackOffMs;
    const otherKill = ending?.kill && ending.kill.kind !== 'post-start';
    const mayBeStopped = !lasted && !otherKill && killedCodes.has(code ?? 0);
    const isWithin = (e: ClusterEvent): boolean => (timeMs(e.at) ?? Infinity) >= began;
    const ofRun = (e: ClusterEvent): boolean => isOfKubelet(e) && (mayBeStopped || isWithin(e));
    const hook = container.events.filter((e) => e.reason === 'FailedPostStartHook' && ofRun(e)).at(-1);
    const kill = container.events
      .filter((e) => isAnnounced(e) && killKind(e.message) === 'post-start' && ofRun(e))
      .at(-1);
    const waits = waiting?.reason === 'PostStartHookError' ? waiting : undefined;
    const evidence: Evidence[] = [
      ...(waits ? [waits.evidence] : []),
      ...(hook ? [eventEvidence(hook, 'PostStartHook failed')] : []),
      ...(kill ? [eventEvidence(kill, 'FailedPostStartHook')] : []),
      ...(ending ? [ending.exit.evidence] : []),
    ];
    const [first, ...rest] = evidence;
    // Events of an older template may be left: without the hook in the spec they speak of the past.
    const hasHook = (container.spec.lifecycle?.postStart ?? null) !== null;
    const isToday = hasHook || kill !== undefined;
    // `kubectl describe` shows no hooks: of a container described in part the event alone tells of one.
    if (!first || (!waits && !(hook && (isToday || container.spec.resources.unknown)))) return undefined;
    const isNow = waits !== undefined || (isToday && hook !== undefined && isWithin(hook));
    const said = [...(waits ? [waits.message] : []), ...(hook && isWithin(hook) ? [hook.message] : [])];
    const endedFirst =
      said.some((text) => notRunning.test(text)) || (hook && ending && isAfter(hook, ending.exit, runsSince));
    // Seconds are rounded: what ran for two more was there when its hook failed.
    const ranOn = [hook, kill].some(
      (e) => e && isWithin(e) && (spanMs(e.at, ending?.exit.finishedAt ?? null) ?? 0) >= 2_000,
    );
    const hookFirst = said.some((text) => saysWhy.test(text)) || ranOn;
    const fits = code === null || killedCodes.has(code);
    // In the second of its end, success is as well its own; SIGTERM and SIGKILL are somebody's.
    const isOpen = isNow && !hookFirst && (code === 0 || !fits);
    return {
      certainty: isOwn || endedFirst || isOpen ? 'possible' : isNow && hookFirst && fits ? 'proven' : 'likely',
      evidence: [first, ...rest],
      ref: workload.snapshot.workload,
      container,
      first: endedFirst ? 'program' : isOwn || isOpen ? null : 'hook',
      detail: waits && waits.message !== waits.reason ? waits.message : null,
    };
  },

  explain({ ref, container, detail, first, evidence }) {
    const hook = container.spec.lifecycle?.postStart;
    const what = hook?.exec
      ? hook.exec.command.join(' ')
      : hook?.httpGet
        ? `GET ${hook.httpGet.path} on port ${hook.httpGet.port}`
        : 'its postStart hook';
    const pod = { namespace: ref.namespace, pod: container.pod.pod.metadata.name };
    return {
      headline: [
        'Container ',
        { code: container.name },
        { program: ' ends before its ', hook: ' is killed because its ' }[first ?? 'hook'],
        { mark: 'postStart hook' },
        first === 'program' ? ' is done' : ' fails',
      ],
      claims: [
        {
          text: orders[first ?? 'open'],
          evidence,
        },
        ...(hook
          ? [
              {
                text: `The hook is \`${what.slice(0, 160)}\`.`,
                evidence: [
                  specField(container, {
                    '!lifecycle.postStart.exec.command': hook.exec?.command,
                    '!lifecycle.postStart.httpGet.path': hook.httpGet?.path,
                  }),
                ],
              },
            ]
          : []),
        ...(detail === null
          ? []
          : [
              { text: 'The waiting message keeps the detail that the event has lost.', evidence: evidence.slice(0, 1) },
            ]),
      ],
      remedies: [
        describePod(pod, 'While the container waits, its message holds what the hook answered.'),
        showLogs(
          { ...pod, container: container.name, previous: true },
          'See how far the program was when the hook ran: it runs beside the entrypoint, not after it.',
        ),
      ],
      wouldDisprove: 'A run that was killed in the same way without a `FailedPostStartHook` event.',
    };
  },

  ruleOut({ container }) {
    // `kubectl describe` shows no hooks.
    if (container.spec.lifecycle?.postStart || container.spec.resources.unknown) return undefined;
    return {
      because: 'The container has no postStart hook.',
      evidence: [noSpecField(container, 'lifecycle.postStart')],
    };
  },
});
