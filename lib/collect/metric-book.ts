// Which curves are read, when, and what is kept of each: of workloads in trouble all at once, of those looked at each its own.
import 'server-only';

import type { Picture } from '../cluster/picture';
import { type MetricId, metricIds, type SeriesView, type SeriesWindow } from '../model/metrics';
import { Problem } from '../model/problem';
import type { MetricSeries, SnapshotFailure } from '../model/snapshot';
import { type WorkloadRef, workloadKey } from '../model/workload';
import type { Prometheus } from '../prometheus/prometheus';
import type { Group } from '../prometheus/queries';
import { gridFor, type Curves, type PlacedSeries, windowSeconds } from '../prometheus/read-curves';
import { scopeOf } from '../prometheus/scope';
import { defaultWait, type Wait } from './log-queue';
import { ownerByName } from './pod-owner';
import { isCalm, lastDeathMs, ranOut, statusesOf } from './pod-state';

/** What a diagnosis asks: with the two questions of what is there, eleven requests. A strip of the last hour draws the same. */
const pageGroups: readonly Group[] = [
  ...(['memory', 'cpu', 'probes', 'restarts', 'node', 'runtime', 'http'] as const),
  ...(['runs', 'week'] as const),
];
/** What a strip asks over any other window: in one request, the twelfth of a page. */
const stripGroups: readonly Group[] = ['memory', 'cpu', 'probes', 'node', 'runtime', 'http'];
/** Numbers of a week, which no strip draws; restarts over a week only that of a week does. */
const ofWeek: readonly MetricId[] = ['memory-peak', 'cpu-peak', 'time-to-ready'];
/** What the board asks: three requests for fifty workloads, seventeen at most, and three for the runs that memory ended. */
const boardGroups: readonly Group[] = ['memory', 'cpu', 'probes'];
const chunksWithRuns = 3;
const perChunk = 50;
const maxChunks = 5;
const perRound = perChunk * maxChunks;

const roundMs = 30_000;
const firstRoundMs = 2000;
/** As for logs: how long after somebody looked a workload is still followed. */
const lookMs = 300_000;
const maxLooked = 5;
/** While the newest read fails, what was read before it stands this long. */
const keepMs = 300_000;
const maxNodes = 20;
/** Of so many pods with restarts every sample is read; the newest ones. */
const maxRestarted = 10;

const notYet: SnapshotFailure = {
  what: 'memory history, CPU throttling, probe history',
  failure: {
    code: 'not-read-yet',
    message: `More than ${perRound} workloads are in trouble: the metrics of this one are read in one of the next rounds, or when its page is opened.`,
  },
};

export interface MetricsOfWorkload {
  metrics: MetricSeries[];
  failures: SnapshotFailure[];
  /** "metrics" while they are read for the first time. */
  pending: string[];
}

export interface MetricBook {
  /** Reads for the workloads in trouble, every 30 s. Returns how to stop. */
  follow(picture: Picture): () => void;
  /** Somebody opened the page of this workload. Resolves when its metrics are there, at the latest after `patienceMs`. */
  want(ref: WorkloadRef, patienceMs: number): Promise<void>;
  of(ref: WorkloadRef): MetricsOfWorkload;
  /** For the strip, for any window. Never throws. */
  series(ref: WorkloadRef, window: SeriesWindow): Promise<SeriesView>;
  /** Reads for the workloads in trouble now, without waiting for the next round. */
  readNow(): Promise<void>;
  /** How many were in trouble at the last round, and how many of them one round reads. */
  load(): { troubled: number; perRound: number };
  stop(): void;
}

export interface MetricBookOptions {
  prometheus: Prometheus;
  redact: (text: string) => string;
  /** ISO 8601, by the cluster's clock. */
  now: () => string;
  /** Called after each read, also one that failed, with the key of the workload. */
  onRead: (workloadKey: string) => void;
  /** A read threw where it should have answered with failures. */
  onBug?: (error: unknown) => void;
  /** Timers; setTimeout where it is left out. */
  wait?: Wait;
}

