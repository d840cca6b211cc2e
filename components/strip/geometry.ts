import { formatSpan } from '@/lib/format/duration';
import type { Change, ContainerRef, Diagnosis, EndedBy, Restarts, Run } from '@/lib/model/diagnosis';
import type { ContainerType } from '@/lib/model/workload';
import { minuteMs } from '@/lib/format/units';

/** The stretch of time a strip shows; `now` lies in it, and after it what is still to come. Milliseconds since the epoch. */
export interface TimeAxis {
  from: number;
  to: number;
  now: number;
  /** What the axis covers before now, in words: "hour", "10 min". */
  label: string;
  ticks: number[];
}

/** A span on the axis, in percent of its width. */
export interface Span {
  left: number;
  width: number;
}

export interface Bar {
  run: Run;
  bar: Span;
  running: boolean;
  /** From TERM to KILL, where the stop was ignored. */
  deaf: Span | null;
  /** Where the mark of the end stands, and which; null while it runs, and for an end without a mark. */
  end: { at: number; mark: Mark } | null;
}

/** `silent`: not an end, but where its node was last heard. */
export type Mark = Exclude<EndedBy, 'replaced'> | 'silent';

export interface Lane {
  key: string;
  pod: string;
  container: string;
  type: ContainerType;
  bars: Bar[];
  /** Waiting for the next start. */
  backoff: Span[];
  next: number | null;
}

export interface Flag {
  at: number;
  change: Change;
}

export interface StripModel {
  axis: TimeAxis;
  lanes: Lane[];
  flags: Flag[];
  marks: Mark[];
  hasRunning: boolean;
  hasBackoff: boolean;
}

const windowsMs = [5, 10, 15, 30, 60, 180, 360, 720, 1440, 4320, 10080].map((minutes) => minutes * minuteMs);
const defaultMs = 60 * minuteMs;
/** The kubelet's first back-off is 10 s; what starts sooner was not held back. */
const backoffMs = 9_000;

/** The windows a reader can ask for with `?window=`. */
export const windowChoices = ['10m', '30m', '1h', '3h', '6h', '24h', '7d'] as const;
export type WindowChoice = (typeof windowChoices)[number];

const windowMs: Record<WindowChoice, number> = {
  '10m': 10 * minuteMs,
  '30m': 30 * minuteMs,
  '1h': defaultMs,
  '3h': 180 * minuteMs,
  '6h': 360 * minuteMs,
  '24h': 1440 * minuteMs,
  '7d': 10080 * minuteMs,
};

/** `?window=` of an address; null where it names none, which means the window that fits. */
export function parseWindow(text: string | undefined): WindowChoice | null {
  return windowChoices.find((choice) => choice === text) ?? null;
}

const time = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

/**
 * The window that shows the loop best: the smallest that holds the starts of all runs which ended within the hour, or,
 * where nothing ended within the hour, the newest end or start. An hour where there is nothing to fit.
 */
export function fittingWindow(runs: readonly Run[], now: number): number {
  // A node whose clock is ahead dates runs after now: the window holds as much of what is to come.
  const age = (iso: string | null): number => Math.abs(now - (time(iso) ?? now));
  const recent = runs.filter((run) => run.finishedAt !== null && age(run.finishedAt) <= defaultMs);
  const starts = recent.map((run) => age(run.startedAt ?? run.finishedAt)).filter((ms) => ms <= defaultMs);
  const wanted =
    recent.length > 0 ? Math.max(...starts, ...recent.map((run) => age(run.finishedAt))) : newest(runs, now);
  const withRoom = wanted * 1.08;
  return windowsMs.find((size) => size >= withRoom) ?? Math.max(withRoom, defaultMs);
}

function newest(runs: readonly Run[], now: number): number {
  const ages = runs
    .flatMap((run) => [run.startedAt, run.finishedAt])
    .flatMap((iso) => (iso ? [now - Date.parse(iso)] : []));
  return ages.length === 0 ? defaultMs / 1.08 : Math.max(0, Math.min(...ages));
}

