/** Pods whose place another took: a loop whose pod was deleted, and what is left on a node that does not answer. */

import { endingsOf } from './ending';
import type { TroubledPod } from './pod-trouble';
import { blameless, type TroubledContainer } from './trouble';
import { timeMs, type PodView, type WorkloadView } from './views';

/** As long as one end alone counts (facts/trouble): what held for ten minutes is well. */
const doubtMs = 600_000;

/** What tells pods of one revision: the hash of their template, else who made them. */
function revisionOf({ pod: { metadata } }: PodView): string {
  const { labels, ownerReferences } = metadata;
  const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
  return labels['pod-template-hash'] ?? labels['controller-revision-hash'] ?? owner?.uid ?? '';
}

/** Its containers that were restarted and died by themselves shortly before it went. */
function loopsOf(pod: PodView, deletedMs: number): TroubledContainer[] {
  return pod.containers.flatMap((container): TroubledContainer[] => {
    if ((container.status?.restartCount ?? 0) === 0) return [];
    const endings = container.type === 'init' ? [] : deathsBefore(container, deletedMs);
    const reviewAtMs = deletedMs + doubtMs;
    return endings.length === 0
      ? []
      : [{ container, trouble: 'looping', endings, readyNow: false, recovering: true, reviewAtMs }];
  });
}

function deathsBefore(container: TroubledContainer['container'], deletedMs: number): TroubledContainer['endings'] {
  return endingsOf(container).filter(
    (ending) => !blameless(ending) && deletedMs - (timeMs(ending.exit.finishedAt) ?? 0) < doubtMs,
  );
}

/** Deleted pods within the last ten minutes that looped, and whose place a pod of the same revision has taken since; newest first. */
export function replacedLoops(view: WorkloadView): TroubledPod[] {
  return view.deleted.flatMap((pod): TroubledPod[] => {
    const deletedMs = timeMs(pod.deletedAt);
    const madeMs = timeMs(pod.pod.metadata.creationTimestamp);
    if (deletedMs === null || madeMs === null || view.nowMs - deletedMs >= doubtMs) return [];
    const isReplaced = view.pods.some(
      (other) =>
        other.pod.metadata.deletionTimestamp === null &&
        revisionOf(other) === revisionOf(pod) &&
        (timeMs(other.pod.metadata.creationTimestamp) ?? 0) > madeMs,
    );
    const containers = isReplaced ? loopsOf(pod, deletedMs) : [];
    return containers.length === 0 ? [] : [{ pod, containers, podTrouble: null, reviewAtMs: deletedMs + doubtMs }];
  });
}

/** Their controllers make another pod as soon as one is to go; those of the other kinds wait for its name, or for its node. */
const replacing = new Set(['ReplicaSet', 'ReplicationController']);

/** Whether as many pods as there should be are there without those that are to go: none is missing for one of these. */
function isFull({ snapshot: { podTotals }, pods }: WorkloadView): boolean {
  const staying = pods.filter(
    ({ pod: { metadata, status } }) =>
      metadata.deletionTimestamp === null && status.phase !== 'Failed' && status.phase !== 'Succeeded',
  );
  return podTotals.desired !== null && staying.length >= podTotals.desired;
}

/**
 * Whether it only waits on a node that is gone, for nobody there hears that it is to go, while a pod that was made for it since, or
 * that is one of enough, is in trouble of its own. One that has not begun may wait for what the lost pod holds, as its volume (signals §3.6).
 */
export function isLeftBehind(
  { pod: { pod }, podTrouble }: TroubledPod,
  all: readonly TroubledPod[],
  view: WorkloadView,
): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, ownerReferences } = pod.metadata;
  const deadlineMs = timeMs(deletionTimestamp);
  const isMadeAnew = ownerReferences.some(({ kind, controller }) => controller && replacing.has(kind));
  if (podTrouble !== 'node-gone' || deadlineMs === null || !isMadeAnew) return false;
  const askedMs = isFull(view) ? 0 : deadlineMs - (deletionGracePeriodSeconds ?? 0) * 1000;
  return all.some(
    (other) =>
      other.podTrouble === null &&
      (timeMs(other.pod.pod.metadata.creationTimestamp) ?? 0) >= askedMs &&
      other.containers.some(({ recovering, trouble }) => !recovering && trouble !== 'stuck'),
  );
}
