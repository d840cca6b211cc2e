/** Which pods of a workload are in trouble, and when the clock alone could change that. */

import { isStartingUp } from './facts/at-work';
import { attemptOldAtMs, isTakenUp } from './facts/attempts';
import { failedAtMs, failedOnce, failingSinceMs, failingUntilMs, wasEvicted, wasTurnedAway } from './facts/evictions';
import { idleJob } from './facts/idle-job';
import { currentJob, podsThatMatter, shelvedAtMs } from './facts/job';
import { noSuccess } from './facts/no-success';
import { quietSchedule } from './facts/quiet-schedule';
import { replacedLoops } from './facts/replaced';
import { reviewPod, type TroubledPod } from './facts/pod-trouble';
import { remember } from './facts/remember';
import { notTooYoungAtMs } from './facts/too-young';
import { timeMs, type PodView, type WorkloadView } from './facts/views';
import { findDecisive } from './signatures/decisive';
import type { Pod } from '../model/kubernetes';
import { minuteMs } from '../format/units';

/** What the kubelet writes into pods that a shutdown of their node ended (signals §1.4). */
const shutDown = new Set(['Terminated', 'NodeShutdown', 'Shutdown']);

/** Whether it was ended to make room for a pod that matters more: by the kubelet for a critical one, or by the scheduler. */
function madeRoom({ status }: TroubledPod['pod']['pod']): boolean {
  const isPreempted = ({ type, reason }: { type: string; reason: string }) =>
    type === 'DisruptionTarget' && reason === 'PreemptionByScheduler';
  return status.reason === 'Preempting' || status.conditions.some(isPreempted);
}

/** Whether something else than the program ended it: an eviction, a drain, the loss of its node (signals §2.2). */
const isDisrupted = ({ status }: Pod) =>
  status.conditions.some(({ type, status }) => type === 'DisruptionTarget' && status === 'True');

const isReady = ({ status }: Pod) => status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');

/** Whether it is not ready yet, as each pod that starts in a rollout or a scale-up. */
function isComing(pod: PodView, view: WorkloadView): boolean {
  const { metadata, status } = pod.pod;
  return (
    metadata.deletionTimestamp === null &&
    (status.phase === 'Pending' || status.phase === 'Running') &&
    !isReady(pod.pod) &&
    reviewPod(pod, view.nowMs, view.pods.length === 1).troubled === null
  );
}

/** Whether a controller has made good what failed: as many pods as there should be are ready, but for those that come. */
const isReplaced = remember((view: WorkloadView): boolean => {
  const { total, ready, desired } = view.snapshot.podTotals;
  if (total <= 1 || desired === null) return false;
  return ready >= desired || (ready > 0 && ready + view.pods.filter((pod) => isComing(pod, view)).length >= desired);
});

/** Whether a pod that was made after it has been ready for as long as ends count at all. */
function isOutlived({ pod: { metadata } }: PodView, { pods, nowMs }: WorkloadView): boolean {
  const madeMs = timeMs(metadata.creationTimestamp) ?? Infinity;
  return pods.some(({ pod }) => {
    const since = pod.status.conditions.find((c) => c.type === 'Ready' && c.status === 'True')?.lastTransitionTime;
    return (timeMs(pod.metadata.creationTimestamp) ?? 0) > madeMs && nowMs - (timeMs(since) ?? nowMs) >= 60 * minuteMs;
  });
}

/**
 * Nothing was made in the place of what the kubelet refused or evicted: nothing makes pods here, or what should is not to be seen.
 * A pod that is no service may be a task of somebody's that was given up.
 */
function isAlone({ spec }: Pod, { snapshot: { workload, podTotals }, pods }: WorkloadView): boolean {
  if (workload.kind === 'Pod') return true;
  return (
    spec.restartPolicy === 'Always' && podTotals.ready === 0 && pods.every(({ pod }) => pod.status.phase === 'Failed')
  );
}

/**
 * Whether it failed by itself and nothing ever takes its place: a pod without a controller stays as it is until somebody deletes it,
 * as a Job does that has failed. What the platform took away says nothing of the program.
 */
function isFinal({ status }: Pod, { snapshot: { workload } }: WorkloadView): boolean {
  return workload.kind === 'Pod' && (status.reason === '' || status.reason === 'DeadlineExceeded');
}

/** One failed pod alone, made good, counts for ten minutes, more of them for an hour (design §2 "old"). */
function quietMsOf(view: WorkloadView): number {
  return (isReplaced(view) && failedOnce(view) ? 10 : 60) * minuteMs;
}

