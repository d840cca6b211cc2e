import type { SeriesView } from '@/lib/model/metrics';
import type { Lane, TimeAxis } from './geometry';

/** Restarts that Prometheus counted from one sample to the next. */
export interface CountedRestarts {
  /** Of the sample that shows them, milliseconds since the epoch. */
  at: number;
  by: number;
}

/** From a start to the scrape that shows it counted. */
const lateMs = 60_000;

/**
 * The restarts of a lane that no drawn run began with: Kubernetes keeps the last two runs alone, a week has more of them.
 * The counter rises with the start after a back-off, not with the end before it; where it falls it began anew. Empty where
 * the numbers have no counter.
 */
export function countedRestarts(
  { curves }: SeriesView,
  { pod, container, bars }: Lane,
  axis: TimeAxis,
): CountedRestarts[] {
  const counter = curves.find((one) => one.id === 'restarts' && one.pod === pod && one.container === container);
  let starts = bars.flatMap(({ run }) => (run.startedAt === null ? [] : [Date.parse(run.startedAt)]));
  return (counter?.points ?? []).flatMap(([seconds, value], index, points) => {
    const [before, was] = points[index - 1] ?? [seconds, value];
    const at = seconds * 1000;
    if (value <= was) return [];
    const drawn = starts.filter((start) => start > before * 1000 - lateMs && start <= at);
    starts = starts.filter((start) => !drawn.includes(start));
    const by = value - was - drawn.length;
    return by > 0 && at >= axis.from && at <= axis.to ? [{ at, by }] : [];
  });
}