/** Instants for the labels below the axis: a handful, on whole steps. */
export function ticksOf(from: number, to: number): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880].map((minutes) => minutes * minuteMs);
  const step = steps.find((size) => (to - from) / size <= 7) ?? 2880 * minuteMs;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

interface StripInput {
  runs: readonly Run[];
  changes: readonly Change[];
  next: Restarts['next'];
  asOf: string;
  window: WindowChoice | null;
  /** The container the diagnosis is about: its lanes come first. */
  suspect: ContainerRef | null;
  /** The pod the reader came for (`?pod=`). */
  pod: string | null;
  /** The pod that the proof speaks of first. */
  exemplar?: string | null;
}

/** All that the strip draws, in percent of its width: nothing here depends on how wide it will be. */
export function stripModel({
  runs,
  changes,
  next,
  asOf,
  window,
  suspect,
  pod,
  exemplar = null,
}: StripInput): StripModel {
  const now = Date.parse(asOf);
  const size = window ? windowMs[window] : fittingWindow(runs, now);
  const from = now - size;
  const dated = runs.flatMap((run) => [time(run.startedAt), time(run.finishedAt)]);
  const comings = [...next.map(({ at }) => Date.parse(at)), ...dated].filter(
    (at): at is number => at !== null && at > now && at < now + size,
  );
  const to = Math.max(now, ...comings) + (comings.length > 0 ? size * 0.02 : 0);
  const scale = (at: number): number => round(((at - from) / (to - from)) * 100);
  const span = (start: number, end: number): Span => {
    const left = Math.min(100, Math.max(0, scale(start)));
    return { left, width: Math.max(0, round(Math.min(100, scale(end)) - left)) };
  };
  const lanes = lanesOf(runs, { from, now, span, scale, next }).sort(byRelevance(suspect, [pod, exemplar], now));
  const bars = lanes.flatMap((lane) => lane.bars);
  return {
    axis: {
      from,
      to,
      now,
      label: size === defaultMs ? 'hour' : formatSpan(size),
      ticks: ticksOf(from, to),
    },
    lanes,
    flags: changes
      .map((change) => ({ at: scale(Date.parse(change.at)), change }))
      .filter(({ at }) => at >= 0 && at <= 100),
    marks: [...new Set(bars.flatMap(({ end }) => (end ? [end.mark] : [])))],
    hasRunning: bars.some(({ running }) => running),
    hasBackoff: lanes.some(({ backoff }) => backoff.length > 0),
  };
}

interface Scale {
  from: number;
  now: number;
  span: (start: number, end: number) => Span;
  scale: (at: number) => number;
  next: Restarts['next'];
}

