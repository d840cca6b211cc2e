/** What wears inside the program: its connection pool, its event loop, its goroutines, its garbage collector. */

import type { HeadlinePart, RiskId } from '../model/diagnosis';
import type { MetricSeries } from '../model/snapshot';
import { peakOf, quoteSeries, seconds, splitRuns, growsToTheEnd, seriesOf, stretchAbove } from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';
import type { RiskDraft } from './risks';

const percent = (share: number) => `${Math.round(share * 100)} %`;

function risk(
  id: RiskId,
  container: ContainerView,
  words: HeadlinePart[],
  text: string,
  quoted: { series: MetricSeries; what: string; unit: string; at: number; value: string }[],
): RiskDraft {
  return {
    id,
    container,
    headline: ['Container ', { code: container.name }, ...words],
    text,
    evidence: quoted.map(({ series, what, unit, at, value }) =>
      quoteSeries(series, `${what} of ${container.name}`, unit, [{ at, value }]),
    ),
    remedies: [],
  };
}

/** At 95 % of its maximum for a minute: whoever asks next waits. Compared pool by pool, by their detail. */
function poolExhausted(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const pools = view.snapshot.metrics.filter(
    (s) => s.id === 'pool-in-use' && s.pod === container.pod.pod.metadata.name && s.container === container.name,
  );
  for (const series of pools) {
    const most = view.snapshot.metrics.find(
      (s) =>
        s.id === 'pool-max' && s.pod === series.pod && s.container === series.container && s.detail === series.detail,
    );
    const max = most?.points.at(-1);
    if (!most || !max || max[1] <= 0) continue;
    const full = stretchAbove(series.points, max[1] * 0.95);
    const peak = peakOf(full);
    if (!peak || seconds(full) < 60) continue;
    const name = series.detail === null ? 'connection pool' : `connection pool ${series.detail}`;
    return [
      risk(
        'pool-exhausted',
        container,
        [` had its ${name} in use to `, { mark: `${peak[1]} of ${max[1]}` }],
        `For ${Math.round(seconds(full) / 60)} min ${peak[1]} of at most ${max[1]} connections were in use: whoever asked for one more had to wait.`,
        [
          { series, what: 'connections in use', unit: 'connections', at: peak[0], value: String(peak[1]) },
          { series: most, what: 'most connections', unit: 'connections', at: max[0], value: String(max[1]) },
        ],
      ),
    ];
  }
  return [];
}

/** More than a second in two samples in a row: nothing else, a probe neither, is answered meanwhile. */
function eventLoopBlocked(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const series = seriesOf(view, container, 'event-loop-lag');
  const late = stretchAbove(series?.points ?? [], 1);
  const peak = peakOf(late);
  if (!series || !peak || late.length < 2) return [];
  const lag = `${peak[1].toFixed(1)} s`;
  return [
    risk(
      'event-loop-blocked',
      container,
      [' blocks its event loop for ', { mark: lag }],
      `Its event loop came round up to ${lag} late: no request and no probe is answered in that time.`,
      [{ series, what: 'event-loop lag', unit: 'seconds', at: peak[0], value: peak[1].toFixed(2) }],
    ),
  ];
}

/** Ten minutes at least, doubled, still rising, and more than a start-up makes. */
function goroutinesGrow(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const series = seriesOf(view, container, 'goroutines');
  const run = series && splitRuns(series.points, container).at(-1);
  const [first, last] = [run?.[0], run?.at(-1)];
  if (!series || !run || !first || !last || seconds(run) < 600) return [];
  if (last[1] < 500 || last[1] < first[1] * 2 || !growsToTheEnd(run)) return [];
  return [
    risk(
      'goroutines-grow',
      container,
      [' starts goroutines that do not end: ', { mark: String(last[1]) }, ' and rising'],
      `They grew from ${first[1]} to ${last[1]} in ${Math.round(seconds(run) / 60)} min and still rise.`,
      [{ series, what: 'goroutines', unit: 'goroutines', at: last[0], value: String(last[1]) }],
    ),
  ];
}

/** A fifth of the time for a minute: the heap is nearly full, or garbage is made too fast. */
function collectsGarbage(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const series = seriesOf(view, container, 'gc-pause-share');
  const paused = stretchAbove(series?.points ?? [], 0.2);
  const peak = peakOf(paused);
  if (!series || !peak || seconds(paused) < 60) return [];
  return [
    risk(
      'garbage-collection',
      container,
      [' stands still for garbage collection in ', { mark: percent(peak[1]) }, ' of the time'],
      `Up to ${percent(peak[1])} of its time went into pauses of the garbage collector.`,
      [{ series, what: 'garbage collection pauses', unit: 'share of time', at: peak[0], value: peak[1].toFixed(2) }],
    ),
  ];
}

/** Empty where the program exports none of them. */
export function runtimeRisks(view: WorkloadView, container: ContainerView): RiskDraft[] {
  return [poolExhausted, eventLoopBlocked, goroutinesGrow, collectsGarbage].flatMap((look) => look(view, container));
}
