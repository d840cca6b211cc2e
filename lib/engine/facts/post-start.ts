/** Whether a postStart hook that failed is why a run ended, and how sure that is (signals §1.2, §1.6, §3.4). */

import type { Certainty } from '../../model/diagnosis';
import type { ClusterEvent } from '../../model/kubernetes';
import type { Ending } from './ending';
import type { Exit } from './exit';
import { isAnnounced, isOfKubelet, killKind, stopCodes } from './kill';
import { spanMs, timeMs, type ContainerView } from './views';
import { waitingOf, type Waiting } from './waiting';

export interface HookFailure {
  hook: ClusterEvent | undefined;
  kill: ClusterEvent | undefined;
  waits: Waiting | undefined;
  certainty: Certainty;
  /** Which ended first, where that is known: a program that ends takes its hook along. */
  first: 'hook' | 'program' | null;
  /** It failed in runs before the one that ended last, and nothing was announced of that one: the kubelet keeps back what it said often. */
  untold: boolean;
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

/** The kubelet writes the event before it ends the container, by the clock of the same node: a later one tells of what had ended. */
function isAfter({ at }: ClusterEvent, { finishedAt }: Exit, runsSince: number | null): boolean {
  const saidMs = timeMs(at);
  const lateMs = spanMs(finishedAt, at);
  return saidMs !== null && lateMs !== null && lateMs > 0 && (runsSince === null || saidMs < runsSince);
}

/** Null where no hook failed, or what ended the run was another thing. `tells`: its log says why it ended by itself. */
export function hookFailureOf(
  container: ContainerView,
  ending: Ending | undefined,
  nowMs: number,
  tells: boolean,
): HookFailure | null {
  // The hook runs beside the program: where that ended by itself the hook fails too, and the kubelet announces the same kill.
  const code = ending?.exit.exitCode ?? null;
  const isOwn = code !== null && (code === 2 ? tells : !stopCodes.has(code));
  if (ending?.exit.reason === 'OOMKilled' || (isOwn && tells)) return null;
  // Only a hook that failed within the run that ended ended it; the kubelet keeps back what it said often, so an earlier one
  // makes it likely where that run ended as a stopped one does, and no other kill was announced for it. A run that lasted for
  // longer than a back-off came through its hook.
  const runsSince = timeMs(container.status?.state.running?.startedAt);
  const cameThrough = runsSince !== null && nowMs - runsSince > longestBackOffMs;
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
  const waiting = waitingOf(container);
  const waits = waiting?.reason === 'PostStartHookError' ? waiting : undefined;
  // Events of an older template may be left: without the hook in the spec they speak of the past.
  const hasHook = (container.spec.lifecycle?.postStart ?? null) !== null;
  const isToday = hasHook || kill !== undefined;
  // `kubectl describe` shows no hooks: of a container described in part the event alone tells of one.
  if (!waits && !(hook && (isToday || container.spec.resources.unknown))) return null;
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
    hook,
    kill,
    waits,
    certainty: isOwn || endedFirst || isOpen ? 'possible' : isNow && hookFirst && fits ? 'proven' : 'likely',
    first: endedFirst ? 'program' : isOwn || isOpen ? null : 'hook',
    untold: !isNow && ending !== undefined && ending.kill === null,
  };
}
