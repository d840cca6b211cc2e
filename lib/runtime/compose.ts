/** The composition root: makes every long-lived part once, wires them, starts them, and stops them in the right order. */
import 'server-only';

import { randomBytes } from 'node:crypto';
import { type Config, type Environment, loadConfig } from '../config/config';
import { diagnose } from '../engine/run';
import { createCleaner } from '../kubernetes/projection/clean';
import type { ApiClient } from '../kubernetes/api-client';
import type { ClusterSource } from '../kubernetes/cluster-source';
import { Problem } from '../model/problem';
import type { Source } from '../model/source';
import type { LiveEvent } from '../model/views';
import { cleanFileName } from '../recording/file-name';
import { createPrometheus } from '../prometheus/prometheus';
import { createRedactor, type Redactor } from '../redact/redactor';
import { createStore } from '../store/store';
import { type Board, createBoard } from './board';
import { choose } from './choose';
import { deferSource } from './deferred-source';
import { createDesk } from './desk';
import { createGatherer } from './gatherer';
import { createLiveHub } from './live-hub';
import { createMetrics, type Metrics } from './metrics';
import { createProxiedTransport } from './proxied-prometheus';
import type { Runtime, Upload } from './runtime';
import { createStreamGate } from './stream-gate';

/** Links that ended are deleted, and their audit trimmed, soon after the start (the first page comes first) and this often. */
const firstPurgeMs = 2000;
const purgeMs = 3600_000;
/** How long a graceful end waits for answers that are being made. */
const drainMs = 5000;

export function composeFromEnvironment(): Runtime {
  const config = loadConfig(process.env);
  for (const note of config.notes) console.warn(note);
  return compose(config, process.env);
}

const stackOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** A person's words for what was thrown while a source was opened. */
function inWords(thrown: unknown): string {
  if (!(thrown instanceof Problem)) return thrown instanceof Error ? thrown.message : String(thrown);
  return thrown.details.remedy === undefined ? thrown.detail : `${thrown.detail} ${thrown.details.remedy}`;
}

type ReadUpload = (
  upload: Upload,
  options: { asOf: string | undefined; redactionKey: string; redact: Redactor },
) => Promise<{ source: Source; bytes: number }>;

/** `readUpload`: another way to read than the worker, for tests (plain Node runs no TypeScript). */
export function compose(config: Config, env: Environment, readUpload: ReadUpload = readInWorker): Runtime {
  const redactionKey = randomBytes(32).toString('hex');
  const redact = createRedactor(redactionKey);
  const clean = createCleaner(redact);
  const live = createLiveHub();
  const streams = createStreamGate();
  const store = createStore(config, () => new Date().toISOString());
  let cluster: ClusterSource | null = null;
  let api: ApiClient | null = null;
  let draining = false;
  let running = 0;

  const makeBoard = (source: Source, watched?: { publish: (event: LiveEvent) => void }): Board =>
    createBoard({
      gatherer: createGatherer({
        source,
        redact,
        clusterId: () => (watched === undefined ? null : (cluster?.clusterId() ?? null)),
        prometheus:
          watched === undefined
            ? undefined
            : (services, nowSeconds) =>
                createPrometheus({
                  config: config.prometheus,
                  services,
                  proxied: (found) => (api === null ? null : createProxiedTransport(api, found)),
                  nowSeconds,
                }),
      }),
      judge: (snapshot) => {
        const judgement = diagnose(snapshot);
        for (const fault of judgement.faults) {
          metrics.bug('rule');
          console.error(`rule ${fault.rule} failed:`, redact(fault.message));
        }
        return judgement;
      },
      onBug: (error, key) => {
        metrics.bug('listener');
        console.error(`judging ${key ?? 'the board'} failed:`, redact(stackOf(error)));
      },
      onJudged: (seconds) => {
        metrics.diagnosed(seconds);
      },
      ...watched,
    });

  const chosen = choose({
    config,
    env,
    clean,
    onCluster: (source, client) => {
      api = client;
      cluster = source;
    },
  });
  const metrics: Metrics = createMetrics({
    states: () => main.states(),
    nowMs: () => Date.parse(main.now()),
    totals: () => main.totals(),
    openStreams: () => streams.open(),
    openRecordings: () => desk.opened(),
    logReads: () => ({ waiting: main.logReadsWaiting() }),
    requests: () => cluster?.requests() ?? [],
    watchRestarts: () => restartsOf(cluster),
  });
  const main = makeBoard(
    deferSource(chosen.info, chosen.opening, (thrown) => clean(inWords(thrown))),
    {
      publish: (event) => {
        live.publish(event);
      },
    },
  );
  const desk = createDesk({
    makeBoard: (source) => makeBoard(source),
    read: (upload, asOf) => readUpload(upload, { asOf, redactionKey, redact }),
  });

  const named = (upload: Upload): Upload => ({ ...upload, name: cleanFileName(upload.name, clean) });

  const purge = (): void => {
    void store.shares.purge().then((result) => {
      if (result.ok || draining) return;
      console.error(`Links cannot be made or opened: ${redact(result.failure.message)} Everything else goes on.`);
    });
  };
  const purges = [setTimeout(purge, firstPurgeMs), setInterval(purge, purgeMs)];
  for (const timer of purges) timer.unref();

  const quiet = async (): Promise<void> => {
    for (const end = performance.now() + drainMs; running > 0 && performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  return {
    config,
    redact,
    store,
    live,
    streams,
    metrics,
    board(id) {
      if (id === undefined) return main;
      const board = desk.board(id);
      if (board !== undefined) return board;
      throw new Problem('not-found', 'This recording is no longer open.', {
        field: 'source',
        remedy: 'Open the file again: a recording is kept for 30 minutes after the last look.',
      });
    },
    open: (upload) => desk.open(named(upload)),
    diagnose: (upload, options) => desk.diagnose(named(upload), options),
    requests: () => countByVerb(cluster),
    draining: () => draining,
    bug(where, thrown) {
      metrics.bug('route');
      console.error(`${where} failed:`, redact(stackOf(thrown)));
    },
    begin() {
      running += 1;
      let over = false;
      return () => {
        if (!over) running -= 1;
        over = true;
      };
    },
    async stop() {
      if (draining) return;
      draining = true;
      live.close();
      for (const timer of purges) clearTimeout(timer);
      await Promise.all([main.stop(), quiet()]);
      desk.close();
      await store.close();
    },
  };
}

/** Reads a stranger's file in a worker with a ceiling on its memory. */
const readInWorker: ReadUpload = async ({ name, body, contentType, signal }, { asOf, redactionKey }) => {
  const { openRecordingInWorker } = await import('../recording/parse-in-worker');
  const input = contentType === undefined ? { name, body } : { name, body, contentType };
  return openRecordingInWorker(input, { redactionKey, asOf, signal });
};

function countByVerb(cluster: ClusterSource | null): Record<string, number> {
  const byVerb: Record<string, number> = {};
  for (const { verb, count } of cluster?.requests() ?? []) byVerb[verb] = (byVerb[verb] ?? 0) + count;
  return byVerb;
}

function restartsOf(cluster: ClusterSource | null): { kind: string; reason: string; count: number }[] {
  return (cluster?.reports() ?? []).flatMap(({ kind, stats }) => [
    { kind, reason: 'any', count: stats.restarts },
    ...Object.entries(stats.relists).map(([reason, count]) => ({ kind, reason, count })),
  ]);
}
