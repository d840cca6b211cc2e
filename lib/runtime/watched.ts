/** One watched cluster (or the recording in its place) with all that is its own: source, picture, stream, Prometheus. */
import 'server-only';

import type { PrometheusConfig } from '../config/config';
import type { RequestCount } from '../kubernetes/http-facts';
import type { ReflectorStats } from '../kubernetes/reflector-stats';
import { Problem } from '../model/problem';
import type { Source } from '../model/source';
import { createPrometheus } from '../prometheus/prometheus';
import type { Board, BoardOptions } from './board';
import type { Chosen, Opened } from './choose';
import { deferSource } from './deferred-source';
import type { GathererOptions } from './gatherer';
import { createLiveHub, type LiveHub } from './live-hub';
import { createProxiedTransport } from './proxied-prometheus';

/** Of what a reader counts (ReflectorStats), what tells an operator that a server or a proxy misbehaves. */
const readerEvents = [
  'lists',
  'polls',
  'comparisons',
  'failedComparisons',
  'lost',
  'cutStreams',
  'malformed',
  'duplicates',
  'skipped',
  'poisons',
] as const satisfies (keyof ReflectorStats)[];
export type ReaderEvent = (typeof readerEvents)[number];

export interface Watched {
  readonly board: Board;
  readonly live: LiveHub;
  /** Requests to its API server since the start. */
  requests(): RequestCount[];
  /** How far its API server's clock is ahead of ours; 0 where that is not known. */
  skewMs(): number;
  watchRestarts(): { kind: string; reason: string; count: number }[];
  /** What its readers did and met, but for restarts. */
  readerEvents(): { kind: string; event: ReaderEvent; count: number }[];
}

/** What a board of a watched cluster has over one of an uploaded recording. */
export type OwnParts = Pick<GathererOptions, 'clusterId' | 'prometheus'> & Required<Pick<BoardOptions, 'publish'>>;

export interface WatchOptions {
  makeBoard: (source: Source, own: OwnParts) => Board;
  /** Turns what was thrown while it was opened into a sentence. */
  words: (thrown: unknown) => string;
  /** Its freshness is another. */
  onFreshness: () => void;
  /** Null: no Prometheus is asked for it. */
  prometheus: PrometheusConfig | null;
}

/** Wires one cluster together; it is opened when its board starts. */
export function watchCluster(
  { info, open }: Chosen,
  { makeBoard, words, onFreshness, prometheus }: WatchOptions,
): Watched {
  const live = createLiveHub();
  let opened: Opened | null = null;
  const source = deferSource(info, {
    open: async () => {
      opened = await open();
      return opened.source;
    },
    words,
  });
  const cluster = () => opened?.live?.source ?? null;
  const client = () => opened?.live?.client ?? null;
  const board = makeBoard(source, {
    clusterId: () => cluster()?.clusterId() ?? null,
    prometheus:
      prometheus === null
        ? undefined
        : (services, nowSeconds) =>
            createPrometheus({
              config: prometheus,
              services,
              proxied: (found) => {
                const through = client();
                return through === null ? null : createProxiedTransport(through, found);
              },
              nowSeconds,
            }),
    publish: (event) => {
      live.publish(event);
      if (event.event === 'freshness') onFreshness();
    },
  });
  return {
    board,
    live,
    requests: () => cluster()?.requests() ?? [],
    skewMs: () => cluster()?.skewMs() ?? 0,
    readerEvents: () =>
      (cluster()?.reports() ?? []).flatMap(({ kind, stats }) =>
        readerEvents.map((event) => ({ kind, event, count: stats[event] })),
      ),
    watchRestarts: () =>
      (cluster()?.reports() ?? []).flatMap(({ kind, stats }) =>
        restartsByReason(stats).map((one) => ({ kind, ...one })),
      ),
  };
}

/** Each restart under one reason, so that a sum over them counts none twice. `resumed`: went on where it was, without a list. */
export function restartsByReason({
  restarts,
  relists,
}: Pick<ReflectorStats, 'restarts' | 'relists'>): { reason: string; count: number }[] {
  // What a comparison found lost, or the feed did not take in, ends a stream that was well: no restart to the reader.
  const { lost: _lost, untold: _untold, ...listed } = relists;
  const resumed = Object.values(listed).reduce((left, count) => left - count, restarts);
  return [
    { reason: 'resumed', count: resumed },
    ...Object.entries(relists).map(([reason, count]) => ({ reason, count })),
  ];
}

interface Heard {
  board: Pick<Board, 'cluster' | 'freshness'>;
  live: Pick<LiveHub, 'publish'>;
}

/** Tells the readers of every cluster how all are heard, as soon as one of them is heard otherwise. */
export function createTeller(clusters: () => readonly Heard[]): () => void {
  let told = '';
  return () => {
    const data = clusters().map(({ board }) => ({ name: board.cluster().name, freshness: board.freshness() }));
    const states = JSON.stringify(data.map(({ name, freshness }) => [name, freshness.state]));
    if (data.length < 2 || states === told) return;
    told = states;
    for (const { live } of clusters()) live.publish({ event: 'clusters', data });
  };
}

/**
 * One address would mix the numbers of several clusters, and their Services have the same cluster IPs: then each is only
 * reached through its own API server, where the operator allows that.
 */
export function prometheusOf(config: PrometheusConfig, clusters: number): PrometheusConfig | null {
  if (clusters === 1) return config;
  return config.viaApiServer ? { ...config, url: null } : null;
}

/** The cluster of that name or id, else the first. Throws `not-found` with the names that there are. */
export function findCluster<T extends Pick<Watched, 'board'>>(clusters: readonly T[], asked: string | undefined): T {
  const found =
    asked === undefined
      ? clusters[0]
      : (clusters.find(({ board }) => board.cluster().name === asked) ??
        clusters.find(({ board }) => board.cluster().id === asked));
  if (found !== undefined) return found;
  const names = clusters.map(({ board }) => board.cluster().name).join(', ');
  throw new Problem('not-found', `This Unloop does not watch a cluster called ${asked ?? ''}.`, {
    field: 'cluster',
    remedy: `It watches ${names}.`,
  });
}
