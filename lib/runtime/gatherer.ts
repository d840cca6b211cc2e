/** Puts a source, its picture and its log book together: objects and logs in, snapshots out. */
import 'server-only';

import { createPicture } from '../cluster/picture';
import { type SnapshotInputs, collectSnapshot } from '../collect/collect-snapshot';
import { createLogBook } from '../collect/log-book';
import { createMetricBook, type MetricBook } from '../collect/metric-book';
import { digestLog } from '../engine/signatures/digest-log';
import type { PoisonObject, Service } from '../model/kubernetes';
import type { SeriesView, SeriesWindow } from '../model/metrics';
import type { PrometheusView } from '../model/views';
import type { ClusterRef, Snapshot } from '../model/snapshot';
import type { KindState, Source } from '../model/source';
import { type WorkloadRef, workloadKey } from '../model/workload';
import type { Prometheus } from '../prometheus/prometheus';
import type { Redactor } from '../redact/redactor';
import { breathe, inSlices } from './slices';

export interface Gatherer {
  readonly source: Source;
  /** Starts the source. `onState` is called after each change of a kind's state. */
  start(onState: () => void): void;
  stop(): Promise<void>;
  /** Keys of workloads whose snapshot may have changed, by an object or by a log. */
  onChange(listener: (keys: Iterable<string>) => void): () => void;
  keys(): Iterable<string>;
  workload(key: string): WorkloadRef | null;
  snapshot(ref: WorkloadRef, cluster: ClusterRef, now: string): Snapshot | null;
  /** Of a workload that is gone, as long as a pod of it is remembered; null otherwise. */
  remains(ref: WorkloadRef, cluster: ClusterRef, now: string): Snapshot | null;
  /**
   * Somebody opened the page of this workload: the logs of its running containers may be read too (design §9), and its
   * metrics. Resolves when the metrics are there, at the latest after `patienceMs`.
   */
  look(ref: WorkloadRef, patienceMs: number): Promise<void>;
  /** Null where there is no live cluster, and so no Prometheus. */
  series(ref: WorkloadRef, window: SeriesWindow): Promise<SeriesView> | null;
  prometheus(): PrometheusView | null;
  /** Reads the metrics of what is in trouble now. Resolves when they are there; at once where there is no Prometheus. */
  readMetrics(): Promise<void>;
  workloadOfPod(namespace: string, pod: string): WorkloadRef | null;
  /** With their times on the server's clock, as "now" is (F46). */
  states(): KindState[];
  /** Names of the namespaces that are known. */
  namespaces(): string[];
  /** Objects that are there and could not be understood. */
  poisons(): PoisonObject[];
  /** uid of kube-system; empty where it is not known. */
  clusterId(): string;
  logsWaiting(): number;
  logsIdle(): Promise<void>;
}

export interface GathererOptions {
  source: Source;
  redact: Redactor;
  /** What the source itself knows of the cluster's id; null where it does not. */
  clusterId: () => string | null;
  /** What a listener of the picture or a read threw, held there so that the rest goes on. */
  onBug?: ((where: 'listener' | 'reading', error: unknown) => void) | undefined;
  /** Makes what reads Prometheus, for the Services of this picture; absent for recordings. */
  prometheus?: ((services: () => Iterable<Service>, nowSeconds: () => number) => Prometheus) | undefined;
}

/** Events and deleted pods are forgotten after their hour; looked at this often. */
const sweepMs = 60_000;