/** A failed pod that a controller has long replaced, and that no other followed in the time that it counts, is history. */
function isHistory(troubled: TroubledPod, view: WorkloadView, isJob: boolean): boolean {
  if (troubled.podTrouble !== 'failed') return false;
  const { pod, node } = troubled.pod;
  const wasSentAway = shutDown.has(pod.status.reason) || madeRoom(pod);
  if (isJob) {
    const isMadeGood = wasSentAway && isTakenUp(view, troubled.pod);
    return isMadeGood || (attemptOldAtMs(view, troubled.pod) ?? Infinity) <= view.nowMs;
  }
  // Nothing is wanted any more: what is left of it is to be collected.
  if (view.snapshot.podTotals.desired === 0) return true;
  // Where pods were evicted since, these tell of the present trouble.
  const isLast = failingSinceMs(view) === view.nowMs && view.snapshot.workload.kind !== 'Pod';
  if ((wasTurnedAway(pod) || (wasEvicted(pod) && isLast)) && isAlone(pod, view)) return false;
  if (isFinal(pod, view) && !isDisrupted(pod)) return false;
  // A node that was shut down in good order took it along, or one that is back; or it made room: nobody's fault, and made good.
  const isBack = node?.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  if (isReplaced(view) && wasSentAway) return true;
  if (isReplaced(view) && isBack && pod.status.reason === 'NodeLost') return true;
  const at = failedAtMs(troubled.pod);
  if (at === null) return isReplaced(view) || isOutlived(troubled.pod, view);
  return at < failingSinceMs(view) || (failedOnce(view) && view.nowMs - at >= quietMsOf(view));
}

/** So long a rollout may take for each step: a Deployment's progressDeadlineSeconds, unless it sets another (signals §3.8). */
const stepMs = 10 * minuteMs;

/**
 * Until when (ms) a pod that is not ready is no more than slow, for which a rollout waits while the others serve: its first run
 * says in its log that it starts, and gets on. Null where that is not so.
 */
function slowUntilMs({ podTrouble, containers, pod }: TroubledPod, { snapshot }: WorkloadView): number | null {
  const { kind, status } = snapshot.controller ?? {};
  const isServed = status?.conditions.some((c) => c.type === 'Available' && c.status === 'True');
  const isStalled = status?.conditions.some((c) => c.type === 'Progressing' && c.status === 'False');
  const isSlow = containers.every(
    ({ container, trouble, endings }) =>
      trouble === 'not-ready' &&
      endings.length === 0 &&
      isStartingUp(container) &&
      findDecisive(container.logs) === null,
  );
  const placedMs = timeMs(pod.pod.status.startTime) ?? timeMs(pod.pod.metadata.creationTimestamp);
  if (kind !== 'Deployment' || !isServed || isStalled || podTrouble !== null || !isSlow || placedMs === null)
    return null;
  return placedMs + stepMs;
}

/** The pods in trouble, or where none is, the deleted ones whose loop may go on in their places; and the instant (ms) at which the clock alone could change that; null where it could not. */
export function troubledPods(view: WorkloadView): { pods: TroubledPod[]; reviewAtMs: number | null } {
  const isJob = currentJob(view) !== null;
  const reviews = podsThatMatter(view).map((pod) => reviewPod(pod, view.nowMs, view.pods.length === 1));
  const troubled = reviews.flatMap((review) => (review.troubled ? [review.troubled] : []));
  const slow = new Map(troubled.map((pod) => [pod, slowUntilMs(pod, view) ?? 0]));
  const live = troubled.filter((pod) => !isHistory(pod, view, isJob) && (slow.get(pod) ?? 0) <= view.nowMs);
  // What is in trouble now says more than what a pod that is gone died of.
  const pods = live.length > 0 || isJob ? live : replacedLoops(view);
  const hasFailed = live.some(({ podTrouble, pod }) => podTrouble === 'failed' && failedAtMs(pod) !== null);
  const times = [
    ...[...reviews, ...(pods === live ? [] : pods)].map((review) => review.reviewAtMs),
    ...slow.values(),
    ...(hasFailed && !isJob ? failingUntilMs(view, quietMsOf(view)) : []),
    quietSchedule(view)?.tellMs ?? null,
    noSuccess(view)?.tellMs ?? null,
    idleJob(view)?.tellMs ?? null,
    shelvedAtMs(view),
    ...notTooYoungAtMs(view),
    ...(isJob ? live.map(({ pod }) => attemptOldAtMs(view, pod)) : []),
  ].filter((at): at is number => at !== null && at > view.nowMs);
  return {
    pods,
    reviewAtMs: times.length > 0 ? Math.min(...times) : null,
  };
}
