/** Restarts over days: the same minute each night, or a loop too slow for anyone's alert. */

import { seriesOf, quoteSeries, type Point } from './facts/series';
import { exitsOf } from './facts/exit';
import { iso, timeMs, type ContainerView, type WorkloadView } from './facts/views';
import { describePod } from '../remedy/look';
import type { RiskDraft } from './risks';

const daySeconds = 86_400;
/** Two samples of the coarse series: how far apart one restart may be seen on two days. */
const sameMinute = 1200;

/** When the counter rose, once a rise. A counter that falls belongs to a new pod and is no restart. */
function risesOf(points: readonly Point[]): number[] {
  return points.flatMap(([at, value], i) => {
    const before = points[i - 1];
    return before && value > before[1] ? [at] : [];
  });
}

/** Those around the time of day that most rises share. */
function atOneTimeOfDay(rises: readonly number[]): number[] {
  const apart = (a: number, b: number) => {
    const gap = Math.abs((a % daySeconds) - (b % daySeconds));
    return Math.min(gap, daySeconds - gap);
  };
  return rises
    .map((at) => rises.filter((other) => apart(at, other) <= sameMinute))
    .reduce<number[]>((most, group) => (group.length > most.length ? group : most), []);
}

const hourAndMinute = (ms: number) => iso(ms).slice(11, 16);

const endsOf = (container: ContainerView): number[] =>
  exitsOf(container).flatMap(({ finishedAt }) => timeMs(finishedAt) ?? []);

/** The sample before the one in which the counter rose. */
const beforeRise = (points: readonly Point[], rise: number): number =>
  points[points.findIndex(([at]) => at === rise) - 1]?.[0] ?? rise;

/** "at 20:35 UTC on 2026-11-21" where Kubernetes tells of that end or a later one; else before the sample that shows it. */
function lastOf(points: readonly Point[], rise: number, container: ContainerView): string {
  const newest = Math.max(...endsOf(container));
  const known = newest > beforeRise(points, rise) * 1000;
  const ms = known ? newest : rise * 1000;
  return `${known ? 'at' : 'before'} ${hourAndMinute(ms)} UTC on ${iso(ms).slice(0, 10)}`;
}

/** "at 02:13" where Kubernetes still tells when one of them ended; else between the two samples that it fell in. */
function timeOfDay(points: readonly Point[], rises: readonly number[], container: ContainerView): string {
  const ends = endsOf(container);
  for (const rise of rises.toReversed()) {
    const before = beforeRise(points, rise);
    const end = ends.find((ms) => before * 1000 < ms && ms <= rise * 1000);
    if (end !== undefined) return `at ${hourAndMinute(end)}`;
  }
  const newest = rises.at(-1) ?? 0;
  const before = beforeRise(points, newest);
  return newest - before > sameMinute
    ? `before ${hourAndMinute(newest * 1000)}`
    : `between ${hourAndMinute(before * 1000)} and ${hourAndMinute(newest * 1000)}`;
}

/** Restarts from one sample to the next: several may fall between two. A counter that falls began anew. */
function restartsIn(points: readonly Point[]): number {
  return points.reduce((sum, [, value], i) => sum + Math.max(0, value - (points[i - 1]?.[1] ?? value)), 0);
}

/** Whole days in which three restarts at this pace fall, with a tenth to spare: one that comes late is not missed. */
const daysOfThree = (apartSeconds: number): number => Math.ceil((3 * apartSeconds * 1.1) / daySeconds);

/** A loop that is faster waits in back-off, and the stock alerts see it. */
const slowSeconds = 1800;

/** At least three in the window that the series covers; nightly where nine tenths fall at one time of day on three days. */
export function restartRisk(view: WorkloadView, container: ContainerView): RiskDraft[] {
  const series = seriesOf(view, container, 'restarts');
  const rises = risesOf(series?.points ?? []);
  const last = rises.at(-1);
  const first = rises[0];
  if (!series || first === undefined || last === undefined || rises.length < 3 || last - first < daySeconds / 4)
    return [];
  const nightly = atOneTimeOfDay(rises);
  // Whole days since one of them: midnight and noon split none in two.
  const days = new Set(nightly.map((at) => Math.round((at - (nightly[0] ?? 0)) / daySeconds)));
  const isNightly = days.size >= 3 && nightly.length >= rises.length * 0.9;
  const evidence = [
    quoteSeries(
      series,
      `restarts of ${container.name}`,
      'restarts so far',
      rises.slice(-4).map((at) => ({ at, value: String(series.points.find(([t]) => t === at)?.[1] ?? '') })),
    ),
  ];
  const { namespace, name } = container.pod.pod.metadata;
  const minute = isNightly ? timeOfDay(series.points, nightly, container) : '';
  const all = restartsIn(series.points);
  const apart = (last - first) / (restartsIn(series.points.filter(([at]) => at >= first)) || 1);
  if (!isNightly && apart < slowSeconds) return [];
  const why = isNightly
    ? 'Look for what runs at that time: a CronJob, a backup, a token that expires.'
    : 'See its exit code and last state: each run ends alike.';
  return [
    {
      id: isNightly ? 'nightly-restart' : 'slow-loop',
      container,
      headline: isNightly
        ? ['Container ', { code: container.name }, ' restarts each day ', { mark: `${minute} UTC` }]
        : [
            'Container ',
            { code: container.name },
            ' restarts about every ',
            { mark: `${Math.round(apart / 360) / 10} h` },
            ': too slowly for an alert',
          ],
      text: isNightly
        ? `${nightly.length} of ${rises.length} restarts fell within 20 minutes of each other, ${minute} UTC, on ${days.size} days.`
        : `It restarted ${all} times, the last ${lastOf(series.points, last, container)}.`,
      evidence,
      alert: { days: daysOfThree(apart) },
      remedies: [describePod({ namespace, pod: name }, why)],
    },
  ];
}
