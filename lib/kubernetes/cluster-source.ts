/** A live cluster as a Source: every kind read by list and watch, logs on demand, and what may not be read. */
import 'server-only';
import { setMaxListeners } from 'node:events';
import { isKind, kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { Capabilities, Feed, KindState, LogAnswer, LogRequest, Source, SourceInfo } from '../model/source';
import type { ApiClient } from './api-client';
import { describeCapabilities } from './capabilities';
import { systemClock, type Clock } from './clock';
import type { RequestCount } from './http-facts';
import { Healer } from './healer';
import { bound, KindReader } from './kind-reader';
import { ListGate } from './list-gate';
import { StreamedLists } from './list-reader';
import { LogPause } from './log-pause';
import { goneFailure, notOwner, readLog } from './logs';
import { createNamespaceFinder, type NamespaceFinder } from './namespace-finder';
import { project } from './projection/project';
import type { ReflectorStats } from './reflector-stats';
import { ServerFacts } from './server-facts';
import { Waker } from './waker';

export interface ClusterSourceOptions {
  client: ApiClient;
  contextName: string;
  /** The context's own namespace, a candidate where the whole cluster may not be read. */
  contextNamespace?: string | null;
  /** Only these namespaces (and the kinds that live in none). Empty or absent: the whole cluster. */
  namespaces?: string[];
  /** Secrets and ConfigMaps as metadata, where the operator has granted it. Off: they are never asked for. */
  readSecretMetadata?: boolean;
  /** Strips control characters and redacts; applied to every text that enters (projection/clean). */
  clean: (text: string) => string;
  clock?: Clock;
  /** A listener of the feed threw; counted in any case. Default: reported as a warning of the process. */
  onBug?: (error: unknown) => void;
  /** Ask for lists as streams where the server has them. */
  streamedLists?: boolean;
  /** Kinds to read; all by default. */
  kinds?: Kind[];
}

/** How one kind in one scope has fared, for /metrics. */
export interface ReaderReport {
  kind: Kind;
  namespace: string | null;
  stats: ReflectorStats;
}

export interface ClusterSource extends Source {
  /** uid of the namespace kube-system; null while it is not known. */
  clusterId(): string | null;
  /** Requests so far, by verb and by status or kind of failure. */
  requests(): RequestCount[];
  reports(): ReaderReport[];
  /** Ends every wait, and asks again for what was denied. */
  retryNow(): void;
}

/** Pods and events first: the board can say something when they are there. */
const ORDER = Object.keys(kinds).filter(isKind);

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), { code: 'UNLOOP_FEED_LISTENER' });
}

/** A source that watches a cluster once it is started. Kinds fail alone and say so in their states. */
export function createClusterSource(options: ClusterSourceOptions): ClusterSource {
  return new LiveCluster(options);
}

class LiveCluster implements ClusterSource {
  readonly info: SourceInfo;
  private readonly clock: Clock;
  private readonly abort = new AbortController();
  private readonly facts: ServerFacts;
  private readonly healer: Healer;
  private readonly waker: Waker;
  private readonly namespaces: string[] | null;
  private finder: NamespaceFinder | null = null;
  private readers: KindReader<Kind>[] = [];
  private readonly logReads = new Set<Promise<unknown>>();
  private readonly logPause: LogPause;
  /** Where it was last asked whether logs may be read. */
  private askedFor = '';

  constructor(private readonly options: ClusterSourceOptions) {
    const { client, contextName, namespaces = [] } = options;
    this.info = { kind: 'cluster', name: contextName, location: client.server, recordedAt: null };
    this.clock = options.clock ?? systemClock;
    this.logPause = new LogPause(this.clock);
    this.namespaces = namespaces.length === 0 ? null : namespaces;
    setMaxListeners(0, this.abort.signal);
    this.facts = new ServerFacts(client, this.clock, () => this.scopes(), this.abort.signal);
    const reflectors = () => this.readers.flatMap((reader) => reader.reflectors());
    this.healer = new Healer(client, this.clock, reflectors, this.abort.signal);
    this.waker = new Waker(this.clock, reflectors);
  }

  start(feed: Feed): void {
    if (this.readers.length > 0) return;
    const { client, clean, contextNamespace = null } = this.options;
    const finder = createNamespaceFinder(client, contextNamespace, () => this.podsIn(), this.abort.signal, this.clock);
    this.finder = finder;
    const wanted = this.options.kinds ?? ORDER;
    const state = (told: KindState): void => {
      this.waker.note(told);
      feed.state(told);
      if (told.kind === 'Pod') this.askOfLogs();
    };
    const watched = { ...bound(feed), state };
    const streams = this.options.streamedLists === true ? { streamedLists: new StreamedLists() } : {};
    this.readers = wanted
      .filter((kind) => kinds[kind].optIn !== true || this.options.readSecretMetadata === true)
      .map(
        (kind) =>
          new KindReader<Kind>({
            client,
            clock: this.clock,
            kind,
            namespaces: this.namespaces,
            findNamespaces: (denied, unread) => finder.find(denied, unread),
            project: (raw) => project(kind, raw, clean),
            clean,
            feed: watched,
            onBug: this.options.onBug ?? warn,
            gate: new ListGate(),
            ...streams,
          }),
      );
    this.askedFor = this.scopes().join();
    for (const reader of this.readers) reader.start();
    this.facts.start();
    this.healer.start();
  }