interface Entry {
  metrics: MetricSeries[];
  failures: SnapshotFailure[];
  /** Of the newest read, also where what was read before stands. */
  trouble: SnapshotFailure[];
  /** When it was read; failures do not count. */
  goodMs: number;
  atMs: number;
  page: boolean;
}

/** A book held in memory. */
export function createMetricBook(options: MetricBookOptions): MetricBook {
  return new MemoryMetricBook(options);
}

class MemoryMetricBook implements MetricBook {
  readonly #entries = new Map<string, Entry>();
  readonly #looked = new Map<string, { ref: WorkloadRef; atMs: number }>();
  readonly #reading = new Map<string, Promise<void>>();
  readonly #views = new Map<string, { atMs: number; view: Promise<SeriesView> }>();
  readonly #end = new AbortController();
  /** In trouble, and not read yet: there are more than one round reads. */
  #waiting = new Set<string>();
  #troubled = 0;
  #picture: Picture | null = null;
  #cancel: (() => void) | null = null;

  readonly #wait: Wait;

  constructor(private readonly options: MetricBookOptions) {
    this.#wait = options.wait ?? defaultWait;
  }

  follow(picture: Picture): () => void {
    this.#picture = picture;
    this.#next(firstRoundMs);
    return () => {
      this.#picture = null;
      this.#cancel?.();
    };
  }

  async want(ref: WorkloadRef, patienceMs: number): Promise<void> {
    if (this.#picture === null || !this.options.prometheus.there()) return;
    const key = workloadKey(ref);
    const nowMs = this.#nowMs();
    this.#looked.delete(key);
    this.#looked.set(key, { ref, atMs: nowMs });
    for (const old of [...this.#looked.keys()].slice(0, -maxLooked)) this.#looked.delete(old);
    const entry = this.#entries.get(key);
    if (entry?.page === true && nowMs - entry.atMs < roundMs) return;
    const reading = this.#readPage(key, ref);
    // What was read before is shown at once; the next judging has the newer.
    if (entry?.page === true || patienceMs <= 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#wait(patienceMs, resolve);
      void reading.finally(() => {
        cancel();
        resolve();
      });
    });
  }

  of(ref: WorkloadRef): MetricsOfWorkload {
    const key = workloadKey(ref);
    const entry = this.#entries.get(key);
    const pending = this.#reading.has(key) && entry?.page !== true ? ['metrics'] : [];
    const failures = entry?.failures ?? (this.#waiting.has(key) && pending.length === 0 ? [notYet] : []);
    return { metrics: entry?.metrics ?? [], failures, pending };
  }

  series(ref: WorkloadRef, window: SeriesWindow): Promise<SeriesView> {
    const key = `${workloadKey(ref)} ${window}`;
    const nowMs = this.#nowMs();
    for (const [old, { atMs }] of this.#views) if (nowMs - atMs >= roundMs) this.#views.delete(old);
    const known = this.#views.get(key);
    if (known !== undefined) return known.view;
    const view = this.#readView(ref, window);
    this.#views.set(key, { atMs: nowMs, view });
    return view;
  }

  readNow(): Promise<void> {
    return this.#round();
  }

  load(): { troubled: number; perRound: number } {
    return { troubled: this.#troubled, perRound };
  }

  stop(): void {
    this.#cancel?.();
    this.#end.abort();
    this.#picture = null;
  }

  #nowMs(): number {
    return Date.parse(this.options.now());
  }

  #next(ms: number): void {
    this.#cancel = this.#wait(ms, () => {
      void this.#round().finally(() => {
        if (this.#picture !== null) this.#next(roundMs);
      });
    });
  }

