/** One look at a recording or a cluster, for the command line: opened, judged when everything is read, closed again. */
import 'server-only';

import { randomBytes } from 'node:crypto';
import { type Config, ConfigError, type Environment, loadLookConfig } from '../config/config';
import { diagnose } from '../engine/run';
import { plural } from '../format/count';
import { type Clean, createCleaner } from '../kubernetes/projection/clean';
import type { ClusterSource } from '../kubernetes/cluster-source';
import type { Diagnosis } from '../model/diagnosis';
import { Problem } from '../model/problem';
import type { Source } from '../model/source';
import type { Freshness, Totals } from '../model/views';
import { type WorkloadRef, workloadKey } from '../model/workload';
import { createPrometheus } from '../prometheus/prometheus';
import { createRedactor, type Redactor } from '../redact/redactor';
import { type Board, createBoard } from './board';
import { answerOf } from './desk';
import { createGatherer, type GathererOptions } from './gatherer';
import type { Upload } from './runtime';

export interface Look {
  asOf: string;
  items: Diagnosis[];
  totals: Totals;
  /** Where was looked; empty: everywhere. */
  namespaces: readonly string[];
  /** What could not be read or judged, in words. */
  missing: string[];
  /** That nothing is broken cannot be told: see `Board.blind`. */
  blind: boolean;
}

export interface LookOptions {
  all: boolean;
  /** Only these; empty: all. */
  namespaces: readonly string[];
  /** Only this one, healthy or not; a pod stands for its workload. */
  workload?: { kind: string; name: string } | undefined;
}

/** How long a cluster may take until everything is read once, logs included. What is not read by then, the answer names. */
const longestMs = 90_000;
/** What a look asks for at the end, as the log of a running container, may come this late. */
const afterwardsMs = 5_000;
/** Two questions of what is there, then the curves: each has its own limit of 5 s. */
const metricsPatienceMs = 20_000;

function cleaning(): { redact: Redactor; clean: Clean } {
  const redact = createRedactor(randomBytes(32).toString('hex'));
  return { redact, clean: createCleaner(redact) };
}

/** Throws `Problem` as `openRecording` does. */
export async function lookAtRecording(
  input: { path: string } | Upload,
  options: LookOptions & { asOf?: string | undefined },
): Promise<Look> {
  const { redact, clean } = cleaning();
  const { openRecording } = await import('../recording/open-recording');
  const { asOf, ...rest } = options;
  const { source } = await openRecording('path' in input ? input : { name: input.name, body: input.body }, {
    clean,
    asOf,
  });
  return look(source, redact, () => null, rest);
}

export interface ClusterOptions {
  kubeconfig?: string | undefined;
  context?: string | undefined;
  env: Environment;
  /** Left out: as long as a person waits. */
  patienceMs?: number;
}

interface Connected {
  source: ClusterSource;
  /** Those that are read; empty: all. */
  namespaces: string[];
  config: Config;
}

/** As for the server: an option puts aside every source that the settings name, and of several contexts the first is meant. */
function settingsOf({ kubeconfig, context, env }: ClusterOptions) {
  const config = refusing(() =>
    loadLookConfig(env, {
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(context !== undefined && { contexts: context }),
    }),
  );
  const [first] = config.contexts;
  return {
    config,
    kubeconfig: kubeconfig ?? config.kubeconfig ?? undefined,
    context: context ?? (first === '*' ? undefined : first),
    env,
  };
}

/** Throws `Problem` for a bad setting: whoever typed the command can mend it. */
function refusing(load: () => Config): Config {
  try {
    return load();
  } catch (thrown) {
    throw thrown instanceof ConfigError ? new Problem('unprocessable', thrown.message) : thrown;
  }
}

/**
 * The cluster that the options name, else the settings, else kubectl's. `namespaces` gets the context's own and those of the settings.
 * Throws `Problem` where there is none, or a setting cannot be used.
 */
