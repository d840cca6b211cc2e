/** What wears on a workload, crashed or not: read from its metrics and autoscalers. A risk is never the cause of anything here. */

import type { Evidence, HeadlinePart, NonEmpty, Remedy, RiskId } from '../model/diagnosis';
import { formatSpan } from '../format/duration';
import { formatBytes } from '../format/quantity';
import { changeByHand } from '../remedy/change';
import { memoryLimitOf } from './facts/memory-limit';
import { probeBudgetSeconds } from './facts/probe';
import {
  fit,
  growsToTheEnd,
  meanOf,
  peakOf,
  quoteMean,
  quoteSeries,
  seconds,
  seriesOf,
  splitRuns,
} from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';
import { autoscalerRisks } from './risks-autoscaler';
import { restartRisk } from './risks-restarts';
import { runtimeRisks } from './risks-runtime';
import { roundUpBytes, sizedCpu, sizedMemory, sizedStartup, slowestReady } from './sizing';

export interface RiskDraft {
  id: RiskId;
  container: ContainerView | null;
  headline: HeadlinePart[];
  text: string;
  evidence: Evidence[];
  /** What to do about it: with its number where there is one, else in words. */
  remedies: NonEmpty<Remedy>;
  /** For its alert: the value that is too much, over how many days it looks back, or the autoscaler that it is about. */
  alert?: { threshold?: number; days?: number; autoscaler?: string };
}

/** A quarter of its periods over the window: less is seen only as latency. */
function throttled(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const series = seriesOf(view, container, 'cpu-throttled-share');
  if (!series || series.points.length < 3) return [];
  const share = meanOf(series.points);
  if (share < 0.25) return [];
  const percent = `${Math.round(share * 100)} %`;
  return [
    {
      id: 'throttled',
      container,
      headline: [
        'Container ',
        { code: container.name },
        ' is held back by its CPU limit in ',
        { mark: percent },
        ' of its periods',
      ],
      text: `Over ${formatSpan(seconds(series.points) * 1000)}, in ${percent} of its scheduling periods it had used up its CPU limit and waited.`,
      evidence: [quoteMean(series, `throttled CPU periods of ${container.name}`, 'share of periods', series.points)],
      remedies: [
        sizedCpu(view, container, share) ??
          changeByHand(
            'raise-cpu',
            'Raise or drop the CPU limit',
            'A request keeps its share of the node without holding it back.',
          ),
      ],
    },
  ];
}

/** Nothing is foretold further than so many times what was measured: a program that has just started grows for a while. */
const farthest = 12;

function memory(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const held = memoryLimitOf(container, undefined);
  // What all containers of a pod share is not told by the curve of one.
  if (held?.of !== 'container') return [];
  const { text, bytes: limit } = held;
  const series = seriesOf(view, container, 'memory-working-set');
  const last = series?.points.at(-1);
  if (!series || !last) return [];
  const run = splitRuns(series.points, container).at(-1);
  const evidence = [
    quoteSeries(series, `working set of ${container.name}`, 'bytes', [{ at: last[0], value: formatBytes(last[1]) }]),
  ];
  const { slope } = run ? fit(run) : { slope: 0 };
  const left = slope > 0 ? (limit - last[1]) / slope : Infinity;
  const soon = Math.min(86_400, farthest * seconds(run ?? []));
  if (run && running(container) && growsToTheEnd(run) && left < soon) {
    const rate = `${formatBytes(slope * 60)} a minute`;
    const minutes = Math.max(0, Math.round(left / 60));
    const words = `It uses ${formatBytes(last[1])} of ${text} and grows by ${rate}: it reaches its limit in about ${minutes} min.`;
    const headline = ['Memory of container ', { code: container.name }, ' grows by ', { mark: rate }];
    return [
      {
        id: 'memory-grows',
        container,
        headline,
        text: words,
        evidence,
        remedies: [sizedMemory(view, container, { text, bytes: limit }) ?? heapProfile],
      },
    ];
  }
  const peak = peakOf([...series.points, ...(seriesOf(view, container, 'memory-peak')?.points ?? [])]);
  if (!peak || peak[1] < limit * 0.9 || !running(container)) return [];
  const percent = `${Math.round((peak[1] / limit) * 100)} %`;
  return [
    {
      id: 'near-limit',
      container,
      headline: [
        'Container ',
        { code: container.name },
        ' comes within reach of its memory limit: ',
        { mark: percent },
        ' of ',
        text,
      ],
      text: `Its memory went up to ${formatBytes(peak[1])} of ${text} without a kill so far.`,
      evidence,
      remedies: [sizedMemory(view, container, { text, bytes: limit }) ?? moreMemory(text, limit, peak[1])],
    },
  ];
}

