/** What wears on a workload, crashed or not: read from its metrics and autoscalers. A risk is never the cause of anything here. */

import type { Evidence, HeadlinePart, Remedy, RiskId } from '../model/diagnosis';
import { formatBytes } from '../format/quantity';
import { probeBudgetSeconds } from './facts/probe';
import { fit, growsToTheEnd, meanOf, peakOf, quoteSeries, seriesOf, splitRuns } from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';
import { autoscalerRisks } from './risks-autoscaler';
import { restartRisk } from './risks-restarts';
import { runtimeRisks } from './risks-runtime';
import { sizedCpu, sizedMemory, sizedStartup, slowestReady } from './sizing';
import { parseQuantity } from '../format/quantity';

export interface RiskDraft {
  id: RiskId;
  container: ContainerView | null;
  headline: HeadlinePart[];
  text: string;
  evidence: Evidence[];
  remedies: Remedy[];
}

const some = (remedy: Remedy | null): Remedy[] => (remedy ? [remedy] : []);

/** A quarter of its periods over the window: less is seen only as latency. */
function throttled(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const series = seriesOf(view, container, 'cpu-throttled-share');
  const peak = peakOf(series?.points ?? []);
  if (!series || !peak || series.points.length < 3) return [];
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
      text: `In ${percent} of its scheduling periods it had used up its CPU limit and waited.`,
      evidence: [
        quoteSeries(series, `throttled CPU periods of ${container.name}`, 'share of periods', [
          { at: peak[0], value: peak[1].toFixed(2) },
        ]),
      ],
      remedies: some(sizedCpu(view, container, share)),
    },
  ];
}

function memory(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const text = container.spec.resources.limits['memory'];
  const limit = text === undefined ? null : parseQuantity(text);
  const series = seriesOf(view, container, 'memory-working-set');
  const last = series?.points.at(-1);
  if (!series || !last || text === undefined || limit === null) return [];
  const run = splitRuns(series.points, container).at(-1);
  const evidence = [
    quoteSeries(series, `working set of ${container.name}`, 'bytes', [{ at: last[0], value: formatBytes(last[1]) }]),
  ];
  const { slope } = run ? fit(run) : { slope: 0 };
  const left = slope > 0 ? (limit - last[1]) / slope : Infinity;
  if (run && running(container) && growsToTheEnd(run) && left < 86_400) {
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
        remedies: some(sizedMemory(view, container, { text, bytes: limit })),
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
      remedies: some(sizedMemory(view, container, { text, bytes: limit })),
    },
  ];
}

const running = (container: ContainerView) => Boolean(container.status?.state.running);

/** More than half of the budget gone on a good day: a busy node takes the rest. */
function slowStart(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const probe = container.spec.startupProbe ?? container.spec.livenessProbe;
  const series = view.snapshot.metrics.find(
    (s) => s.id === 'time-to-ready' && s.pod === container.pod.pod.metadata.name,
  );
  const slowest = slowestReady(view);
  const point = peakOf(series?.points ?? []);
  if (!probe || !slowest || !series || !point) return [];
  const budget = probeBudgetSeconds(probe).least;
  if (slowest.seconds < budget * 0.5) return [];
  const seconds = `${Math.round(slowest.seconds)} s`;
  return [
    {
      id: 'slow-to-start',
      container,
      headline: [
        'Container ',
        { code: container.name },
        ' needs up to ',
        { mark: seconds },
        ` of the ${budget} s that its probe allows a start`,
      ],
      text: `The slowest of ${slowest.pods} measured ${slowest.pods === 1 ? 'pod' : 'pods'} took ${seconds} to become ready.`,
      evidence: [
        quoteSeries(series, `time to ready of ${container.pod.label}`, 'seconds', [
          { at: point[0], value: point[1].toFixed(0) },
        ]),
      ],
      remedies: some(sizedStartup(view, container, container.spec.startupProbe)),
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
