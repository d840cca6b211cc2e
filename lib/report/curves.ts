/** The curves of a diagnosis as drawings within the HTML file: no script, and each with its numbers in words. */

import { formatMeasure } from '../format/measure';
import { formatInstant } from '../format/time';
import type { Diagnosis } from '../model/diagnosis';
import type { MetricId, SeriesView } from '../model/metrics';
import type { MetricSeries } from '../model/snapshot';

interface Kind {
  name: string;
  main: MetricId;
  limit: MetricId | null;
  request: MetricId | null;
  share: MetricId | null;
  shareName: string;
}

const kinds: readonly Kind[] = [
  {
    name: 'Memory',
    main: 'memory-working-set',
    limit: 'memory-limit',
    request: 'memory-request',
    share: null,
    shareName: '',
  },
  {
    name: 'CPU',
    main: 'cpu-usage',
    limit: 'cpu-limit',
    request: 'cpu-request',
    share: 'cpu-throttled-share',
    shareName: 'throttled',
  },
  {
    name: 'Probe latency (P99)',
    main: 'probe-duration',
    limit: null,
    request: null,
    share: 'probe-failed-share',
    shareName: 'failed',
  },
  {
    name: 'HTTP requests',
    main: 'http-requests',
    limit: null,
    request: null,
    share: 'http-error-share',
    shareName: 'answered 5xx',
  },
];

/** Seconds since the epoch, and the value. */
type Point = readonly [number, number];

interface Drawing {
  name: string;
  container: string;
  pod: string;
  /** "highest 500Mi at …, now 470Mi; limit 512Mi; up to 80 % throttled" */
  words: string;
  from: string;
  to: string;
  svg: string;
}

/** Other pods stand thin behind the one that is drawn; more would only hide it. */
const mostOthers = 8;
const shareHeight = 40;

/** One drawing for each kind of curve that there is, of the container that the diagnosis is about. Empty without numbers. */
export function drawingsOf(view: SeriesView, diagnosis: Diagnosis): Drawing[] {
  const container =
    diagnosis.primary?.container?.name ?? diagnosis.risks[0]?.container?.name ?? diagnosis.runs[0]?.container ?? null;
  return kinds.flatMap((kind) => {
    const of = (id: MetricId | null) =>
      view.curves.filter(
        (one) =>
          one.id === id &&
          one.pod !== null &&
          one.points.length > 0 &&
          (one.container === null || container === null || one.container === container),
      );
    const main = of(kind.main);
    const own = main.find(({ pod }) => pod === podOf(diagnosis, main)) ?? main[0];
    return own === undefined ? [] : [draw(kind, view, diagnosis, own, of)];
  });
}

/** Instants of one form, as text; never by the language of the machine. */
const descending = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);

/** The pod whose run ended last, among those with numbers. */
function podOf({ runs }: Diagnosis, main: readonly MetricSeries[]): string | null {
  const measured = runs.filter(({ pod }) => main.some((one) => one.pod === pod));
  const ended = measured.toSorted((a, b) => descending(a.finishedAt ?? '', b.finishedAt ?? ''));
  return ended[0]?.pod ?? null;
}

