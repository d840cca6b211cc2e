/** Series of a snapshot, looked up and measured: runs told apart, growth fitted, quoted as evidence. */

import type { MetricEvidence } from '../../model/diagnosis';
import type { MetricId } from '../../model/metrics';
import type { MetricSeries } from '../../model/snapshot';
import { exitsOf } from './exit';
import { iso, timeMs, type ContainerView, type WorkloadView } from './views';

export type Point = readonly [number, number];

/** The series of one container; undefined where Prometheus gave none, which is never a zero. */
export function seriesOf(
  view: WorkloadView,
  container: ContainerView,
  id: MetricId,
  detail?: string,
): MetricSeries | undefined {
  return view.snapshot.metrics.find(
    (s) =>
      s.id === id &&
      s.pod === container.pod.pod.metadata.name &&
      (s.container === container.name || s.container === null) &&
      (detail === undefined || s.detail === detail) &&
      s.points.length > 0,
  );
}

/** The highest point; null for a series without one. */
export function peakOf(points: readonly Point[]): Point | null {
  return points.reduce<Point | null>((best, point) => (best === null || point[1] > best[1] ? point : best), null);
}

/** In the unit of the points; 0 where there are none. */
export function meanOf(points: readonly Point[]): number {
  return points.reduce((sum, [, value]) => sum + value, 0) / Math.max(points.length, 1);
}

/** Points within so many seconds of a moment. */
export function near(points: readonly Point[], atMs: number, seconds: number): Point[] {
  return points.filter(([at]) => Math.abs(at * 1000 - atMs) <= seconds * 1000);
}

/** Samples further apart than this have a gap between them, of which nothing is known. Seconds. */
const widestStep = 120;

/** The longest stretch of samples at or above a value, without a gap in it. Empty where none is. */
export function stretchAbove(points: readonly Point[], least: number): Point[] {
  let longest: Point[] = [];
  let now: Point[] = [];
  for (const point of points) {
    const last = now.at(-1);
    if (point[1] < least) now = [];
    else if (last && point[0] - last[0] <= widestStep) now.push(point);
    else now = [point];
    if (now.length > longest.length) longest = [...now];
  }
  return longest;
}

/** How long points span, in seconds. */
export function seconds(points: readonly Point[]): number {
  return (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
}

/** Quotes points of a series, the last one decisive. */
export function quoteSeries(
  series: MetricSeries,
  object: string,
  unit: string,
  samples: readonly { at: number; value: string }[],
): MetricEvidence {
  const last = samples.at(-1);
  return {
    kind: 'metric',
    object: `Prometheus, ${object}`,
    at: last ? iso(last.at * 1000) : null,
    query: series.query,
    unit,
    samples: samples.map(({ at, value }, i) => ({ at: iso(at * 1000), value, decisive: i === samples.length - 1 })),
  };
}

/**
 * Quotes the mean of some neighbouring points, as a query that has it: the number in the words is the number in the quotation.
 * Points in order, two decimals; `object` without "mean".
 */
export function quoteMean(
  series: MetricSeries,
  object: string,
  unit: string,
  points: readonly Point[],
): MetricEvidence {
  const steps = points.slice(1).map(([at], i) => at - (points[i]?.[0] ?? at));
  const step = Math.max(1, Math.round(Math.min(...steps, widestStep)));
  const query = `avg_over_time((${series.query})[${Math.round(seconds(points)) + step}s:${step}s])`;
  const value = meanOf(points).toFixed(2);
  return quoteSeries({ ...series, query }, `mean of ${object}`, unit, [{ at: points.at(-1)?.[0] ?? 0, value }]);
}

/**
 * The points of each run with at least `least`. A run ends where Kubernetes says that it began or ended, and, for the runs
 * that it no longer tells of, where the value falls by more than half from one sample to the next.
 */
export function splitRuns(points: readonly Point[], container: ContainerView, least = 5): Point[][] {
  const bounds = [
    ...exitsOf(container).flatMap((exit) => [exit.startedAt, exit.finishedAt]),
    container.status?.state.running?.startedAt ?? null,
  ]
    .map(timeMs)
    .filter((at): at is number => at !== null);
  const runs: Point[][] = [[]];
  for (const point of points) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    // A new run begins lower: a value that goes on rising over the time that is written is the same run.
    const bounded = last && point[1] <= last[1] && bounds.some((at) => last[0] * 1000 < at && at <= point[0] * 1000);
    if (run && last && (bounded || point[1] < last[1] / 2)) runs.push([point]);
    else run?.push(point);
  }
  return runs.filter((run) => run.length >= least);
}

/** The one slope that fits all runs best, each from a start of its own; in units a second. */
export function commonSlope(runs: readonly (readonly Point[])[]): number {
  const weighed = runs.map((run) => {
    const middle = run.reduce((sum, [at]) => sum + at, 0) / run.length;
    return { slope: fit(run).slope, weight: run.reduce((sum, [at]) => sum + (at - middle) ** 2, 0) };
  });
  const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return all === 0 ? 0 : weighed.reduce((sum, { slope, weight }) => sum + slope * weight, 0) / all;
}

/** Least squares over one run: slope in units a second, and how much of the variance the line explains. */
export function fit(run: readonly Point[]): { slope: number; r2: number } {
  const n = run.length;
  const [mx, my] = [run.reduce((s, p) => s + p[0], 0) / n, meanOf(run)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of run) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return { slope: xx === 0 ? 0 : xy / xx, r2: xx === 0 || yy === 0 ? 0 : (xy * xy) / (xx * yy) };
}

/** It still rises at its end, at two fifths of its pace at least: a curve that levels is need, not a leak. */
export function growsToTheEnd(run: readonly Point[]): boolean {
  const { slope, r2 } = fit(run);
  const tail = run.slice(-Math.max(run.length < 5 ? 2 : 3, Math.floor(run.length / 3)));
  return slope > 0 && r2 > 0.8 && fit(tail).slope >= slope * 0.4;
}
