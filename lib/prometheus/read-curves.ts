// Reads groups of curves for some pods: one request a group, and what could not be read in words.
import 'server-only';

import type { SeriesWindow } from '../model/metrics';
import type { MetricSeries, SnapshotFailure } from '../model/snapshot';
import type { PrometheusClient, Series } from './client';
import type { Inventory } from './inventory';
import { curvesOf, type Group, groupNames, together, unitOf } from './queries';
import { plain } from './plain';
import type { Curve, Grid } from './query-parts';
import type { LabelNames, Scope } from './scope';

/** A curve with the namespace of its pod; null where it is a node's. */
export interface PlacedSeries extends MetricSeries {
  namespace: string | null;
}

export interface Curves {
  series: PlacedSeries[];
  failures: SnapshotFailure[];
}

export interface ReadOptions {
  groups: readonly Group[];
  scope: Scope;
  /** Seconds since the epoch. */
  end: number;
  windowSeconds: number;
  /** One request for all groups over the same stretch of time: fewer requests, but what one query fails of fails all. */
  together?: boolean;
  signal: AbortSignal;
  /** Applied to every text that comes out of labels and failures. */
  redact: (text: string) => string;
}

export const windowSeconds: Record<SeriesWindow, number> = { '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800 };
const week = windowSeconds['7d'];
const mostPoints = 240;
const shortestStep = 15;
/** Restarts over a week: a thousand points are enough to see the minute of the night. */
const restartStep = 600;
const usualScrape = 30;

/** The steps for a window: at most 240, none shorter than a scrape. */
export function gridFor(window: number, scrapeSeconds: number | null): Grid {
  const scrape = scrapeSeconds ?? usualScrape;
  const step = Math.ceil(Math.max(shortestStep, scrape, window / mostPoints) / 15) * 15;
  return {
    step,
    rate: Math.max(60, 4 * scrape, step),
    fresh: Math.ceil(2.2 * scrape + 5),
    coarse: step > Math.max(60, 2 * scrape),
  };
}

/** Never throws: what fails is in `failures`, by the name of its group. */
export async function readCurves(
  client: PrometheusClient,
  inventory: Inventory,
  options: ReadOptions,
): Promise<Curves> {
  const shared = options.together === true ? options.groups.filter((group) => !ownStretch.includes(group)) : [];
  const apart = options.groups.filter((group) => !shared.includes(group)).map((group) => [group]);
  const bundles = shared.length === 0 ? apart : [shared, ...apart];
  const read = await Promise.all(bundles.map((bundle) => readGroups(client, inventory, bundle, options)));
  // Where the samples themselves were read, they stand in place of those at steps.
  const isRuns = (at: number): boolean => bundles[at]?.includes('runs') === true;
  const samples = new Set(read.flatMap(({ series }, at) => (isRuns(at) ? series.map(keyOf) : [])));
  const series = read.flatMap((some, at) =>
    isRuns(at) ? some.series : some.series.filter((one) => !samples.has(keyOf(one))),
  );
  return { series, failures: read.flatMap(({ failures }) => failures) };
}

const keyOf = ({ id, namespace, pod, container, detail }: PlacedSeries): string =>
  JSON.stringify([id, namespace, pod, container, detail]);

/** Groups that are not asked over the window: a week, or at one moment. */
const ownStretch: readonly Group[] = ['restarts', 'runs', 'week'];

/** Several groups in one request only where all are asked over the window. */
async function readGroups(
  client: PrometheusClient,
  inventory: Inventory,
  groups: readonly Group[],
  { scope, end, windowSeconds: asked, signal, redact }: ReadOptions,
): Promise<Curves> {
  const is = (group: Group): boolean => groups.includes(group);
  const window = is('restarts') ? week : asked;
  const grid = gridFor(window, inventory.scrapeSeconds);
  if (is('restarts')) Object.assign(grid, { step: restartStep, coarse: true });
  const curves = groups.flatMap((group) => curvesOf(group, { inventory, scope, grid }));
  const failures = groups.flatMap((group) => absent(inventory, group));
  if (curves.length === 0) return { series: [], failures };
  const range = { start: Math.floor((end - window) / grid.step) * grid.step, end, step: grid.step };
  const answer = is('runs')
    ? await client.query(curves.map(({ query }) => query).join(' or '), end, signal)
    : is('week')
      ? await client.query(together(curves), end, signal)
      : await client.queryRange(together(curves), range, signal);
  if (!answer.ok) {
    const failure = { ...answer.failure, message: redact(answer.failure.message) };
    return { series: [], failures: groups.map((group) => ({ what: groupNames[group], failure })) };
  }
  const [own] = curves;
  const series = is('runs') && own !== undefined ? runsOf(answer.value, own) : answer.value;
  return { series: place(series, curves, end, redact), failures };
}

/**
 * The samples of a container's cgroups as one series, in the order of time. A cgroup in which nothing runs any longer uses 0
 * bytes, which is no memory of a run; of several scrapes of the same cgroup, the one with most samples counts.
 */
function runsOf(answer: readonly Series[], curve: Curve): Series[] {
  const names: string[] = Object.values({ ...curve.labels });
  const cgroups = new Map<string, Series>();
  for (const { labels, points } of answer) {
    const key = JSON.stringify([...names, 'id', 'name'].map((name) => labels[name] ?? ''));
    const used = points.filter(([, value]) => value > 0);
    if (used.length > (cgroups.get(key)?.points.length ?? 0)) cgroups.set(key, { labels, points: used });
  }
  const containers = new Map<string, Series>();
  for (const { labels, points } of cgroups.values()) {
    const key = JSON.stringify(names.map((name) => labels[name] ?? ''));
    const before = containers.get(key)?.points ?? [];
    const all = [...before, ...points].sort((left, right) => left[0] - right[0]);
    containers.set(key, { labels: { ...labels, unloop: '0' }, points: all });
  }
  return [...containers.values()];
}

/** What a cluster with Prometheus usually has; that an application exports no HTTP metrics is no failure. */
function absent(inventory: Inventory, group: Group): SnapshotFailure[] {
  const missing =
    group === 'memory' && inventory.labels.cadvisor === null
      ? 'Prometheus has no container_memory_working_set_bytes: the kubelet’s /metrics/cadvisor is not scraped.'
      : group === 'probes' && inventory.labels.probes === null
        ? 'Prometheus has no prober_probe_total: the kubelet’s /metrics/probes is not scraped.'
        : null;
  return missing === null ? [] : [{ what: groupNames[group], failure: { code: 'absent', message: missing } }];
}

/** Series of an answer as curves. Where several queries answer the same curve, the first one stands. */
function place(
  answer: readonly Series[],
  curves: readonly Curve[],
  end: number,
  redact: (text: string) => string,
): PlacedSeries[] {
  const found = new Map<string, PlacedSeries>();
  const readyAt = new Map<string, number>();
  const inOrder = answer
    .map((series) => ({ series, at: Number(series.labels['unloop']) }))
    .sort((left, right) => left.at - right.at);
  for (const { series, at } of inOrder) {
    const curve = curves[at];
    if (curve === undefined || series.points.length === 0) continue;
    const one = placed(series, curve, redact);
    if (one === null) continue;
    const { points } = series;
    if (curve.id === 'ready-at') {
      // Its value is a time too: a pod that became ready after the moment that is asked about says nothing.
      const at = points[0]?.[1] ?? 0;
      if (at > 0 && at <= end) readyAt.set(`${one.namespace ?? ''}/${one.pod ?? ''}`, at);
      continue;
    }
    const key = JSON.stringify([curve.id, one.namespace, one.pod, one.container, one.detail]);
    if (!found.has(key)) found.set(key, { ...one, id: curve.id, unit: unitOf(curve.id), query: curve.query, points });
  }
  const all = [...found.values()];
  // The point stands at the time the pod became ready.
  for (const one of all) {
    const at = readyAt.get(`${one.namespace ?? ''}/${one.pod ?? ''}`);
    if (one.id === 'time-to-ready' && at !== undefined) one.points = one.points.map(([, value]) => [at, value]);
  }
  return all;
}

/** What the API server lets be a name of a pod, a node or a container. */
const nameShape = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

function placed(
  { labels }: Series,
  curve: Curve,
  redact: (text: string) => string,
): Pick<PlacedSeries, 'namespace' | 'pod' | 'container' | 'detail'> | null {
  if ('node' in curve.labels) {
    const node = labels[curve.labels.node] ?? '';
    return nameShape.test(node) ? { namespace: null, pod: null, container: null, detail: node } : null;
  }
  const { namespace, pod, container } = namesOf(labels, curve.labels);
  if (namespace === null || pod === null) return null;
  return { namespace, pod, container, detail: detailOf(labels, curve, redact) };
}

function namesOf(
  labels: Record<string, string>,
  names: LabelNames,
): Pick<PlacedSeries, 'namespace' | 'pod' | 'container'> {
  const valueOf = (name: string): string | null => {
    const value = labels[name] ?? '';
    return nameShape.test(value) ? value : null;
  };
  return { namespace: valueOf(names.namespace), pod: valueOf(names.pod), container: valueOf(names.container) };
}

/** Of a label that an application chose: bounded, without control characters, redacted. */
function detailOf(labels: Record<string, string>, { detail }: Curve, redact: (text: string) => string): string | null {
  if (detail === null) return null;
  if ('is' in detail) return detail.is;
  const text = plain(labels[detail.label] ?? '', 100);
  if (text === '') return null;
  return detail.label === 'probe_type' ? text.toLowerCase() : redact(text);
}
