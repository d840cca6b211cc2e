/** Unloop's own measurements in Prometheus' text format, prefix unloop_ (conventions §1). Labels are bounded: cluster, kind, verb, code, route pattern. */
import 'server-only';

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { KindState } from '../model/source';
import type { Watched } from './watched';

/** What is read when somebody asks for /metrics; nothing is kept twice. */
export interface MetricSources {
  /** Each becomes a value of the label `cluster`. */
  clusters(): readonly Watched[];
  openStreams(): number;
  openRecordings(): number;
}

/**
 * Where an unexpected exception is held, so that the rest goes on: a route; a rule; gathering or judging a workload; a listener of
 * the feed or of the picture; a read of a log or of curves.
 */
export type BugPlace = 'route' | 'rule' | 'judging' | 'listener' | 'reading';

export interface Metrics {
  diagnosed(seconds: number): void;
  answered(route: string, method: string, status: number): void;
  /** A bug that was isolated. */
  bug(where: BugPlace): void;
  render(): Promise<string>;
  contentType: string;
}

/** The text of /metrics in Prometheus' format; what `sources` hold is read when it is asked for. */
export function createMetrics(sources: MetricSources): Metrics {
  const registers = [new Registry()] as const;
  const [registry] = registers;
  collectDefaultMetrics({ register: registry, prefix: 'unloop_' });

  const diagnosis = new Histogram({
    name: 'unloop_diagnosis_seconds',
    help: 'Time of one diagnosis: gathering and judging one workload.',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1],
    registers: [...registers],
  });
  const answers = new Counter({
    name: 'unloop_http_responses_total',
    help: 'Answers of the HTTP API, by route pattern, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers: [...registers],
  });
  const bugs = new Counter({
    name: 'unloop_isolated_bugs_total',
    help: 'Unexpected exceptions that were isolated, by place.',
    labelNames: ['where'],
    registers: [...registers],
  });

  const gauge = (name: string, help: string, labelNames: string[], fill: (gauge: Gauge) => void): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [...registers],
      collect() {
        this.reset();
        fill(this);
      },
    });
  };
  const counter = (name: string, help: string, labelNames: string[], fill: (counter: Counter) => void): void => {
    new Counter({
      name,
      help,
      labelNames,
      registers: [...registers],
      collect() {
        this.reset();
        fill(this);
      },
    });
  };

  const each =
    <M>(fill: (metric: M, cluster: string, watched: Watched) => void) =>
    (metric: M): void => {
      for (const watched of sources.clusters()) fill(metric, watched.board.cluster().name, watched);
    };

  counter(
    'unloop_apiserver_requests_total',
    'Requests to the API server.',
    ['cluster', 'verb', 'code'],
    each((it, cluster, watched) => {
      for (const { verb, code, count } of watched.requests()) it.inc({ cluster, verb, code }, count);
    }),
  );
  counter(
    'unloop_watch_restarts_total',
    'Watches that were started again, by reason.',
    ['cluster', 'kind', 'reason'],
    each((it, cluster, watched) => {
      for (const { kind, reason, count } of watched.watchRestarts()) it.inc({ cluster, kind, reason }, count);
    }),
  );
  counter(
    'unloop_reader_events_total',
    'What readers did and met: lists, polls in the place of watches, comparisons (F32) and the differences they found (lost), streams that were cut, and what came malformed, twice (duplicates), of an unknown type (skipped) or could not be understood (poisons).',
    ['cluster', 'kind', 'event'],
    each((it, cluster, watched) => {
      for (const { kind, event, count } of watched.readerEvents()) it.inc({ cluster, kind, event }, count);
    }),
  );
  gauge(
    'unloop_kind_silence_seconds',
    'Seconds since the server last said anything about a kind.',
    ['cluster', 'kind'],
    each((it, cluster, { board }) => {
      const nowMs = Date.parse(board.now());
      for (const [kind, heardAt] of newestByKind(board.states())) it.set({ cluster, kind }, (nowMs - heardAt) / 1000);
    }),
  );
  gauge(
    'unloop_kind_live',
    '1 where all of a kind is read live.',
    ['cluster', 'kind'],
    each((it, cluster, { board }) => {
      for (const [kind, live] of liveByKind(board.states())) it.set({ cluster, kind }, live ? 1 : 0);
    }),
  );
  gauge(
    'unloop_picture_objects',
    'Objects in memory.',
    ['cluster', 'kind'],
    each((it, cluster, { board }) => {
      for (const [kind, objects] of objectsByKind(board.states())) it.set({ cluster, kind }, objects);
    }),
  );
  gauge(
    'unloop_workloads',
    'Workloads by status.',
    ['cluster', 'status'],
    each((it, cluster, { board }) => {
      for (const [status, count] of Object.entries(board.totals().byStatus)) it.set({ cluster, status }, count);
    }),
  );
  gauge(
    'unloop_log_reads_waiting',
    'Logs that wait to be read.',
    ['cluster'],
    each((it, cluster, { board }) => {
      it.set({ cluster }, board.logReadsWaiting());
    }),
  );
  gauge('unloop_open_streams', 'Browsers that listen to the live stream.', [], (it) => {
    it.set(sources.openStreams());
  });
  gauge('unloop_open_recordings', 'Recordings that are kept open.', [], (it) => {
    it.set(sources.openRecordings());
  });

  return {
    diagnosed: (seconds) => {
      diagnosis.observe(seconds);
    },
    answered: (route, method, status) => {
      answers.inc({ route, method, status: String(status) });
    },
    bug: (where) => {
      bugs.inc({ where });
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function newestByKind(states: readonly KindState[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { kind, heardAt } of states) {
    const at = heardAt === null ? Number.NaN : Date.parse(heardAt);
    if (at > (newest.get(kind) ?? 0)) newest.set(kind, at);
  }
  return newest;
}

function liveByKind(states: readonly KindState[]): Map<string, boolean> {
  const live = new Map<string, boolean>();
  for (const { kind, state } of states) {
    live.set(kind, (live.get(kind) ?? true) && (state === 'live' || state === 'frozen'));
  }
  return live;
}

/** Where the whole was refused after it was read, what is read by namespace since is a part of it: not counted twice. */
function objectsByKind(states: readonly KindState[]): Map<string, number> {
  const wide = new Map<string, number>();
  const inNamespaces = new Map<string, number>();
  for (const { kind, namespace, objects } of states) {
    const counts = namespace === null ? wide : inNamespaces;
    counts.set(kind, (counts.get(kind) ?? 0) + objects);
  }
  const all = new Set([...wide.keys(), ...inNamespaces.keys()]);
  return new Map([...all].map((kind) => [kind, Math.max(wide.get(kind) ?? 0, inNamespaces.get(kind) ?? 0)]));
}
