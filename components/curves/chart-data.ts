import { metricIds, type MetricId, type SeriesView } from '@/lib/model/metrics';
import type { MetricSeries } from '@/lib/model/snapshot';

/** One chart: what the program and its runtime say of themselves, which the strip has no room for. */
export interface ChartData {
  title: string;
  unit: MetricSeries['unit'];
  lines: { name: string }[];
  /** At each time the value of each line; null where there was no scrape. */
  rows: { at: number; values: (number | null)[] }[];
}

const charts: { title: string; ids: MetricId[] }[] = [
  { title: 'Heap', ids: ['heap-used', 'heap-max'] },
  { title: 'Time in garbage collection', ids: ['gc-pause-share'] },
  { title: 'HTTP latency', ids: ['http-latency'] },
  { title: 'HTTP answers with 5xx', ids: ['http-error-share'] },
  { title: 'HTTP requests in flight', ids: ['http-in-flight'] },
  { title: 'Connection pool', ids: ['pool-in-use', 'pool-max'] },
  { title: 'Goroutines', ids: ['goroutines'] },
  { title: 'Event-loop lag', ids: ['event-loop-lag'] },
  { title: 'Packets dropped or with errors', ids: ['network-errors'] },
];

/** The charts that there are numbers for, of one container of one pod. */
export function chartsOf(view: SeriesView, pod: string, container: string): ChartData[] {
  return charts.flatMap(({ title, ids }) => {
    const series = view.curves.filter(
      (one) =>
        ids.includes(one.id) &&
        one.pod === pod &&
        (one.container === null || one.container === container) &&
        one.points.some(([, value]) => Number.isFinite(value)),
    );
    const [first] = series;
    return first
      ? [{ title, unit: first.unit, lines: series.map(lineName), rows: rowsOf(series, view.stepSeconds) }]
      : [];
  });
}

function lineName({ id, detail }: MetricSeries): { name: string } {
  return { name: [metricIds[id].says, detail].filter(Boolean).join(', ') };
}

/** A row of nothing where scrapes are missing, so that no line is drawn across. */
function rowsOf(series: readonly MetricSeries[], stepSeconds: number): ChartData['rows'] {
  const byTime = series.map(({ points }) => new Map(points));
  const times = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].toSorted((a, b) => a - b);
  return times.flatMap((at, index) => {
    const values = byTime.map((points) => {
      const value = points.get(at);
      return value !== undefined && Number.isFinite(value) ? value : null;
    });
    const before = times[index - 1];
    const gap = before !== undefined && at - before > stepSeconds * 2.5;
    const row = { at: at * 1000, values };
    return gap ? [{ at: (before + stepSeconds) * 1000, values: values.map(() => null) }, row] : [row];
  });
}