  /** Aborts everything; when it resolves, no socket, timer or listener is left. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.waker.stop();
    const background = [this.facts.stopped(), this.healer.stopped()];
    await Promise.all([...this.readers.map((reader) => reader.stop()), ...this.logReads, ...background]);
    this.options.client.close();
  }

  async logs(request: LogRequest, signal: AbortSignal, turn?: () => Promise<void>): Promise<LogAnswer> {
    const reading = this.readOwnLog(request, signal, turn);
    this.logReads.add(reading);
    try {
      const result = await reading;
      this.facts.noteLog(request.namespace, result);
      if (result.ok) return result;
      return { ...result, failure: { ...result.failure, message: this.options.clean(result.failure.message) } };
    } finally {
      this.logReads.delete(reading);
    }
  }

  capabilities(): Capabilities {
    const states = this.readers.flatMap((reader) => reader.states());
    // An answer for the whole cluster says nothing where only some namespaces are read.
    const scopes = this.scopes();
    const denied = this.facts.logsDenied.filter((scope) => scopes.includes(scope));
    return describeCapabilities({
      states,
      // Said once for the whole cluster, or by namespace.
      logsDenied: denied.includes(null) ? [null] : [...new Set([...denied, ...this.facts.logsRefused])],
      logsRead: [...this.facts.logsRead].sort(),
      namespacesCut: this.finder?.isCut() === true,
      readSecretMetadata: this.options.readSecretMetadata === true,
      serverVersion: this.facts.version,
    });
  }

  skewMs(): number {
    return this.options.client.skewMs();
  }

  clusterId(): string | null {
    return this.facts.clusterId;
  }

  requests(): RequestCount[] {
    return this.options.client.requests();
  }

  reports(): ReaderReport[] {
    return this.readers.flatMap((reader) =>
      reader.reflectors().map(({ state, stats }) => ({ kind: state.kind, namespace: state.namespace, stats })),
    );
  }

  retryNow(): void {
    for (const reader of this.readers) reader.retryNow();
    this.facts.askAgain();
  }

  /** Where there are pods: those that are read now, then those of the time when all were. */
  private podsIn(): string[] {
    const readers = this.readers.flatMap((reader) => reader.reflectors()).filter(({ state }) => state.kind === 'Pod');
    return readers.toReversed().flatMap(({ objects }) => [...objects.namespaces()]);
  }

  /** The namespaces that may be read are found after the first question. */
  private askOfLogs(): void {
    const scopes = this.scopes().join();
    if (scopes === this.askedFor) return;
    this.askedFor = scopes;
    this.facts.askAgain();
  }

  /** Where logs would be read: the whole cluster, or the namespaces in which pods are read. */
  private scopes(): (string | null)[] {
    if (this.namespaces !== null) return this.namespaces;
    const pods = this.readers.flatMap((reader) => reader.states()).filter(({ kind }) => kind === 'Pod');
    const inNamespaces = pods.flatMap(({ namespace }) => (namespace === null ? [] : [namespace]));
    return inNamespaces.length === 0 ? [null] : inNamespaces;
  }

  /**
   * A pod made anew under the same name would answer with another's log, and the API cannot be asked by uid: known before,
   * so that nothing is asked in vain, and after, for it may have been made anew meanwhile. A watch that goes on tells that the
   * old one is gone before a container of the new one has started.
   */
  private async readOwnLog(request: LogRequest, signal: AbortSignal, turn?: () => Promise<void>): Promise<LogAnswer> {
    const { client } = this.options;
    const signals = [signal, this.abort.signal];
    const gone: LogAnswer = { ok: false, failure: goneFailure(request) };
    if (this.isPodThere(request) === false) return gone;
    const result = await readLog(client, request, signals, this.clock, this.logPause, turn);
    if (!result.ok) return result;
    const isThere = this.isPodThere(request);
    if (isThere !== null) return isThere ? result : gone;
    await turn?.();
    return (await notOwner(client, request, signals, this.clock, this.logPause)) ?? result;
  }

  /** Null where the pods of its namespace are not watched this moment: the picture cannot say which there are. */
  private isPodThere({ namespace, podUid }: LogRequest): boolean | null {
    const watched = this.readers
      .flatMap((reader) => reader.reflectors())
      .filter(({ state }) => state.kind === 'Pod' && (state.namespace ?? namespace) === namespace)
      .filter(({ state }) => state.state === 'live' && state.failure === null);
    return watched.length === 0 ? null : watched.some(({ objects }) => objects.has(podUid));
  }
}
