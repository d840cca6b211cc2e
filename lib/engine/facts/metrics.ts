/** What Prometheus series say of a container: throttling around a moment, memory from start to death. Absent without metrics. */

import type { MetricEvidence } from '../../model/diagnosis';
import type { MetricSeries } from '../../model/snapshot';
import { formatBytes } from '../../format/quantity';
import { iso, timeMs, type ContainerView, type WorkloadView } from './views';

function seriesOf(view: WorkloadView, container: ContainerView, id: string): MetricSeries | undefined {
  return view.snapshot.metrics.find(
    (s) => s.id === id && s.pod === container.pod.pod.metadata.name && s.container === container.name,
  );
}

/** The share of throttled periods within five minutes of a moment: mean of the series "cpu-throttled-share" there. */
export function throttledShare(
  view: WorkloadView,
  container: ContainerView,
  at: string | null,
): { share: number; evidence: MetricEvidence } | null {
  const series = seriesOf(view, container, 'cpu-throttled-share');
  const atMs = timeMs(at) ?? view.nowMs;
  const near = series?.points.filter(([seconds]) => Math.abs(seconds * 1000 - atMs) <= 300_000) ?? [];
  if (!series || near.length === 0) return null;
  const share = near.reduce((sum, [, value]) => sum + value, 0) / near.length;
  const peak = near.reduce((a, b) => (b[1] > a[1] ? b : a));
  return {
    share,
    evidence: {
      kind: 'metric',
      object: `Prometheus, throttled CPU periods of ${container.name}`,
      at: iso(peak[0] * 1000),
      query: series.query,
      unit: 'share of periods',
      samples: [{ at: iso(peak[0] * 1000), value: peak[1].toFixed(2), decisive: true }],
    },
  };
}

export interface MemoryTrend {
  grows: boolean;
  bytesPerMinute: number;
  /** Runs that were measured. */
  runs: number;
  evidence: MetricEvidence;
}

/** Falls by more than half from one sample to the next: another run began. */
function splitRuns(points: readonly [number, number][]): [number, number][][] {
  const runs: [number, number][][] = [[]];
  for (const point of points) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && point[1] < last[1] / 2) runs.push([point]);
    else run?.push(point);
  }
  return runs.filter((run) => run.length >= 5);
}

/** Least squares over one run: slope in bytes a second, and how much of the variance the line explains. */
function fit(run: readonly [number, number][]): { slope: number; r2: number } {
  const n = run.length;
  const [mx, my] = [run.reduce((s, p) => s + p[0], 0) / n, run.reduce((s, p) => s + p[1], 0) / n];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of run) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return { slope: xx === 0 ? 0 : xy / xx, r2: xx === 0 || yy === 0 ? 0 : (xy * xy) / (xx * yy) };
}

/** Growth in each run of the series "memory-working-set"; null with fewer than five samples in every run. */
export function memoryTrend(view: WorkloadView, container: ContainerView): MemoryTrend | null {
  const series = seriesOf(view, container, 'memory-working-set');
  const runs = splitRuns(series?.points ?? []);
  const last = runs.at(-1);
  const end = last?.at(-1);
  if (!series || !last || !end) return null;
  const fits = runs.map(fit);
  const growing = fits.filter((f) => f.slope > 0 && f.r2 > 0.8);
  const slope = growing.reduce((sum, f) => sum + f.slope, 0) / Math.max(growing.length, 1);
  const first = last[0] ?? end;
  return {
    grows: growing.length === fits.length,
    bytesPerMinute: slope * 60,
    runs: runs.length,
    evidence: {
      kind: 'metric',
      object: `Prometheus, working set of ${container.name}`,
      at: iso(end[0] * 1000),
      query: series.query,
      unit: 'bytes',
      samples: [
        { at: iso(first[0] * 1000), value: formatBytes(first[1]), decisive: false },
        { at: iso(end[0] * 1000), value: formatBytes(end[1]), decisive: true },
      ],
    },
  };
}