export async function connect(
  options: ClusterOptions,
  namespaces: (own: string, set: string[]) => string[],
  clean: Clean,
): Promise<Connected> {
  const { config, ...named } = settingsOf(options);
  const [{ findConnection }, { createClusterSource }] = await Promise.all([
    import('../kubernetes/connection'),
    import('../kubernetes/cluster-source'),
  ]);
  const connection = await findConnection(named);
  if (connection === null) {
    throw new Problem('unprocessable', 'There is no cluster to look at: no kubeconfig was named or found.', {
      remedy: 'Name one with --kubeconfig or KUBECONFIG.',
    });
  }
  const { readSecretMetadata, streamedLists } = config;
  const read = namespaces(connection.namespace ?? 'default', config.namespaces);
  const source = createClusterSource({
    client: connection.client,
    contextName: connection.contextName,
    contextNamespace: connection.namespace,
    namespaces: read,
    readSecretMetadata,
    streamedLists,
    clean,
    onBug: (error) => {
      console.error(
        'a listener failed:',
        clean(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      );
    },
  });
  return { source, namespaces: read, config };
}

/** `namespaces` empty: all; null: those of the settings, else the one of the context. Throws as `connect`, and where it cannot be read. */
export async function lookAtCluster({
  namespaces: named,
  all,
  workload,
  patienceMs = longestMs,
  ...connection
}: ClusterOptions & Omit<LookOptions, 'namespaces'> & { namespaces: string[] | null }): Promise<Look> {
  const { redact, clean } = cleaning();
  const { source, namespaces, config } = await connect(
    connection,
    (own, set) => named ?? (set.length > 0 ? set : [own]),
    clean,
  );
  // Only one that is named: the Services of a cluster seldom answer where a command line runs.
  const prometheus: GathererOptions['prometheus'] =
    config.prometheus.url === null
      ? undefined
      : (services, nowSeconds) =>
          createPrometheus({ config: config.prometheus, services, proxied: () => null, nowSeconds });
  return look(source, redact, () => source.clusterId(), { all, workload, namespaces, patienceMs }, prometheus);
}

async function look(
  source: Source,
  redact: Redactor,
  clusterId: () => string | null,
  // A recording ends by itself.
  { all, namespaces, workload, patienceMs = Infinity }: LookOptions & { patienceMs?: number },
  prometheus?: GathererOptions['prometheus'],
): Promise<Look> {
  const held = (what: string, error: unknown): void => {
    console.error(`${what} failed:`, redact(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  };
  const gatherer = createGatherer({
    source,
    redact,
    clusterId,
    prometheus,
    onBug: (where, error) => {
      held(where === 'reading' ? 'a read' : 'a listener', error);
    },
  });
  const board = createBoard({
    gatherer,
    judge: (snapshot) => {
      const judgement = diagnose(snapshot);
      for (const fault of judgement.faults) held(`rule ${fault.rule}`, fault.message);
      return judgement;
    },
    onBug: (error, key) => {
      held(`judging ${key ?? 'the board'}`, error);
    },
  });
  try {
    const endAt = performance.now() + patienceMs;
    await readAll(board, endAt);
    const isSettled = await settledBy(board, endAt);
    const isWanted = ({ namespace }: WorkloadRef): boolean => namespaces.length === 0 || namespaces.includes(namespace);
    const ref = workload === undefined ? undefined : findNamed(board, workload, namespaces, isWanted);
    if (ref === undefined) await gatherer.readMetrics();
    else await board.look(ref, metricsPatienceMs);
    // What was read marks its workloads to be judged anew. A look at a running container asks for its log: what it says belongs to
    // the answer.
    if (isSettled) await settledBy(board, Math.max(endAt, performance.now() + afterwardsMs));
    const unread = unreadLogs(board.logReadsWaiting(), patienceMs);
    const isMeant = (of: WorkloadRef): boolean =>
      ref === undefined ? isWanted(of) : workloadKey(of) === workloadKey(ref);
    const answer = await answerOf(board, all || ref !== undefined, isMeant);
    return { ...answer, missing: [...answer.missing, ...unread], namespaces, blind: board.blind() };
  } finally {
    await board.stop();
  }
}

/** Resolves when all objects were read and judged. Throws `not-ready` with the reason where that cannot be. */
async function readAll(board: Board, endAt: number): Promise<void> {
  while (!board.ready()) {
    const fresh = board.freshness();
    if (performance.now() > endAt || isFinal(fresh)) {
      const { name, location } = board.source;
      throw new Problem('not-ready', `${location} (${name}): ${fresh.why ?? 'It was not read in time.'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * A person who waits is told: what is refused, for credentials were renewed once by then (F19), or what failed again after the
 * reader's own first tries, for a start in the moment of a restart is no failure.
 */
export function isFinal({ state, attempts, failure }: Freshness): boolean {
  return state === 'failed' && (attempts === 0 || attempts >= 3 || failure?.code === 'denied');
}

/** False where a log is still awaited at `endAt`: of a server that is busy for good, one may be for ever (F16). */
async function settledBy(board: Board, endAt: number): Promise<boolean> {
  const settled = board.settled().then(() => true);
  if (endAt === Infinity) return settled;
  let late: NodeJS.Timeout | undefined;
  const patience = new Promise<boolean>((resolve) => {
    late = setTimeout(() => resolve(false), Math.max(0, endAt - performance.now()));
  });
  const isSettled = await Promise.race([settled, patience]);
  clearTimeout(late);
  return isSettled;
}

function unreadLogs(count: number, patienceMs: number): string[] {
  if (count === 0) return [];
  return [`${plural(count, 'log')}: ${patienceMs / 1000} s were not enough, so the diagnoses do without`];
}

/** By its own name, or by that of one of its pods. Throws `not-found`, and `unprocessable` where several have the name. */
function findNamed(
  board: Board,
  { kind, name }: { kind: string; name: string },
  namespaces: readonly string[],
  isWanted: (ref: WorkloadRef) => boolean,
): WorkloadRef {
  const refs = [...board.rows()].map(({ workload }) => workload).filter(isWanted);
  const own = refs.filter((ref) => ref.kind.toLowerCase() === kind.toLowerCase() && ref.name === name);
  const places = [...new Set(refs.map(({ namespace }) => namespace))];
  const ofPod = () => places.flatMap((namespace) => board.workloadOfPod(namespace, name) ?? []);
  const found = own.length === 0 && kind === 'Pod' ? ofPod() : own;
  const [one, ...more] = found;
  if (one === undefined) {
    const looked = namespaces.length > 0 ? namespaces : places;
    const detail = `There is no ${kind} ${name} in ${looked.join(', ') || 'what was read'}.`;
    throw new Problem('not-found', detail, { remedy: whatIsThere(refs, kind, places.length > 1) });
  }
  if (more.length === 0) return one;
  const where = found.map(({ namespace }) => namespace).join(' and ');
  throw new Problem('unprocessable', `There is a ${kind} ${name} in ${where}.`, {
    remedy: 'Name one namespace with -n.',
  });
}

/** Names that are told of many. */
const maxNames = 10;

/** Those of the kind that was asked for first: a name is mistyped more often than a kind. */
function whatIsThere(refs: readonly WorkloadRef[], kind: string, inSeveral: boolean): string {
  const isOther = (ref: WorkloadRef) => ref.kind.toLowerCase() !== kind.toLowerCase();
  const sorted = refs.toSorted(
    (a, b) => Number(isOther(a)) - Number(isOther(b)) || (workloadKey(a) < workloadKey(b) ? -1 : 1),
  );
  const names = sorted.map((ref) => `${inSeveral ? `${ref.namespace}/` : ''}${ref.kind}/${ref.name}`);
  if (names.length === 0) return 'No workload was found there.';
  const more = names.length - maxNames;
  return `There is ${names.slice(0, maxNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
