/** The composition root: makes every long-lived part once, wires them, starts them, and stops them in the right order. */
import 'server-only';

import { randomBytes } from 'node:crypto';
import { type Config, type Environment, loadConfig } from '../config/config';
import { diagnose, type Judgement } from '../engine/run';
import { createCleaner } from '../kubernetes/projection/clean';
import { Problem } from '../model/problem';
import type { Source } from '../model/source';
import { cleanFileName } from '../recording/file-name';
import { withContext } from '../remedy/kubectl';
import { createRedactor, type Redactor } from '../redact/redactor';
import { createStore } from '../store/store';
import { type Board, createBoard } from './board';
import { choose, nameContexts } from './choose';
import { createDesk } from './desk';
import { createGatherer } from './gatherer';
import { type BugPlace, createMetrics, type Metrics } from './metrics';
import type { Runtime, Upload } from './runtime';
import { createStreamGate } from './stream-gate';
import { type OwnParts, createTeller, findCluster, prometheusOf, watchCluster, type Watched } from './watched';

/** Links that ended are deleted, and their audit trimmed, soon after the start (the first page comes first) and this often. */
const firstPurgeMs = 2000;
const purgeMs = 3600_000;
/** How long a graceful end waits for answers that are being made. */
const drainMs = 5000;

/** The runtime by the settings of the environment. Throws ConfigError with all that is wrong in them. */
export async function composeFromEnvironment(): Promise<Runtime> {
  const config = loadConfig(process.env);
  for (const note of config.notes) console.warn(note);
  return compose(await nameContexts(config, process.env), process.env);
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
  const streams = createStreamGate();
  const store = createStore(config, () => new Date().toISOString());
  let draining = false;
  let running = 0;

  /** Of every bug that was held: counted, and logged without what is secret. */
  const isolated = (where: BugPlace, what: string, error: unknown): void => {
    metrics.bug(where);
    console.error(`${what} failed:`, redact(stackOf(error)));
  };
  const chosen = choose({
    config,
    env,
    clean,
    onBug: (error) => {
      isolated('listener', 'a listener', error);
    },
  });
  const several = chosen.length > 1;

  const makeBoard = (source: Source, own?: OwnParts): Board =>
    createBoard({
      gatherer: createGatherer({
        source,
        redact,
        clusterId: own?.clusterId ?? (() => null),
        prometheus: own?.prometheus,
        onBug: (where, error) => {
          isolated(where, where === 'reading' ? 'a read' : 'a listener', error);
        },
      }),
      judge: (snapshot) => {
        const judgement = diagnose(snapshot);
        for (const fault of judgement.faults) {
          isolated('rule', `rule ${fault.rule}`, fault.message);
        }
        return several && own !== undefined ? inContext(judgement, snapshot.cluster.name) : judgement;
      },
      onBug: (error, key) => {
        isolated('judging', `judging ${key ?? 'the board'}`, error);
      },
      onJudged: (seconds) => {
        metrics.diagnosed(seconds);
      },
      ...(own && { publish: own.publish }),
    });

  const metrics: Metrics = createMetrics({
    clusters: () => clusters,
    openStreams: () => streams.open(),
    openRecordings: () => desk.opened(),
  });
  const onFreshness = createTeller(() => clusters);
  const clusters: Watched[] = chosen.map((one) =>
    watchCluster(one, {
      makeBoard,
      words: (thrown) => clean(inWords(thrown)),
      onFreshness,
      prometheus: prometheusOf(config.prometheus, chosen.length),
    }),
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
    streams,
    metrics,
    clusters,
    board({ source, cluster } = {}) {
      if (source === undefined) return findCluster(clusters, cluster).board;
      const board = desk.board(source);
      if (board !== undefined) return findCluster([{ board }], cluster).board;
      throw new Problem('not-found', 'This recording is no longer open.', {
        field: 'source',
        remedy: 'Open the file again: a recording is kept for 30 minutes after the last look.',
      });
    },
    open: (upload) => desk.open(named(upload)),
    diagnose: (upload, options) => desk.diagnose(named(upload), options),
    draining: () => draining,
    bug(where, thrown) {
      isolated('route', where, thrown);
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
      for (const { live } of clusters) live.close();
      for (const timer of purges) clearTimeout(timer);
      await Promise.all([...clusters.map(({ board }) => board.stop()), quiet()]);
      desk.close();
      await store.close();
    },
  };
}

/** With several clusters a command says which one it is for, whatever kubectl's current context is by then. */
function inContext(judgement: Judgement, context: string): Judgement {
  const named = (command: string | null): string | null => command && withContext(command, context);
  const remedies = judgement.diagnosis.remedies.map((remedy) => ({
    ...remedy,
    command: named(remedy.command),
    verify: named(remedy.verify),
    undo: named(remedy.undo),
  }));
  return { ...judgement, diagnosis: { ...judgement.diagnosis, remedies } };
}

/** Reads a stranger's file in a worker with a ceiling on its memory. */
const readInWorker: ReadUpload = async ({ name, body, contentType, signal }, { asOf, redactionKey }) => {
  const { openRecordingInWorker } = await import('../recording/parse-in-worker');
  const input = contentType === undefined ? { name, body } : { name, body, contentType };
  return openRecordingInWorker(input, { redactionKey, asOf, signal });
};
