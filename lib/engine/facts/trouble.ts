/** Whether a container is in trouble at all, or still within what is normal: the engine is silent on everything else. */

import type { CauseId } from '../../model/causes';
import type { ClusterEvent } from '../../model/kubernetes';
import { minuteMs } from '../../format/units';
import { findDecisive } from '../signatures/decisive';
import { backoffMs, holdsAfterMs, oldAfterMs } from './backoff';
import { endingsOf, recentEndings, tookWholeGrace, type Ending } from './ending';
import { isAnnounced } from './kill';
import { isAtWork } from './at-work';
import { isOfMove, moveAllowanceMs } from './moving';
import { withoutParting } from './parting';
import { closedGate, probeFailures } from './probe';
import { isThrottled, pullFailure } from './pull';
import { isUnmade, remadeSandbox } from './remade-sandbox';
import { restartPolicyOf } from './restarts';
import { failedInAllMs, readyAllowanceMs } from './ready-allowance';
import { timeMs, type ContainerView } from './views';
import { isOfJoining, youngUntilMs } from './young-node';

export type ContainerTrouble =
  | 'waiting' // cannot start, or waits in back-off
  | 'ended' // dead now, and was not meant to be
  | 'looping' // runs now, but died recently
  | 'not-ready' // runs, does not become ready, longer than a start may take
  | 'stuck'; // an init container that does not finish, or a start that does not happen

export interface TroubledContainer {
  container: ContainerView;
  trouble: ContainerTrouble;
  /** Newest first. */
  endings: readonly Ending[];
  /** True when it is up and ready at this moment. */
  readyNow: boolean;
  /** 'looping' only: it has lived longer than the back-off window and than its last run. */
  recovering: boolean;
  /** When the clock alone could change this; milliseconds since the epoch. */
  reviewAtMs: number | null;
}

/** Waiting reasons that are normal while a pod starts (signals §1.2). */
export const startingReasons = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** What a new pod waits for while it starts beside it, for so long: in an installation, or a rollout, nothing is wrong yet (design §2). */
const awaited: ReadonlySet<CauseId> = new Set<CauseId>(['dependency-unreachable', 'dns-failure']);
const besideMs = minuteMs;

/** An init container may take this long before it counts as stuck: migrations and downloads are slow. */
const initAllowanceMs = 2 * minuteMs;
/** … and this long while its log moves: a Deployment's progressDeadlineSeconds, unless it sets another (signals §3.8). */
const workAllowanceMs = 10 * minuteMs;
/** A start that only waits (pulling, mounting) may take this long when nothing complains. */
const startAllowanceMs = 10 * minuteMs;
/** … and this long once an event complains, so that a busy node's first retry stays silent (lab FACTS "Healthy pods write warnings too"). */
export const complaintAllowanceMs = 30_000;

const complaints = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'VolumeResizeFailed',
  'FileSystemResizeFailed',
  'FailedCreatePodSandBox',
  'FailedPodSandBoxStatus',
  'FailedCreatePodContainer',
  'NetworkNotReady',
  'FailedPrepareDynamicResources',
  'FailedSync',
]);

/** Refusals that no retry changes: said twice, they are told at once. A file that a node's network plugin has not written yet is none. */
const settled =
  /access denied by server|\binvalid\b|wrong fs type|unknown filesystem type|permission denied|operation not permitted|references non-existent|bind: address already in use/i;
/** A mount refused so often is told at once: the kubelet doubles its wait each time, so it was refused for eight seconds. */
const insistent = 5;
const isMoving = ({ message }: ClusterEvent) => /^Multi-Attach error .*already exclusively attached/.test(message);
const mounting = new Set(['FailedMount', 'FailedAttachVolume']);
/** What the kubelet does once all volumes are there and the network is up: complaints from before are over. */
const progress = new Set(['Pulling', 'Pulled', 'Created', 'Started']);
/** Words of a kubelet that has not read its ConfigMaps yet. */
const notRead =
  /failed to sync (?:configmap|secret) cache|services have not yet been read|object "[^"]*"(?:\/"[^"]*")? not registered/;
const probeKilled = /failed (?:liveness|startup) probe/;

interface Review {
  trouble: ContainerTrouble | null;
  recovering?: boolean;
  reviewAtMs?: number | null;
}

