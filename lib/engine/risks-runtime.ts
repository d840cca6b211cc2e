/** What wears inside the program: its connection pool, its event loop, its goroutines, its garbage collector. */

import type { HeadlinePart, Remedy, RiskId } from '../model/diagnosis';
import type { MetricSeries } from '../model/snapshot';
import { peakOf, quoteSeries, seconds, splitRuns, growsToTheEnd, seriesOf, stretchAbove } from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';
import { changeByHand } from '../remedy/change';
import { sizedHeap } from './heap-flags';
import type { RiskDraft } from './risks';

const percent = (share: number) => `${Math.round(share * 100)} %`;

function risk(
  id: RiskId,
  container: ContainerView,
  words: HeadlinePart[],
  text: string,
  quoted: { series: MetricSeries; what: string; unit: string; at: number; value: string }[],
  remedy: Remedy,
): RiskDraft {
  return {
    id,
    container,
    headline: ['Container ', { code: container.name }, ...words],
    text,
    evidence: quoted.map(({ series, what, unit, at, value }) =>
      quoteSeries(series, `${what} of ${container.name}`, unit, [{ at, value }]),
    ),
    remedies: [remedy],
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
        poolStep(view, max[1]),
      ),
    ];
  }
  return [];
}

/** What all pods may open together is what the other side must bear before any maximum is raised. */
function poolStep(view: WorkloadView, max: number): Remedy {
  const pods = view.snapshot.podTotals.desired ?? view.snapshot.podTotals.total;
  return {
    ...changeByHand(
      'size-pool',
      'See who holds the connections, before the maximum is raised',
      `Slow queries and connections that are not given back fill any pool. Its ${pods} ${pods === 1 ? 'pod' : 'pods'} may open ${pods * max} connections together: the database must bear that first.`,
    ),
    arithmetic: `${pods} ${pods === 1 ? 'pod' : 'pods'} × ${max} connections = ${pods * max}`,
  };
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
      changeByHand(
        'unblock-event-loop',
        'Find what holds the event loop, and move it away',
        'A CPU profile of that minute names it (node --cpu-prof): parsing of large JSON, synchronous files, a regular expression, cryptography. A worker thread keeps it from the loop.',
      ),
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
      changeByHand(
        'profile-goroutines',
        'Take two goroutine profiles some minutes apart',
        'The stack that has more of them in the second waits for what never comes: a channel nobody reads, a request without a timeout (net/http/pprof: /debug/pprof/goroutine?debug=1).',
      ),
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
      sizedHeap(view, container) ??
        changeByHand(
          'raise-heap',
          'See whether the heap is full after a collection',
          'A heap that stays full needs room, or has a leak; one that empties each time makes garbage too fast.',
        ),
    ),
  ];
}

/** Empty where the program exports none of them. */
export function runtimeRisks(view: WorkloadView, container: ContainerView): RiskDraft[] {
  return [poolExhausted, eventLoopBlocked, goroutinesGrow, collectsGarbage].flatMap((look) => look(view, container));
}
