import type { MetricId, SeriesView } from '@/lib/model/metrics';
import type { MetricSeries } from '@/lib/model/snapshot';
import { formatMeasure } from '@/lib/format/measure';
import { curveKinds, isOf, type CurveId, type CurveKind } from './curve-kinds';
import type { Lane, TimeAxis } from './geometry';

/** Milliseconds since the epoch, and the value. */
export type Sample = [at: number, value: number];

/** A line in pieces: between two pieces there was no scrape, or another run began. */
export interface CurveLine {
  key: string;
  /** Which of several: the kind of probe. */
  detail: string | null;
  /** Of the pod of the lane; the others stay in the background. */
  own: boolean;
  pieces: Sample[][];
}

/** A limit or a request over time. */
export interface Level {
  name: 'limit' | 'request';
  pieces: Sample[][];
  /** The newest value, in words: "limit 256Mi". */
  words: string;
  last: number;
  /** Too far above the curve to share a scale with it. */
  beyond: boolean;
}

/** What a reader can point at. */
export interface Reading {
  at: number;
  /** "255Mi", or "liveness 1.2 s, readiness 20 ms"; null where there was no scrape. */
  value: string;
  /** "limit 256Mi", "87 % throttled". */
  beside: string[];
  size: number;
}

export interface CurveModel {
  id: CurveId;
  kind: CurveKind;
  /** What is drawn: "memory in use and its limit". */
  says: string;
  unit: MetricSeries['unit'];
  lines: CurveLine[];
  levels: Level[];
  share: Sample[][];
  /** The value at the upper edge of the drawing. */
  top: number;
  ticks: { value: number; words: string }[];
  readings: Reading[];
  /** Longest pause between two samples of one piece. */
  pauseMs: number;
}

/** Other pods of the same workload, behind: enough to see that all do the same. */
const mostOthers = 8;
const beyondTimes = 8;

/** The curve of a lane, clipped to the time axis; null where there is nothing to draw within it. */
export function curveModel(id: CurveId, view: SeriesView, lane: Lane, axis: TimeAxis): CurveModel | null {
  const kind = curveKinds[id];
  // Two scrapes may fail to meet a step by a little; three missing is a gap.
  const pauseMs = view.stepSeconds * 2500;
  const seriesOf = (metric: MetricId | null): MetricSeries[] =>
    metric === null ? [] : view.curves.filter((one) => one.id === metric && isOf(one, lane.container));
  const within = (series: MetricSeries): Sample[] => clip(series.points, axis);
  const ends =
    view.stepSeconds > 60 ? [] : lane.bars.flatMap(({ run }) => (run.finishedAt ? [Date.parse(run.finishedAt)] : []));

  const main = seriesOf(kind.main).map((series) => ({ series, samples: within(series) }));
  const drawn = main.filter(({ samples }) => samples.length > 0);
  const own = drawn.filter(({ series }) => series.pod === lane.pod);
  const others = drawn.filter(({ series }) => series.pod !== lane.pod).slice(0, mostOthers);
  const first = own[0] ?? others[0];
  if (!first) return null;
  const lines = [...others, ...own].map(({ series, samples }, index) => ({
    key: `${series.pod ?? ''}/${series.detail ?? ''}/${index}`,
    detail: series.detail,
    own: series.pod === lane.pod,
    pieces: inPieces(samples, pauseMs, series.pod === lane.pod ? ends : []),
  }));

  const peak = Math.max(...[...own, ...others].flatMap(({ samples }) => samples.map(([, value]) => value)));
  const unit = first.series.unit;
  const levels = (['limit', 'request'] as const)
    .map((name) => levelOf(name, seriesOf(kind[name]), { lane, axis, pauseMs, peak, unit }))
    .filter((level) => level !== null);
  const highest = Math.max(
    peak,
    ...levels.filter(({ beyond }) => !beyond).flatMap(({ pieces }) => pieces.flat().map(([, value]) => value)),
  );
  const top = highest > 0 ? highest * 1.08 : 1;
  const shareSamples = newestOf(seriesOf(kind.share), lane, axis);
  const readFrom = own.length > 0 ? own : [first];
  return {
    id,
    kind,
    // No word of a limit that is not set, nor of a share that nobody counted.
    says: [
      kind.says,
      levels.some(({ name }) => name === 'limit') ? kind.saysLimit : '',
      shareSamples.length > 0 ? kind.saysShare : '',
    ].join(''),
    unit,
    lines,
    levels,
    share: inPieces(shareSamples, pauseMs, []),
    top,
    ticks: ticksUpTo(highest, unit),
    readings: readingsOf(readFrom, levels, shareSamples, { kind, unit, pauseMs }),
    pauseMs,
  };
}