function draw(
  kind: Kind,
  view: SeriesView,
  { runs }: Diagnosis,
  own: MetricSeries,
  of: (id: MetricId | null) => MetricSeries[],
): Drawing {
  const [from, to] = [Date.parse(view.from) / 1000, Date.parse(view.asOf) / 1000];
  const inside = ({ points }: MetricSeries): Point[] => points.filter(([at]) => at >= from && at <= to);
  const ofPod = (id: MetricId | null): Point[] => {
    const found = of(id).find(({ pod }) => pod === own.pod);
    return found ? inside(found) : [];
  };
  const others = of(kind.main)
    .filter((one) => one !== own)
    .slice(0, mostOthers)
    .map(inside);
  const [points, limit, request, share] = [inside(own), ofPod(kind.limit), ofPod(kind.request), ofPod(kind.share)];
  const highest = Math.max(0, ...[points, ...others].flat().map(([, value]) => value));
  const levels = [limit, request].filter((level) => highest === 0 || lowest(level) <= highest * 8);
  const top = Math.max(highest, ...levels.flat().map(([, value]) => value)) * 1.08 || 1;
  const x = (at: number): number => round(((at - from) / (to - from)) * 1000);
  const y = (value: number): number => round(100 - (Math.max(0, value) / top) * 100);
  const ends = runs
    .filter((run) => run.pod === own.pod && run.finishedAt !== null)
    .map(({ finishedAt }) => Date.parse(finishedAt ?? '') / 1000)
    .filter((at) => at >= from && at <= to);
  const pause = view.stepSeconds * 2.5;
  const lines = (some: readonly Point[], cuts: readonly number[]): string =>
    inPieces(some, pause, cuts)
      .map((piece) => piece.map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('') + 'h0')
      .join('');
  const steps = (some: readonly Point[]): string =>
    inPieces(some, pause, [])
      .map((piece) =>
        piece.map(([at, value], i) => (i === 0 ? `M${x(at)} ${y(value)}` : `H${x(at)}V${y(value)}`)).join(''),
      )
      .join('');
  const band = inPieces(share, pause, [])
    .map((piece) => {
      const [first, last] = [piece[0]?.[0] ?? 0, piece.at(-1)?.[0] ?? 0];
      const edge = piece.map(([at, value]) => `L${x(at)} ${round(100 - Math.min(1, value) * shareHeight)}`).join('');
      return `M${x(first)} 100${edge}L${x(last)} 100z`;
    })
    .join('');
  const svg = [
    path('base', 'M0 100H1000'),
    path('share', band),
    ...others.map((other) => path('other', lines(other, []))),
    path('ends', ends.map((at) => `M${x(at)} 0V100`).join('')),
    path('own', lines(points, ends)),
    path('limit', levels.includes(limit) ? steps(limit) : ''),
    path('request', levels.includes(request) ? steps(request) : ''),
  ].join('');
  const words = wordsOf(own.unit, points, { limit, request, share, shareName: kind.shareName });
  return {
    name: own.detail === null ? kind.name : `${kind.name}, ${own.detail}`,
    container: own.container ?? '',
    pod: own.pod ?? '',
    words,
    from: formatInstant(view.from),
    to: formatInstant(view.asOf),
    svg,
  };
}

function wordsOf(
  unit: MetricSeries['unit'],
  points: readonly Point[],
  beside: { limit: Point[]; request: Point[]; share: Point[]; shareName: string },
): string {
  const peak = points.reduce<Point | null>((best, point) => (best === null || point[1] > best[1] ? point : best), null);
  const last = points.at(-1);
  if (!peak || !last) return 'no sample in this stretch of time';
  const say = (value: number): string => formatMeasure(value, unit);
  const at = formatInstant(new Date(peak[0] * 1000).toISOString());
  const [limit, request] = [beside.limit.at(-1)?.[1], beside.request.at(-1)?.[1]];
  return [
    `highest ${say(peak[1])} at ${at}, last ${say(last[1])}`,
    ...(limit === undefined ? [] : [`limit ${say(limit)}`]),
    ...(request === undefined ? [] : [`request ${say(request)}`]),
    ...(beside.share.length === 0
      ? []
      : [`up to ${formatMeasure(Math.max(...beside.share.map(([, value]) => value)), 'ratio')} ${beside.shareName}`]),
  ].join('; ');
}

/** Cut where scrapes are missing and where a run ended: what lies between is not known. */
function inPieces(points: readonly Point[], pause: number, ends: readonly number[]): Point[][] {
  const pieces: Point[][] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const joined =
      before !== undefined && point[0] - before[0] <= pause && !ends.some((end) => end >= before[0] && end < point[0]);
    if (joined) pieces.at(-1)?.push(point);
    else pieces.push([point]);
  });
  return pieces;
}

const lowest = (level: readonly Point[]): number => Math.min(Infinity, ...level.map(([, value]) => value));

/** Numbers and letters of paths only: nothing of the cluster enters the drawing. */
function path(className: string, d: string): string {
  return d === '' ? '' : `<path class="${className}" d="${d}" vector-effect="non-scaling-stroke"/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
