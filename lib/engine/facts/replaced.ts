/** A loop whose pod was deleted: the pod that took its place runs the same, and has proven nothing yet. */

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