function clip(points: readonly [number, number][], axis: TimeAxis): Sample[] {
  return points
    .map(([seconds, value]): Sample => [seconds * 1000, value])
    .filter(([at, value]) => at >= axis.from && at <= axis.to && Number.isFinite(value));
}

/** Cuts where samples are missing, and where a run ended between two of them: the next one starts at nothing. */
export function inPieces(samples: readonly Sample[], pauseMs: number, cuts: readonly number[]): Sample[][] {
  const pieces: Sample[][] = [];
  samples.forEach((sample, index) => {
    const before = samples[index - 1];
    const joined =
      before !== undefined &&
      sample[0] - before[0] <= pauseMs &&
      !cuts.some((cut) => cut >= before[0] && cut < sample[0]);
    if (joined) pieces.at(-1)?.push(sample);
    else pieces.push([sample]);
  });
  return pieces;
}

/** One line through several pods' series: the lane's own pod where it has a value, else that of the newest pod. */
function newestOf(all: readonly MetricSeries[], lane: Lane, axis: TimeAxis): Sample[] {
  const merged = new Map<number, { value: number; rank: number }>();
  for (const series of all) {
    const samples = clip(series.points, axis);
    const rank = series.pod === lane.pod ? Number.MAX_SAFE_INTEGER : (samples[0]?.[0] ?? 0);
    for (const [at, value] of samples) {
      const there = merged.get(at);
      // Of one pod several (three kinds of probe): the worst.
      const wins = !there || rank > there.rank || (rank === there.rank && value > there.value);
      if (wins) merged.set(at, { value, rank });
    }
  }
  return [...merged].map(([at, { value }]): Sample => [at, value]).toSorted(([a], [b]) => a - b);
}

interface LevelContext {
  lane: Lane;
  axis: TimeAxis;
  pauseMs: number;
  peak: number;
  unit: MetricSeries['unit'];
}

function levelOf(name: Level['name'], series: readonly MetricSeries[], context: LevelContext): Level | null {
  const samples = newestOf(series, context.lane, context.axis);
  const last = samples.at(-1)?.[1];
  if (last === undefined) return null;
  const smallest = Math.min(...samples.map(([, value]) => value));
  return {
    name,
    pieces: inPieces(samples, context.pauseMs, []),
    words: `${name} ${formatMeasure(last, context.unit)}`,
    last,
    beyond: context.peak > 0 && smallest > context.peak * beyondTimes,
  };
}

/** Two round values up to the highest: powers of two for bytes, 1, 2 or 4 for the others, or half of the least of them. */
export function ticksUpTo(highest: number, unit: MetricSeries['unit']): CurveModel['ticks'] {
  if (highest <= 0) return [];
  const step = unit === 'bytes' ? 2 ** Math.floor(Math.log2(highest / 1.5)) : decimalStep(highest / 1.5);
  const values = highest / step >= 3 ? [step, step * 2] : [step / 2, step];
  return values.filter((value) => value <= highest).map((value) => ({ value, words: formatMeasure(value, unit) }));
}

function decimalStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  // Of each also the half is round: 2.5 would be shown as 3.
  return ([4, 2, 1].find((factor) => factor * power <= most * 1.0001) ?? 1) * power;
}

interface Own {
  series: MetricSeries;
  samples: Sample[];
}

function readingsOf(
  own: readonly Own[],
  levels: readonly Level[],
  share: readonly Sample[],
  { kind, unit, pauseMs }: { kind: CurveKind; unit: MetricSeries['unit']; pauseMs: number },
): Reading[] {
  const times = [...new Set(own.flatMap(({ samples }) => samples.map(([at]) => at)))].toSorted((a, b) => a - b);
  const values = own.map(({ series, samples }) => ({ detail: series.detail, byTime: new Map(samples) }));
  return times.map((at) => {
    const here = values.flatMap(({ detail, byTime }) => {
      const value = byTime.get(at);
      return value === undefined ? [] : [{ detail, value }];
    });
    const beside = levels.flatMap((level) => {
      const value = valueAt(level.pieces.flat(), at, pauseMs);
      return value === null ? [] : [`${level.name} ${formatMeasure(value, unit)}`];
    });
    const part = valueAt(share, at, pauseMs);
    if (part !== null) beside.push(`${formatMeasure(part, 'ratio')} ${kind.shareName}`);
    return {
      at,
      value: here
        .map(({ detail, value }) => `${detail && own.length > 1 ? `${detail} ` : ''}${formatMeasure(value, unit)}`)
        .join(', '),
      beside,
      size: Math.max(...here.map(({ value }) => value)),
    };
  });
}

function valueAt(samples: readonly Sample[], at: number, pauseMs: number): number | null {
  const near = samples.findLast(([time]) => time <= at);
  return near && at - near[0] <= pauseMs ? near[1] : null;
}