/** Silent until `atMs`, troubled from then on. */
function after(nowMs: number, sinceMs: number | null, allowanceMs: number, trouble: ContainerTrouble): Review {
  if (sinceMs === null || nowMs - sinceMs >= allowanceMs) return { trouble };
  return { trouble: null, reviewAtMs: sinceMs + allowanceMs };
}

/** Endings that are nobody's fault: a node or runtime restart, a change in place, or an orderly stop. */
export function blameless(ending: Ending): boolean {
  return (
    ending.verdict === 'node' ||
    ending.verdict === 'definition' ||
    ending.verdict === 'platform' ||
    (ending.verdict === 'stop' && !tookWholeGrace(ending))
  );
}

/** A probe that failed within so long fails still. */
const stillMs = 2 * minuteMs;

/** When a probe that kills failed last, where it failed before `startedMs` too, and still does; else null. */
function failsSinceBefore(container: ContainerView, startedMs: number, nowMs: number): number | null {
  const failures = probeFailures(container, 'startup') ?? probeFailures(container, 'liveness');
  const newestMs = timeMs(failures?.newest.at);
  if (failures === null || newestMs === null || newestMs <= startedMs || nowMs - newestMs >= stillMs) return null;
  const firstMs = Math.min(...failures.events.map((event) => timeMs(event.firstAt) ?? Infinity));
  return firstMs < startedMs ? newestMs : null;
}

/** The kubelet has announced that it ends the run that began at `startedMs`, because a probe failed. */
function isBeingKilled(container: ContainerView, startedMs: number | null): boolean {
  const killed = container.events.findLast((event) => isAnnounced(event) && probeKilled.test(event.message));
  return killed !== undefined && (timeMs(killed.at) ?? 0) > (startedMs ?? Infinity);
}