const heapProfile = changeByHand(
  'find-leak',
  'Look for the leak; do not raise the limit for it',
  'What grows without end reaches any limit: a heap profile of a run shows what is kept.',
);

/** Too few samples to tell need from growth: the peak alone. */
function moreMemory(text: string, limit: number, peak: number): Remedy {
  const to = roundUpBytes(peak * 1.25);
  return {
    ...changeByHand(
      'raise-memory',
      `Look whether it grows; if not, raise the limit from ${text} to ${formatBytes(Math.max(to, limit))}`,
      'Too few samples tell need from growth without end.',
    ),
    arithmetic: `highest peak ${formatBytes(peak)} × 1.25 = ${formatBytes(peak * 1.25)}, rounded up to ${formatBytes(to)}`,
  };
}

const running = (container: ContainerView) => Boolean(container.status?.state.running);

/**
 * More than half of a startup probe's budget gone on a good day: a busy node takes the rest. A liveness probe alone is
 * compared with nothing: a pod may answer it long before it is ready. Nor is a time beyond the budget: the start was over then.
 */
function slowStart(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const probe = container.spec.startupProbe;
  const slowest = slowestReady(view);
  if (!probe || !slowest) return [];
  const { least, most } = probeBudgetSeconds(probe);
  if (slowest.seconds < least * 0.5 || slowest.seconds > most) return [];
  const budget = slowest.seconds > least ? most : least;
  const took = `${Math.round(slowest.seconds)} s`;
  return [
    {
      id: 'slow-to-start',
      container,
      headline: [
        'Container ',
        { code: container.name },
        ' needs up to ',
        { mark: took },
        ` of the ${budget} s that its probe allows a start`,
      ],
      text: `The slowest of ${slowest.pods} measured ${slowest.pods === 1 ? 'pod' : 'pods'} took ${took} to become ready.`,
      evidence: [
        quoteSeries(
          slowest.series,
          `time to ready of Pod ${view.snapshot.workload.namespace}/${slowest.series.pod ?? ''}`,
          'seconds',
          [{ at: slowest.at, value: slowest.seconds.toFixed(0) }],
        ),
      ],
      remedies: [
        sizedStartup(view, container, probe) ??
          changeByHand('shorten-start', 'Find what its start waits for', `A good day takes ${took} already.`),
      ],
      alert: { threshold: Math.ceil(budget * 0.75) },
    },
  ];
}

/** One of each kind for each container name, the newest pod's. Empty without metrics and autoscaler trouble. */
export function risksOf(view: WorkloadView): RiskDraft[] {
  const known = new Set<string>();
  const all = view.pods.flatMap((pod) =>
    pod.containers
      .filter((container) => container.type !== 'init')
      .flatMap((container) => [
        ...throttled(view, container),
        ...memory(view, container),
        ...slowStart(view, container),
        ...restartRisk(view, container),
        ...runtimeRisks(view, container),
      ]),
  );
  return [...all, ...autoscalerRisks(view)].filter(({ id, container }) => {
    const key = `${id} ${container?.name ?? ''}`;
    return known.has(key) ? false : Boolean(known.add(key));
  });
}
