/** Curves made small enough to be kept with a shared link. */
import 'server-only';

import type { SeriesView } from '../model/metrics';
import type { MetricSeries, Snapshot } from '../model/snapshot';

export const mostPoints = 200;
/** About fifty curves: a link holds 2 MB, and its evidence comes first. */
export const mostBytes = 300_000;

/**
 * At most 200 points a curve, the highest of each stretch: a peak is what the curve is kept for. At most 300 kB, the pods
 * named first first; what is left out is said in `missing`.
 */
export function thinSeries(view: SeriesView, pods: readonly string[]): SeriesView {
  const longest = Math.max(0, ...view.curves.map(({ points }) => points.length));
  const times = Math.max(1, Math.ceil(longest / mostPoints));
  const stretch = view.stepSeconds * times;
  const { kept, left } = keepFirst(view.curves, pods, times === 1 ? null : stretch);
  const missing =
    left === 0
      ? view.missing
      : [...view.missing, { what: `${left} more curves`, why: 'a shared link keeps those of the first pods' }];
  return { ...view, stepSeconds: stretch, curves: kept, missing };
}

/** The snapshot's own metrics in the same way, each curve by its own length; what is left out is a failure. */
export function thinSnapshot(snapshot: Snapshot, pods: readonly string[]): Snapshot {
  const short = snapshot.metrics.map((curve) => {
    const { points } = curve;
    const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
    const stretch = Math.ceil((last - first + 1) / mostPoints);
    return points.length <= mostPoints ? curve : { ...curve, points: highest(points, stretch) };
  });
  const { kept, left } = keepFirst(short, pods, null);
  if (left === 0) return { ...snapshot, metrics: kept };
  const failure = { code: 'too-large' as const, message: 'A shared link keeps the metrics of the first pods.' };
  return { ...snapshot, metrics: kept, failures: [...snapshot.failures, { what: `${left} more curves`, failure }] };
}

function keepFirst(
  curves: readonly MetricSeries[],
  pods: readonly string[],
  stretch: number | null,
): { kept: MetricSeries[]; left: number } {
  const rank = ({ pod }: MetricSeries): number => {
    const at = pods.indexOf(pod ?? '');
    return at < 0 ? pods.length : at;
  };
  const thinned = curves
    .toSorted((a, b) => rank(a) - rank(b))
    .map((curve) => (stretch === null ? curve : { ...curve, points: highest(curve.points, stretch) }));
  let bytes = 0;
  const kept = thinned.filter((curve) => (bytes += JSON.stringify(curve).length) <= mostBytes);
  return { kept, left: thinned.length - kept.length };
}

function highest(points: MetricSeries['points'], stretch: number): MetricSeries['points'] {
  const kept = new Map<number, [number, number]>();
  for (const [at, value] of points) {
    const slot = Math.floor(at / stretch);
    const there = kept.get(slot);
    // A stretch with a value beats one without: NaN is never kept over a number.
    if (there === undefined || !(there[1] >= value)) kept.set(slot, [at, value]);
  }
  return [...kept.values()];
}