function reviewRunning(
  container: ContainerView,
  startedMs: number | null,
  endings: readonly Ending[],
  nowMs: number,
): Review {
  const { status } = container;
  const pod = container.pod.pod;
  const condition = pod.status.conditions.find((c) => c.type === 'ContainersReady' || c.type === 'Ready');
  const last = endings.find((ending) => !blameless(ending));
  const restarts = status?.restartCount ?? 0;
  const ready = status?.ready === true || container.type === 'init';
  if (isBeingKilled(container, startedMs)) return { trouble: 'looping' };
  const remadeMs = timeMs(remadeSandbox(container.pod)?.at);
  if (remadeMs !== null && nowMs - remadeMs < 10 * minuteMs)
    return { trouble: 'looping', recovering: false, reviewAtMs: remadeMs + 10 * minuteMs };
  if (last) {
    const readySinceMs = Math.max(
      startedMs ?? 0,
      condition?.status === 'True' ? (timeMs(condition.lastTransitionTime) ?? 0) : 0,
    );
    if (ready && readySinceMs > 0) {
      // Its end is old by then, however often its readiness comes and goes (facts/settled).
      const oldAtMs = (startedMs ?? readySinceMs) + oldAfterMs(restarts);
      if (nowMs >= oldAtMs) return { trouble: null };
      const holdsAtMs = readySinceMs + holdsAfterMs(last, restarts);
      const recovering = nowMs >= holdsAtMs;
      return { trouble: 'looping', recovering, reviewAtMs: recovering ? oldAtMs : Math.min(holdsAtMs, oldAtMs) };
    }
    const sinceMs = startedMs ?? timeMs(last.exit.finishedAt);
    if (!ready && (sinceMs === null || nowMs - sinceMs < 60 * minuteMs))
      return { trouble: 'looping', recovering: false, reviewAtMs: sinceMs && sinceMs + 60 * minuteMs };
    if (ready && readySinceMs === 0) return { trouble: null };
  }
  // The kubelet forgets an end now and then (lab: `lastState: {}` after seven restarts): this run began when that one was over.
  if (endings.length === 0 && restarts > 1 && startedMs !== null) {
    const quietMs = nowMs - startedMs;
    const holdsMs = backoffMs(restarts);
    if (quietMs < holdsMs) return { trouble: 'looping', recovering: false, reviewAtMs: startedMs + holdsMs };
    if (ready && container.type !== 'init' && quietMs < 60 * minuteMs)
      return { trouble: 'looping', recovering: true, reviewAtMs: startedMs + 60 * minuteMs };
  }
  // Nor does a description always show it; a probe that failed before this run began ended the one before.
  if (endings.length === 0 && restarts > 0 && !ready && startedMs !== null) {
    const failedMs = failsSinceBefore(container, startedMs, nowMs);
    if (failedMs !== null) return { trouble: 'looping', recovering: false, reviewAtMs: failedMs + stillMs };
  }
  if (container.type === 'init') {
    const said = findDecisive(container.logs)?.hit.cause ?? null;
    if (said === null) return after(nowMs, startedMs, isAtWork(container) ? workAllowanceMs : initAllowanceMs, 'stuck');
    // One that says what is wrong is stuck sooner. What it waits for may have been installed together with its pod.
    const madeMs = timeMs(pod.metadata.creationTimestamp) ?? 0;
    const patienceMs = awaited.has(said) ? madeMs + besideMs - (startedMs ?? 0) : 0;
    return after(nowMs, startedMs, Math.max(complaintAllowanceMs, patienceMs), 'stuck');
  }
  if (!ready) {
    const lostMs = condition?.status === 'False' ? timeMs(condition.lastTransitionTime) : null;
    const sinceMs = startedMs === null && lostMs === null ? null : Math.max(startedMs ?? 0, lostMs ?? 0);
    const startup = container.spec.startupProbe;
    if (startup && status?.started !== true) {
      const budgetMs = (startup.initialDelaySeconds + startup.failureThreshold * startup.periodSeconds) * 1000;
      return after(nowMs, startedMs, budgetMs + minuteMs, 'not-ready');
    }
    const allowanceMs = readyAllowanceMs(container);
    if (failedInAllMs(container, nowMs) >= allowanceMs) return { trouble: 'not-ready' };
    return after(nowMs, sinceMs, allowanceMs, 'not-ready');
  }
  const gate = closedGate(container.pod);
  const isFirst = container === container.pod.containers.find(({ type }) => type === 'container');
  if (!gate || !isFirst) return { trouble: null };
  // A slow start leaves `Ready` False and changes its reason alone: the gate's turn came when the containers were ready.
  const whenReady = pod.status.conditions.find((c) => c.type === 'ContainersReady' && c.status === 'True');
  const turnMs = Math.max(timeMs(gate.lastTransitionTime) ?? 0, timeMs(whenReady?.lastTransitionTime) ?? 0);
  return after(nowMs, turnMs || null, 3 * minuteMs, 'not-ready');
}

/** What the kubelet starts before a container: the init containers that stand before it (signals §1.2, order of one sync). */
function earlierOf(container: ContainerView): ContainerView[] {
  const { containers } = container.pod;
  const all = container.type === 'container' ? containers : containers.slice(0, containers.indexOf(container));
  return all.filter(({ type }) => type !== 'container');
}

/** It waits by design for one that stands before it and has begun: that one's own review says whether it is stuck. */
function waitsItsTurn(container: ContainerView): boolean {
  return earlierOf(container).some(({ type, status }) => {
    if (!status) return false;
    const { running, terminated, waiting } = status.state;
    if (waiting && startingReasons.has(waiting.reason) && !status.lastState.terminated) return false;
    // A sidecar lets the next go on once it has started (signals §4.2).
    if (type === 'sidecar') return !running || status.started === false;
    return terminated ? terminated.exitCode !== 0 : running !== null || waiting !== null;
  });
}

