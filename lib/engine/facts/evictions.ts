/** All evictions of a workload's pods that belong to the present trouble: of pods that are left, and of those that are gone. */

import type { Evidence } from '../../model/diagnosis';
import type { ClusterEvent, Pod } from '../../model/kubernetes';
import { hourMs } from '../../format/units';
import { eventEvidence, fields } from '../evidence';
import { currentJob, podsThatMatter } from './job';
import { isOfKubelet } from './kill';
import { remember } from './remember';
import { iso, timeMs, type PodView, type WorkloadView } from './views';

export interface Eviction {
  pod: string;
  node: string | null;
  atMs: number | null;
  message: string;
  evidence: Evidence;
  /** The pod was deleted: only its event is left. */
  gone: boolean;
}

/** The kubelet's sentences for an eviction, of all versions (signals §2.1). */
const kubeletSays =
  /\bnode was low on resource\b|\bephemeral local storage usage exceeds\b|\bexceeded its local ephemeral storage limit\b|\busage of EmptyDir volume\b|\bnode had condition\b/i;

/** An Evicted event of the kubelet; whoever moves pods between nodes (an autoscaler, a descheduler) uses the reason too. */
export function isEviction(event: ClusterEvent): boolean {
  return event.reason === 'Evicted' && isOfKubelet(event) && kubeletSays.test(event.message);
}

/** Whether the kubelet evicted the pod, by its status; a message that was not kept contradicts nothing. */
export function wasEvicted({ status }: Pod): boolean {
  return status.reason === 'Evicted' && (status.message === '' || kubeletSays.test(status.message));
}

/** Whether the kubelet refused to admit it, in the words of all versions (signals §2.1): none of its containers ever was. */
export function wasTurnedAway({ status }: Pod): boolean {
  return (
    status.phase === 'Failed' &&
    /^Pod (?!was (?!rejected: )|ephemeral )/.test(status.message) &&
    status.containerStatuses.length + status.initContainerStatuses.length === 0
  );
}

/** When a failed pod ended, as well as it can be told; milliseconds since the epoch. */
export const failedAtMs = remember(({ pod, containers, events }: PodView): number | null => {
  const disruption = pod.status.conditions.find((c) => c.type === 'DisruptionTarget' && c.status === 'True');
  const times = [
    ...containers.map((c) => timeMs(c.status?.state.terminated?.finishedAt)),
    timeMs(disruption?.lastTransitionTime),
    // One that the kubelet refuses gets its startTime with that; one that it took in before it was restarted has an older one.
    wasTurnedAway(pod) ? timeMs(pod.status.startTime) : null,
    ...events
      .filter(
        (e) => isEviction(e) || e.reason === 'Preempting' || (wasTurnedAway(pod) && e.reason === pod.status.reason),
      )
      .map((e) => timeMs(e.at)),
  ].filter((at): at is number => at !== null);
  return times.length > 0 ? Math.max(...times) : null;
});

/** In no order. */
function failedTimes(view: WorkloadView): number[] {
  const failed = [...view.pods, ...view.evicted].filter(({ pod }) => pod.status.phase === 'Failed');
  return failed.flatMap((pod) => failedAtMs(pod) ?? []);
}

/**
 * Since when pods fail without an hour of quiet between two of them, back from now: what ended before that is over (design
 * §2: an hour, as for any repeated end). Now itself where none failed within the hour.
 */
export const failingSinceMs = remember((view: WorkloadView): number => {
  let since = view.nowMs;
  for (const at of failedTimes(view).sort((a, b) => b - a)) {
    if (since - at >= hourMs) break;
    since = Math.min(since, at);
  }
  return since;
});

/** Newest first: of the pods that matter, of those beyond the chosen pods, and of those that are gone. An event alone counts for an hour. */
export const evictionsOf = remember((view: WorkloadView): readonly Eviction[] => {
  const { snapshot, nowMs, pods } = view;
  const live = new Set([...pods, ...view.evicted].map(({ pod }) => pod.metadata.uid));
  const sinceMs = failingSinceMs(view);
  const isJob = currentJob(view) !== null;
  const left = podsThatMatter(view).filter((pod) => isJob || (failedAtMs(pod) ?? sinceMs) >= sinceMs);
  const here = [...left, ...view.evicted.filter((pod) => (failedAtMs(pod) ?? -1) >= sinceMs)]
    .filter(({ pod }) => wasEvicted(pod))
    .map((view): Eviction => {
      const { metadata, status, spec } = view.pod;
      const atMs = failedAtMs(view);
      const at = atMs === null ? null : iso(atMs);
      return {
        pod: metadata.name,
        node: spec.nodeName,
        atMs,
        message: status.message,
        evidence: fields(view.label, at, { '!status.reason': status.reason, '!status.message': status.message }),
        gone: false,
      };
    });
  const byUid = new Map<string, Eviction>();
  for (const event of snapshot.events) {
    const { kind, name, uid } = event.involvedObject;
    const atMs = timeMs(event.at);
    if (!isEviction(event) || kind !== 'Pod' || live.has(uid)) continue;
    if (nowMs - (atMs ?? 0) >= hourMs || here.some((eviction) => uid === '' && eviction.pod === name)) continue;
    byUid.set(`${name} ${uid}`, {
      pod: name,
      node: event.source.host === '' ? null : event.source.host,
      atMs,
      message: event.message,
      evidence: eventEvidence(event, event.message.trim()),
      gone: true,
    });
  }
  return [...here, ...byUid.values()].sort((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0) || (a.pod < b.pod ? -1 : 1));
});

/** Whether one pod alone failed in the present trouble, counting those that are gone. */
export const failedOnce = remember((view: WorkloadView): boolean => {
  const sinceMs = failingSinceMs(view);
  const left = failedTimes(view).filter((at) => at >= sinceMs);
  return left.length + evictionsOf(view).filter(({ gone }) => gone).length === 1;
});

/**
 * The instants (ms) at which that may be over: the last of them has been quiet for `quietMs`, so that all of it is over at
 * once, or the event of one that is gone counts no more. None where no pod fails now.
 */
export function failingUntilMs(view: WorkloadView, quietMs: number): number[] {
  const times = failedTimes(view).filter((at) => view.nowMs - at < hourMs);
  if (times.length === 0) return [];
  const leave = evictionsOf(view).flatMap(({ gone, atMs }) => (gone && atMs !== null ? [atMs + hourMs] : []));
  return [Math.max(...times) + quietMs, ...leave];
}