function lanesOf(runs: readonly Run[], { from, now, span, scale, next }: Scale): Lane[] {
  const byLane = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${run.podUid || run.pod}/${run.container}`;
    byLane.set(key, [...(byLane.get(key) ?? []), run]);
  }
  return [...byLane].flatMap(([key, all]): Lane[] => {
    const lane = all.toSorted((a, b) => (time(a.startedAt) ?? 0) - (time(b.startedAt) ?? 0));
    const first = lane[0];
    const last = lane.at(-1);
    if (!first || !last) return [];
    const coming = next.find((one) => one.pod === first.pod && one.container === first.container);
    const nextAt = coming ? Date.parse(coming.at) : null;
    const backoff: Span[] = [];
    lane.forEach((run, index) => {
      const end = time(run.finishedAt);
      const start = index + 1 < lane.length ? time(lane[index + 1]?.startedAt ?? null) : nextAt;
      // Only what the cluster says is back-off: to the next start, or to the next attempt.
      if (end !== null && start !== null && start - end >= backoffMs && start >= from) {
        backoff.push(span(end, start));
      }
    });
    return [
      {
        key,
        pod: first.pod,
        container: first.container,
        type: first.type,
        bars: lane.map((run) => barOf(run, { from, now, span, scale })).filter((bar) => bar !== null),
        backoff,
        next: nextAt !== null && nextAt > now ? scale(nextAt) : null,
      },
    ];
  });
}

function barOf(run: Run, { from, now, span, scale }: Omit<Scale, 'next'>): Bar | null {
  const silent = run.endedBy === null ? time(run.silentSince ?? null) : null;
  const end = time(run.finishedAt) ?? silent;
  const start = time(run.startedAt) ?? end;
  // An end that nobody dates has no place on the axis: the table tells of it.
  const undated = run.endedBy !== null && end === null;
  if (undated || start === null || (end ?? now) < from || scale(start) > 100) return null;
  const term = time(run.termAt);
  const killed = run.endedBy === 'unhandled-stop' || (run.endedBy === 'probe' && run.exitCode === 137);
  const mark = silent !== null ? 'silent' : run.endedBy === 'replaced' ? null : run.endedBy;
  return {
    run,
    bar: span(start, killed && term !== null && end !== null ? term : (end ?? now)),
    running: end === null,
    deaf: killed && term !== null && end !== null && end > term ? span(term, end) : null,
    end: mark !== null && end !== null ? { at: Math.min(100, scale(end)), mark } : null,
  };
}

/** The lane of the pod asked for, then the suspected container's: of the pod the proof is about, then the newest end. */
function byRelevance(suspect: ContainerRef | null, [pod, exemplar]: (string | null)[], now: number) {
  const rank = (lane: Lane): number[] => {
    const ends = lane.bars.flatMap(({ run, end }) => (end && run.finishedAt ? [Date.parse(run.finishedAt)] : []));
    return [
      lane.pod === pod ? 0 : 1,
      suspect && lane.container === suspect.name ? 0 : 1,
      lane.pod === exemplar ? 0 : 1,
      lane.bars.some(({ run }) => run.endedBy !== 'replaced') ? 0 : 1,
      ends.length > 0 ? now - Math.max(...ends) : Number.MAX_SAFE_INTEGER,
    ];
  };
  return (a: Lane, b: Lane): number => {
    const first = rank(a);
    const second = rank(b);
    const at = first.findIndex((value, index) => value !== second[index]);
    return at < 0 ? (a.key < b.key ? -1 : 1) : (first[at] ?? 0) - (second[at] ?? 0);
  };
}

/** What a run was, line by line: for its card, and for those who hear it. */
export function runFacts(run: Run): string {
  const ended = run.exitCode === null ? '' : `exit code ${run.exitCode}`;
  return [run.reason, ended].filter(Boolean).join(', ');
}

/** The strip of a diagnosis: runs, changes and gaps as shares of the window. `pod`: only its lane; null: all. */
export function stripOf(diagnosis: Diagnosis, window: WindowChoice | null, pod: string | null): StripModel {
  return stripModel({
    runs: diagnosis.runs,
    changes: diagnosis.changes,
    next: diagnosis.restarts.next,
    asOf: diagnosis.asOf,
    window,
    suspect: diagnosis.primary?.container ?? null,
    pod,
    exemplar: exemplarOf(diagnosis),
  });
}

/** The pod with runs that the primary's evidence names first, so that the strip draws what the headline speaks of. */
function exemplarOf({ primary, evidence, runs }: Diagnosis): string | null {
  const pods = [...new Set(runs.map((run) => run.pod))];
  for (const index of primary?.claims.flatMap((claim) => claim.evidence) ?? []) {
    const words = evidence[index]?.object.split(/[\s/]+/) ?? [];
    const named = pods.find((pod) => words.includes(pod));
    if (named !== undefined) return named;
  }
  return null;
}

/** How high a curve is, in pixels. */
export const curveHeight = 108;

/** Where a curve begins, in pixels from the top of the drawing: flags have their words above it. */
export function curveTop(flags: boolean): number {
  return flags ? 26 : 12;
}

/** The middle of a lane's bars, in pixels from the top of its drawing: flags and curve stand above it. */
export function laneMiddle(flags: boolean, curve = false): number {
  return curve ? curveTop(flags) + curveHeight + 18 : flags ? 46 : 30;
}

function round(percent: number): number {
  return Math.round(percent * 1000) / 1000;
}