function reviewWaiting(container: ContainerView, reason: string, endings: readonly Ending[], nowMs: number): Review {
  const pod = container.pod;
  if (!startingReasons.has(reason)) {
    const pull = pullFailure(container);
    const passes = notRead.test(container.status?.state.waiting?.message ?? '') || (pull !== null && isThrottled(pull));
    return passes
      ? after(nowMs, timeMs(pod.pod.metadata.creationTimestamp), 2 * minuteMs, 'waiting')
      : { trouble: 'waiting' };
  }
  if (endings.some((ending) => !blameless(ending)) && reason === '') return { trouble: 'waiting' };
  if (waitsItsTurn(container)) return { trouble: null };
  // What came before it ended late, or a pull was begun late: its own wait began then.
  const goneOnMs = Math.max(
    timeMs(pod.events.findLast((event) => progress.has(event.reason))?.at) ?? 0,
    ...earlierOf(container).map(({ type, status }) =>
      type === 'init'
        ? (timeMs(status?.state.terminated?.finishedAt) ?? 0)
        : (timeMs(status?.state.running?.startedAt) ?? 0),
    ),
  );
  const placedMs = timeMs(pod.pod.status.startTime) ?? timeMs(pod.pod.metadata.creationTimestamp);
  // One that has ended before is in a loop, whose every round goes on a little.
  const isFirstStart = reason !== '' && endings.length === 0;
  const sinceMs = placedMs !== null && isFirstStart ? Math.max(placedMs, goneOnMs) : placedMs;
  const youngMs = youngUntilMs(pod);
  const isYoung = youngMs !== null && nowMs < youngMs;
  const all = [
    ...pod.events.filter(
      (event) => (complaints.has(event.reason) || isUnmade(event)) && (timeMs(event.at) ?? 0) >= goneOnMs,
    ),
    ...container.events.filter((event) => event.reason === 'InspectFailed'),
  ];
  const complained = all.filter((event) => !isYoung || !isOfJoining(event));
  const movesMs = pod.movesUntilMs === null ? 0 : pod.movesUntilMs - pod.clockBehindMs;
  if (nowMs < movesMs && complained.every(isOfMove)) return { trouble: null, reviewAtMs: movesMs };
  const refused = complained.reduce((sum, { message, count }) => sum + (settled.test(message) ? count : 0), 0);
  const insists = complained.some(
    ({ reason, message, count }) => mounting.has(reason) && count >= insistent && !notRead.test(message),
  );
  if (refused > 1 || insists) return { trouble: 'stuck' };
  const complaintMs = complained.every(isMoving) ? moveAllowanceMs : complaintAllowanceMs;
  const review = after(nowMs, sinceMs, complained.length > 0 ? complaintMs : startAllowanceMs, 'stuck');
  return isYoung && all.length > complained.length && review.reviewAtMs
    ? { ...review, reviewAtMs: Math.min(review.reviewAtMs, youngMs) }
    : review;
}

function reviewEnded(container: ContainerView, endings: readonly Ending[], nowMs: number): Review {
  const [ending] = endings;
  const code = ending?.exit.exitCode ?? 0;
  if (container.type === 'init') return { trouble: code === 0 && ending?.exit.reason !== 'OOMKilled' ? null : 'ended' };
  if (ending ? blameless(ending) : container.type === 'sidecar') return { trouble: null };
  if (code === 0 && restartPolicyOf(container) !== 'Always' && container.type === 'container') {
    const endedMs = timeMs(ending?.exit.finishedAt);
    if (endedMs === null || !wasCutShort(container, nowMs)) return { trouble: null };
    return { trouble: 'ended', reviewAtMs: endedMs + 60 * minuteMs };
  }
  return { trouble: 'ended' };
}

/** Of the condition Ready (signals §2.2): who is not. */
const unreadyNames = /containers with unready status: \[([^\]]{0,1000})\]/;
/** The kubelet's complaints about one container that has no status, or whose pod came without one. */
const containerComplaints = new Set(['BackOff', 'Failed', 'InspectFailed', 'ErrImageNeverPull', 'FailedPostStartHook']);

/**
 * A container without a status, in a pod that somebody described or saved in part: only its events and its log tell.
 * Nothing is said of one that is not complained about, whose complaints were followed by a start, or whose pod is ready.
 */