/** Wires a source with its picture, its log book and its metrics. Nothing is read before `start`. */
export function createGatherer({
  source,
  redact,
  clusterId,
  onBug,
  prometheus: makePrometheus,
}: GathererOptions): Gatherer {
  const live = source.info.kind === 'cluster';
  const now = (): string => source.info.recordedAt ?? new Date(Date.now() + source.skewMs()).toISOString();
  const picture = createPicture({ now, keepsEvents: !live, onBug: (error) => onBug?.('listener', error) });
  const onReadBug = (error: unknown): void => onBug?.('reading', error);
  const listeners = new Set<(keys: Iterable<string>) => void>();
  const tell = (keys: Iterable<string>): void => {
    for (const listener of listeners) listener(keys);
  };
  const logs = createLogBook({
    source: live ? source : breathing(source),
    digest: digestLog,
    redact,
    now,
    onRead: (key) => {
      tell([key]);
    },
    onBug: onReadBug,
    all: !live,
  });
  const prometheus =
    live && makePrometheus
      ? makePrometheus(
          () => picture.services(),
          () => Date.parse(now()) / 1000,
        )
      : null;
  const metrics: MetricBook | null =
    prometheus &&
    createMetricBook({
      prometheus,
      redact,
      now,
      onRead: (key) => {
        tell([key]);
      },
      onBug: onReadBug,
    });
  // A placeholder that was taken back says nothing about any kind (deferred-source).
  const states = (): KindState[] =>
    picture
      .states()
      .filter((state) => state.state !== 'absent' || state.failure !== null)
      .map((state) => onServersClock(state, source.skewMs()));
  const inputs = (cluster: ClusterRef, at: string): SnapshotInputs => ({
    cluster,
    now: at,
    logs,
    metrics: metrics ?? undefined,
    // Put together anew each time, and most snapshots do without.
    get capabilities() {
      return source.capabilities();
    },
    states: states(),
  });
  const unfollow = [
    picture.onChange(tell),
    logs.follow(picture),
    ...(metrics === null ? [] : [metrics.follow(picture)]),
  ];
  const sweeper = setInterval(() => {
    picture.sweep();
    logs.sweep();
  }, sweepMs);
  sweeper.unref();

  return {
    source,
    start(onState) {
      source.start({
        replace: (kind, namespace, objects, isRestored) => {
          picture.replace(kind, namespace, objects, isRestored);
        },
        replaceInSlices: (kind, namespace, objects, isRestored) =>
          inSlices(picture.replacing(kind, namespace, objects, isRestored), () => undefined),
        upsert: (kind, object) => {
          picture.upsert(kind, object);
        },
        remove: (kind, object) => {
          picture.remove(kind, object);
        },
        state: (state) => {
          picture.state(state);
          onState();
        },
      });
    },
    async stop() {
      clearInterval(sweeper);
      for (const end of unfollow) end();
      logs.stop();
      metrics?.stop();
      prometheus?.close();
      await source.stop();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    keys: () => picture.workloads().map(workloadKey),
    workload(key) {
      const ref = refOf(key);
      // Of a workload that is gone the picture still knows how its pods ended; on the board it is gone.
      return picture.exists(ref) ? ref : null;
    },
    snapshot: (ref, cluster, at) => collectSnapshot(picture, ref, inputs(cluster, at)),
    remains: (ref, cluster, at) => collectSnapshot(picture, ref, { ...inputs(cluster, at), evenIfGone: true }),
    async look(ref, patienceMs) {
      logs.want(ref);
      await metrics?.want(ref, patienceMs);
    },
    series: (ref, window) => metrics?.series(ref, window) ?? null,
    prometheus: () => (prometheus && metrics && withLoad(prometheus.view(), metrics.load())) ?? null,
    readMetrics: () => metrics?.readNow() ?? Promise.resolve(),
    workloadOfPod: (namespace, pod) => picture.workloadOfPod(namespace, pod),
    states,
    namespaces: () => picture.namespaces(),
    poisons: () => picture.poisons(),
    clusterId: () => clusterId() ?? picture.clusterId(),
    logsWaiting: () => logs.waiting(),
    logsIdle: () => logs.idle(),
  };
}

/**
 * A source notes by our clock when it heard something, as it may not know yet how far the server's is ahead. Said beside a
 * "now" by the server's, "heard 4 s ago" would be minutes or in the future.
 */
function onServersClock(state: KindState, skewMs: number): KindState {
  if (skewMs === 0) return state;
  const { since, heardAt, nextAttemptAt } = state;
  const move = (at: string): string => new Date(Date.parse(at) + skewMs).toISOString();
  return {
    ...state,
    since: move(since),
    heardAt: heardAt === null ? null : move(heardAt),
    nextAttemptAt: nextAttemptAt === null ? null : move(nextAttemptAt),
  };
}

/** Says where one round does not read the metrics of all that is in trouble. */
function withLoad(view: PrometheusView, { troubled, perRound }: ReturnType<MetricBook['load']>): PrometheusView {
  if (troubled <= perRound || view.state === 'none') return view;
  const late = {
    what: `the newest metrics of all ${troubled} workloads in trouble`,
    why: `A round of 30 s reads ${perRound} of them, the oldest numbers first. An open page is read in each round.`,
    unknowable: `what changed within the last ${Math.ceil(troubled / perRound) * 30} s`,
  };
  return { ...view, missing: [...view.missing, late] };
}

/** No part of a workload's key holds a slash. */
function refOf(key: string): WorkloadRef {
  const [namespace = '', kind = '', name = ''] = key.split('/');
  return { namespace, kind, name };
}

/** A recording answers from memory, so that a thousand logs would be digested in one breath of the event loop. */
function breathing(source: Source): Source {
  return {
    get info() {
      return source.info;
    },
    start: (feed) => {
      source.start(feed);
    },
    stop: () => source.stop(),
    capabilities: () => source.capabilities(),
    skewMs: () => source.skewMs(),
    async logs(request, signal) {
      await breathe();
      return source.logs(request, signal);
    },
  };
}