  async #round(): Promise<void> {
    const picture = this.#picture;
    if (picture === null || !this.options.prometheus.there()) return;
    const nowMs = this.#nowMs();
    for (const [key, { atMs }] of this.#looked) if (nowMs - atMs > lookMs) this.#looked.delete(key);
    const troubled = picture.workloads().filter((ref) => picture.pods(ref).some((pod) => !isCalm(pod, nowMs)));
    const kept = new Set([...this.#looked.keys(), ...troubled.map(workloadKey)]);
    for (const key of this.#entries.keys()) if (!kept.has(key)) this.#entries.delete(key);
    const others = troubled.filter((ref) => !this.#looked.has(workloadKey(ref)));
    this.#troubled = troubled.length;
    // Those whose numbers are oldest first, so that each has its turn where one round does not read all.
    const age = (ref: WorkloadRef): number => this.#entries.get(workloadKey(ref))?.atMs ?? 0;
    const turn = others.toSorted((left, right) => age(left) - age(right)).slice(0, perRound);
    this.#queue(others, turn);
    for (let at = 0; at < turn.length; at += perChunk) {
      const groups = at < chunksWithRuns * perChunk ? [...boardGroups, 'runs' as const] : boardGroups;
      await this.#readBoard(turn.slice(at, at + perChunk), groups);
    }
    await Promise.all([...this.#looked].map(([key, { ref }]) => this.#readPage(key, ref)));
  }

  /** Says of those that have no numbers and no turn yet why that is so. */
  #queue(others: readonly WorkloadRef[], turn: readonly WorkloadRef[]): void {
    const now = new Set(turn.map(workloadKey));
    const keys = others.map(workloadKey).filter((key) => !now.has(key) && !this.#entries.has(key));
    const before = this.#waiting;
    this.#waiting = new Set(keys);
    for (const key of keys) if (!before.has(key)) this.options.onRead(key);
  }

  #readPage(key: string, ref: WorkloadRef): Promise<void> {
    const running = this.#reading.get(key);
    if (running !== undefined) return running;
    const reading = this.#read([ref], { groups: pageGroups, window: '1h' })
      .finally(() => this.#reading.delete(key))
      .then(({ series, failures }) => {
        this.#keep(key, series, failures, true);
      });
    this.#reading.set(key, reading);
    return reading;
  }

  async #readBoard(refs: readonly WorkloadRef[], groups: readonly Group[]): Promise<void> {
    const { series, failures } = await this.#read(refs, { groups, window: '1h' });
    const own = new Map<string, PlacedSeries[]>(refs.map((ref) => [workloadKey(ref), []]));
    const ownerOf = this.#owners(refs);
    for (const one of series) own.get(ownerOf(one) ?? '')?.push(one);
    for (const [key, some] of own) this.#keep(key, some, failures, false);
  }

  #keep(key: string, series: PlacedSeries[], failures: SnapshotFailure[], page: boolean): void {
    if (this.#end.signal.aborted) return;
    const nowMs = this.#nowMs();
    const before = this.#entries.get(key);
    const stands = failures.some(({ failure }) => failure.code !== 'absent');
    if (stands && before !== undefined && before.metrics.length > 0 && nowMs - before.goodMs < keepMs) {
      this.#entries.set(key, { ...before, trouble: failures, atMs: nowMs });
    } else {
      const metrics = series.map((one) => this.#asMetric(one));
      // What was shown of a Prometheus that failed is not shown any longer once it answers.
      if (page && before !== undefined && before.metrics.length === 0 && metrics.length > 0) this.#forgetViews(key);
      this.#entries.set(key, { metrics, failures, trouble: failures, goodMs: nowMs, atMs: nowMs, page });
    }
    this.options.onRead(key);
  }

  #forgetViews(key: string): void {
    for (const view of this.#views.keys()) if (view.startsWith(`${key} `)) this.#views.delete(view);
  }

  async #read(
    refs: readonly WorkloadRef[],
    { groups, window, together }: { groups: readonly Group[]; window: SeriesWindow; together?: true },
  ): Promise<Curves> {
    const picture = this.#picture;
    if (picture === null) return { series: [], failures: [] };
    const nodes = new Set<string>();
    const restarted = refs
      .flatMap((ref) => picture.pods(ref))
      .filter((pod) => statusesOf(pod).some((status) => (refs.length === 1 ? status.restartCount > 0 : ranOut(status))))
      .sort((left, right) => lastDeathMs(right) - lastDeathMs(left))
      .slice(0, maxRestarted)
      .map(({ metadata }) => metadata.name);
    const workloads = refs.map((ref) => {
      const pods = [...picture.pods(ref), ...picture.deletedPods(ref).map(({ pod }) => pod)];
      for (const { spec } of pods) if (spec.nodeName !== null && nodes.size < maxNodes) nodes.add(spec.nodeName);
      return { ref, pods: pods.map(({ metadata }) => metadata.name) };
    });
    const asked = this.options.prometheus.read({
      groups,
      scope: scopeOf(workloads, [...nodes], restarted),
      end: Math.floor(this.#nowMs() / 1000),
      windowSeconds: windowSeconds[window],
      together: together === true,
      signal: this.#end.signal,
      redact: this.options.redact,
    });
    const read = await asked.catch((error: unknown): Curves => {
      // A read answers with failures and never throws; should one, the rounds must go on.
      if (!this.#end.signal.aborted && !(error instanceof Problem)) this.options.onBug?.(error);
      const name = error instanceof Error ? error.name : 'unknown error';
      const failure = { code: 'failed' as const, message: `Reading metrics failed (${name}).` };
      return { series: [], failures: [{ what: 'memory history', failure }] };
    });
    // A pattern of names may fit the pods of a neighbour: "cart" those of "cart-api".
    const keys = new Set(refs.map(workloadKey));
    const ownerOf = this.#owners(refs);
    const series = read.series.filter((one) => one.pod === null || keys.has(ownerOf(one) ?? ''));
    return { series, failures: read.failures };
  }

  /** Tells of each series the key of the workload: by the picture; of a pod that is long gone, by its name. */
  #owners(refs: readonly WorkloadRef[]): (series: PlacedSeries) => string | null {
    const picture = this.#picture;
    // A pod has a dozen series, and each is asked about.
    const known = new Map<string, string | null>();
    return ({ namespace, pod }) => {
      if (picture === null || namespace === null || pod === null) return null;
      const place = `${namespace}/${pod}`;
      let key = known.get(place);
      if (key === undefined) {
        const owner = picture.workloadOfPod(namespace, pod) ?? ownerByName(picture, namespace, pod, refs);
        key = owner === null ? null : workloadKey(owner);
        known.set(place, key);
      }
      return key;
    };
  }

  /** Where an application's metrics do not name the container, the pod's first one is meant. */
  #asMetric({ namespace, ...series }: PlacedSeries): MetricSeries {
    if (series.container !== null || namespace === null || series.pod === null) return series;
    if (metricIds[series.id].of !== 'container') return series;
    const pod = this.#picture?.pod(namespace, series.pod);
    return { ...series, container: pod?.spec.containers[0]?.name ?? null };
  }

  async #readView(ref: WorkloadRef, window: SeriesWindow): Promise<SeriesView> {
    const asOf = this.options.now();
    const end = Date.parse(asOf);
    const base = {
      asOf,
      window,
      from: new Date(end - windowSeconds[window] * 1000).toISOString(),
      stepSeconds: gridFor(windowSeconds[window], this.options.prometheus.view().scrapeSeconds).step,
    };
    if (!this.options.prometheus.there()) {
      return { ...base, curves: [], missing: [{ what: 'metrics', why: 'Prometheus is not configured.' }] };
    }
    const key = workloadKey(ref);
    const known = this.#entries.get(key);
    const page = known?.page === true && this.#nowMs() - known.atMs < roundMs ? null : this.#readPage(key, ref);
    const hour = window === '1h';
    const [own] = await Promise.all([
      hour ? null : this.#read([ref], { groups: stripGroups, window, together: true }),
      hour || window === '7d' ? page : null,
    ]);
    const entry = this.#entries.get(key);
    const read = (entry?.metrics ?? []).filter(({ id }) => !ofWeek.includes(id));
    const curves = own?.series.map((one) => this.#asMetric(one)) ?? read.filter(({ id }) => id !== 'restarts');
    const restarts = window === '7d' ? read.filter(({ id }) => id === 'restarts') : [];
    const missing = (own?.failures ?? entry?.trouble ?? []).map(({ what, failure }) => ({
      what,
      why: failure.message,
    }));
    return { ...base, curves: [...curves, ...restarts], missing };
  }
}