function reviewUnseen(container: ContainerView, nowMs: number): Review {
  const { status, spec } = container.pod.pod;
  if (status.conditions.some((c) => c.type === 'Ready' && c.status === 'True')) return { trouble: null };
  if (status.phase === 'Failed' || (spec.nodeName === null && status.phase !== 'Running')) return { trouble: null };
  const newest = (reasons: (event: ClusterEvent) => boolean) => container.events.filter(reasons).at(-1);
  const atMs = (event: ClusterEvent | undefined) => timeMs(event?.at) ?? 0;
  const started = newest((e) => e.reason === 'Started');
  // That it is restarted again and again counts only where nothing of the pod's state was kept: else its status would say so.
  const kept = status.conditions.length > 0;
  const complaint = newest((e) => containerComplaints.has(e.reason) && !(kept && e.reason === 'BackOff'));
  const oldAtMs = (event: ClusterEvent) => atMs(event) + 60 * minuteMs;
  if (complaint && nowMs < oldAtMs(complaint) && atMs(complaint) >= atMs(started))
    return { trouble: started ? 'looping' : 'stuck', reviewAtMs: oldAtMs(complaint) };
  const killed = newest((e) => e.reason === 'Killing' && probeKilled.test(e.message));
  if (killed && nowMs < oldAtMs(killed) && killed.count > 1) return { trouble: 'looping', reviewAtMs: oldAtMs(killed) };
  const unready = probeFailures(container, 'readiness');
  const quietAtMs = atMs(unready?.newest) + 2 * minuteMs;
  if (unready && unready.count * 10_000 >= readyAllowanceMs(container) && nowMs < quietAtMs)
    return { trouble: 'not-ready', reviewAtMs: quietAtMs };
  const notReady = status.conditions.find((c) => c.type === 'Ready' && c.status === 'False');
  const named = unreadyNames.exec(notReady?.message ?? '')?.[1]?.split(' ') ?? [];
  if (status.phase === 'Running' && named.includes(container.name))
    return after(nowMs, timeMs(notReady?.lastTransitionTime), readyAllowanceMs(container), 'not-ready');
  if (!started && container.type !== 'sidecar' && container.pod.events.some((e) => complaints.has(e.reason)))
    return after(nowMs, timeMs(container.pod.pod.metadata.creationTimestamp), complaintAllowanceMs, 'stuck');
  if (status.phase === 'Pending' && !container.pod.events.some((e) => progress.has(e.reason))) {
    // The kubelet's first status has all its containers (signals §1.2): it has not taken the pod up, though its lease may be fresh.
    const placed = status.conditions.find((c) => c.type === 'PodScheduled' && c.status === 'True');
    const placedMs = timeMs(placed?.lastTransitionTime) ?? timeMs(container.pod.pod.metadata.creationTimestamp);
    return after(nowMs, placedMs, startAllowanceMs, 'stuck');
  }
  return { trouble: findDecisive(container.logs)?.hit.weight === 'fatal' ? 'looping' : null };
}

/** Reviews one container of a live pod. */
export function reviewContainer(
  container: ContainerView,
  clusterMs: number,
): { troubled: TroubledContainer | null; reviewAtMs: number | null } {
  const { status } = container;
  const { clockBehindMs } = container.pod;
  // What is weighed here was written by the kubelet.
  const nowMs = clusterMs - clockBehindMs;
  const endings = withoutParting(container, recentEndings(container));
  let review: Review = { trouble: null };
  if (status?.state.running) review = reviewRunning(container, timeMs(status.state.running.startedAt), endings, nowMs);
  else if (status?.state.waiting) review = reviewWaiting(container, status.state.waiting.reason, endings, nowMs);
  else if (status?.state.terminated) review = reviewEnded(container, endings, nowMs);
  else if (status && endings.length > 0) review = { trouble: 'waiting' };
  // The API's own default: a container of which nothing is said waits.
  else if (status) review = reviewWaiting(container, '', endings, nowMs);
  else if (!status && !container.pod.containers.some((c) => c.status)) review = reviewUnseen(container, nowMs);
  const reviewAtMs = typeof review.reviewAtMs === 'number' ? review.reviewAtMs + clockBehindMs : null;
  if (review.trouble === null) return { troubled: null, reviewAtMs };
  return {
    troubled: {
      container,
      trouble: review.trouble,
      endings,
      readyNow: status?.ready === true,
      recovering: review.recovering === true,
      reviewAtMs,
    },
    reviewAtMs,
  };
}

/**
 * It came through within the hour, but the kernel killed a part of it (signals §1.6), or it ended in good order because its probe
 * failed (signals §5.2 row 4), which `OnFailure` takes for done: what it was to do may not be done.
 */
export function wasCutShort(container: ContainerView, nowMs: number): boolean {
  const end = container.status?.state.terminated;
  if (!end || nowMs - (timeMs(end.finishedAt) ?? 0) >= 60 * minuteMs) return false;
  return end.reason === 'OOMKilled' || endingsOf(container)[0]?.verdict === 'probe-kill';
}
