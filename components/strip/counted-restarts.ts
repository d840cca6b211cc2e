import type { SeriesView } from '@/lib/model/metrics';
import type { Lane, TimeAxis } from './geometry';

/** Restarts that Prometheus counted from one sample to the next. */
export interface CountedRestarts {
  /** Of the sample that shows them, milliseconds since the epoch. */
  at: number;
  by: number;
}

/**
 * The restarts of a lane that no run with an end tells of: Kubernetes keeps the last end alone, a week has more of them.
 * A counter that falls began anew and is no restart. Empty where the numbers have no counter.
 */
export function countedRestarts(
  { curves }: SeriesView,
  { pod, container, bars }: Lane,
  axis: TimeAxis,
): CountedRestarts[] {
  const counter = curves.find((one) => one.id === 'restarts' && one.pod === pod && one.container === container);
  const ends = bars.flatMap(({ run }) => (run.finishedAt === null ? [] : [Date.parse(run.finishedAt)]));
  return (counter?.points ?? []).flatMap(([seconds, value], index, points) => {
    const [before, was] = points[index - 1] ?? [seconds, value];
    const at = seconds * 1000;
    const known = ends.filter((end) => end > before * 1000 && end <= at).length;
    const by = value - was - known;
    return by > 0 && at >= axis.from && at <= axis.to ? [{ at, by }] : [];
  });
}
