import type { CauseId, Family } from '@/lib/model/causes';
import type { Diagnosis } from '@/lib/model/diagnosis';
import type { MetricId, SeriesView, SeriesWindow } from '@/lib/model/metrics';
import type { WindowChoice } from './geometry';

/** The curves a strip can draw over its runs, one at a time (`?curve=`). */
export const curveIds = ['memory', 'cpu', 'probe', 'requests'] as const;
export type CurveId = (typeof curveIds)[number];

export interface CurveKind {
  /** On its switch. */
  name: string;
  /** What is drawn: "memory in use", and where there is one " and its limit", and a share. */
  says: string;
  saysLimit: string;
  saysShare: string;
  /** What the value is called where it is read out. */
  value: string;
  main: MetricId;
  limit: MetricId | null;
  request: MetricId | null;
  /** A share of one, drawn as a band below the line, on a scale of its own. */
  share: MetricId | null;
  shareName: string;
}

export const curveKinds: Record<CurveId, CurveKind> = {
  memory: {
    name: 'memory',
    says: 'memory in use',
    saysLimit: ' and its limit',
    saysShare: '',
    value: 'memory',
    main: 'memory-working-set',
    limit: 'memory-limit',
    request: 'memory-request',
    share: null,
    shareName: '',
  },
  cpu: {
    name: 'CPU',
    says: 'CPU in use',
    saysLimit: '',
    saysShare: ', and how much of the time it was throttled',
    value: 'CPU',
    main: 'cpu-usage',
    limit: 'cpu-limit',
    request: 'cpu-request',
    share: 'cpu-throttled-share',
    shareName: 'throttled',
  },
  probe: {
    name: 'probe latency',
    says: 'probe latency, 99th percentile',
    saysLimit: '',
    saysShare: ', and the share that failed',
    value: 'probe',
    main: 'probe-duration',
    limit: null,
    request: null,
    share: 'probe-failed-share',
    shareName: 'failed',
  },
  requests: {
    name: 'requests',
    says: 'HTTP requests a second',
    saysLimit: '',
    saysShare: ', and the share answered with 5xx',
    value: 'requests',
    main: 'http-requests',
    limit: null,
    request: null,
    share: 'http-error-share',
    shareName: 'answered 5xx',
  },
};

const byFamily: Record<Family, CurveId> = {
  memory: 'memory',
  probe: 'probe',
  termination: 'requests',
  program: 'memory',
  configuration: 'memory',
  dependency: 'requests',
  image: 'memory',
  start: 'memory',
  unknown: 'memory',
  contributing: 'memory',
};
const byCause: Partial<Record<CauseId, CurveId>> = {
  'cpu-throttled': 'cpu',
  'liveness-too-aggressive': 'probe',
  'startup-probe-failing': 'cpu',
  'bad-rollout': 'requests',
};

/** `?curve=` of an address; null where it names none. */
export function parseCurve(text: string | undefined): CurveId | null {
  return curveIds.find((id) => id === text) ?? null;
}

/** The curve that the cause is about, whether or not there is one. */
export function curveOfCause(finding: Diagnosis['primary']): CurveId {
  return finding === null ? 'memory' : (byCause[finding.cause] ?? byFamily[finding.family]);
}

/** Where there are no numbers of the first: a probe that is answered late is next a matter of CPU. */
const instead: Partial<Record<CurveId, CurveId>> = { probe: 'cpu' };

/** Those that can be drawn for a container, the one of the cause first. */
export function drawable(view: SeriesView, container: string, cause: CurveId): CurveId[] {
  const has = (id: CurveId): boolean =>
    view.curves.some(
      (series) => series.id === curveKinds[id].main && series.points.length > 0 && isOf(series, container),
    );
  return [...new Set([cause, instead[cause] ?? cause, ...curveIds])].filter(has);
}

/** A series of this container, in whichever pod; one without a container is its whole pod's. */
export function isOf(series: { pod: string | null; container: string | null }, container: string): boolean {
  return series.pod !== null && (series.container === null || series.container === container);
}

const windowMinutes: Record<SeriesWindow, number> = { '1h': 60, '6h': 360, '24h': 1440, '7d': 10_080 };
const choiceMinutes: Record<WindowChoice, number> = { '10m': 10, '30m': 30, '3h': 180, ...windowMinutes };

/** The window of numbers that covers what the strip shows; an hour where the strip chooses for itself. */
export function seriesWindowFor(choice: WindowChoice | null): SeriesWindow {
  const wanted = choice === null ? 60 : choiceMinutes[choice];
  if (wanted <= windowMinutes['1h']) return '1h';
  if (wanted <= windowMinutes['6h']) return '6h';
  return wanted <= windowMinutes['24h'] ? '24h' : '7d';
}

/** Of the numbers of a window those that the strip shows: the file that is saved draws no more and no less than the page. */
export function withinChoice(view: SeriesView, choice: WindowChoice | null): SeriesView {
  if (choice === null) return view;
  const from = Date.parse(view.asOf) - choiceMinutes[choice] * 60_000;
  return from <= Date.parse(view.from) ? view : { ...view, from: new Date(from).toISOString() };
}

/** Of what a shared link keeps: the numbers of this window, or the first where that was not kept. */
export function keptSeries(kept: readonly SeriesView[], choice: WindowChoice | null): SeriesView | null {
  return kept.find((view) => view.window === seriesWindowFor(choice)) ?? kept[0] ?? null;
}
