/** What Prometheus series say of a container: throttling around a moment, memory from start to death. Absent without metrics. */

import type { MetricEvidence } from '../../model/diagnosis';
import type { PodTemplate } from '../../model/kubernetes';
import type { MetricSeries } from '../../model/snapshot';
import { formatBytes, parseQuantity } from '../../format/quantity';
import { memoryLimitOf } from './memory-limit';
import {
  commonSlope,
  growsToTheEnd,
  meanOf,
  near,
  peakOf,
  quoteMean,
  quoteSeries,
  seriesOf,
  splitRuns,
} from './series';
import { timeMs, type ContainerView, type WorkloadView } from './views';

/** The share of throttled periods within five minutes of a moment: mean of the series "cpu-throttled-share" there, and quoted so. */
export function throttledShare(
  view: WorkloadView,
  container: ContainerView,
  at: string | null,
): { share: number; evidence: MetricEvidence } | null {
  const series = seriesOf(view, container, 'cpu-throttled-share');
  const atMs = timeMs(at) ?? view.nowMs;
  const around = near(series?.points ?? [], atMs, 300);
  if (!series || around.length === 0) return null;
  return {
    share: meanOf(around),
    evidence: quoteMean(series, `throttled CPU periods of ${container.name}`, 'share of periods', around),
  };
}

export interface MemoryTrend {
  /** To the end of nearly each run; where runs differ, neither this nor `levels`. */
  grows: boolean;
  levels: boolean;
  bytesPerMinute: number;
  /** Highest of all runs that were measured. */
  peakBytes: number;
  /** Runs that were measured. */
  runs: number;
  evidence: MetricEvidence;
}

/**
 * Growth in each run of the series "memory-working-set"; null with too few samples to tell: five in a run, or, where runs are
 * too short for that, three in each of several.
 */
export function memoryTrend(view: WorkloadView, container: ContainerView): MemoryTrend | null {
  const series = seriesOf(view, container, 'memory-working-set');
  const long = splitRuns(series?.points ?? [], container);
  const short = splitRuns(series?.points ?? [], container, 3);
  const runs = short.length > 1 && long.length * 2 < short.length ? short : long;
  const last = runs.at(-1);
  const [first, end] = [last?.[0], last?.at(-1)];
  if (!series || !first || !end) return null;
  const growing = runs.filter(growsToTheEnd);
  return {
    grows: growing.length >= runs.length * 0.75,
    levels: growing.length <= runs.length * 0.25,
    bytesPerMinute: commonSlope(growing) * 60,
    peakBytes: peakOf(runs.flat())?.[1] ?? end[1],
    runs: runs.length,
    evidence: quoteSeries(series, `working set of ${container.name}`, 'bytes', [
      { at: first[0], value: formatBytes(first[1]) },
      { at: end[0], value: formatBytes(end[1]) },
    ]),
  };
}

export interface GoodPeak {
  bytes: number;
  /** "revision 6", or the ReplicaSet's hash where its number is not known. */
  of: string;
  evidence: MetricEvidence;
}

/** What held a pod of another revision: where the pod is gone, all that is left is the template of its ReplicaSet. */
function limitIn(view: WorkloadView, pod: string, template: PodTemplate | null, name: string): number | null {
  const there = [...view.pods, ...view.deleted].find(({ pod: { metadata } }) => metadata.name === pod);
  const container = there?.containers.find((each) => each.name === name);
  if (container) return memoryLimitOf(container, undefined)?.bytes ?? null;
  const own = template?.spec.containers.find((each) => each.name === name)?.resources;
  return parseQuantity(own?.limits['memory'] ?? template?.spec.resources?.limits['memory'] ?? '');
}

/** The part of a pod's name before its own suffix: its ReplicaSet's name. */
const setOf = (pod: string) => pod.replace(/-[^-]+$/, '');

/**
 * Whether a series is of a pod of this workload for sure: one that is there or was just deleted, or, for a Deployment, of a
 * ReplicaSet that it has. A neighbour's number ("cart-migrate" beside "cart") must size nothing.
 */
export function isOwn({ snapshot }: WorkloadView, series: MetricSeries): boolean {
  const { pod } = series;
  if (pod === null || snapshot.workload.kind !== 'Deployment') return true;
  const pods = [...snapshot.pods, ...snapshot.deletedPods.map((gone) => gone.pod)];
  return (
    pods.some(({ metadata }) => metadata.name === pod) ||
    snapshot.children.some(({ metadata }) => metadata.name === setOf(pod))
  );
}

/** Its counter of restarts was there and never rose: what it used was enough for it. */
function neverRestarted(view: WorkloadView, { pod, container }: { pod: string | null; container: string | null }) {
  const restarts = view.snapshot.metrics.find(
    (s) => s.id === 'restarts' && s.pod === pod && (s.container === container || s.container === null),
  );
  const [first, last] = [restarts?.points[0], restarts?.points.at(-1)];
  return first !== undefined && last !== undefined && last[0] > first[0] && last[1] === first[1];
}

/**
 * The highest memory of the last 7 days among pods of another revision that is still known by its ReplicaSet, where it stayed clear of its own limit: what the
 * program honestly needs. Null where no other revision was measured, or where its peak is its limit and says nothing: near
 * its limit a peak counts only of a pod that never restarted.
 */
export function goodPeak(view: WorkloadView, container: ContainerView): GoodPeak | null {
  if (view.snapshot.workload.kind !== 'Deployment') return null;
  const own = setOf(container.pod.pod.metadata.name);
  const found = view.snapshot.metrics
    .filter((s) => s.id === 'memory-peak' && s.container === container.name && s.pod !== null && setOf(s.pod) !== own)
    .flatMap((series) => {
      const peak = peakOf(series.points);
      const set = view.snapshot.children.find((child) => child.metadata.name === setOf(series.pod ?? ''));
      const revision = set?.metadata.annotations['deployment.kubernetes.io/revision'];
      if (!set || !peak) return [];
      const of = revision === undefined ? set.metadata.name : `revision ${revision}`;
      return [{ series, peak, of, limit: limitIn(view, series.pod ?? '', set.spec.template, container.name) }];
    })
    .filter(
      ({ series, peak, limit }) =>
        limit === null || peak[1] < limit * 0.95 || (peak[1] < limit && neverRestarted(view, series)),
    )
    .sort((a, b) => b.peak[1] - a.peak[1])[0];
  if (!found) return null;
  const { series, peak, of } = found;
  return {
    bytes: peak[1],
    of,
    evidence: quoteSeries(series, `highest memory of ${container.name} in ${of}`, 'bytes', [
      { at: peak[0], value: formatBytes(peak[1]) },
    ]),
  };
}
