/**
 * Keeps the feed equal to one kind in one scope: list, watch, and again, in the shape and with the numbers of
 * client-go's reflector (watch-faults §1). It ends in sync or says that it is not, since when and why.
 */
import 'server-only';
import { setMaxListeners } from 'node:events';
import type { Kind } from '../model/kubernetes';
import type { Failure } from '../model/result';
import type { KindState } from '../model/source';
import { linkSignals } from './abort';
import { type ApiError, toApiError } from './api-error';
import { CAP_MS } from './backoff';
import { pause } from './clock';
import { kindAccept, kindPath, scopeWords } from './kind-path';
import { KindStatus } from './kind-status';
import { KnownObjects } from './known-objects';
import { isExpired, readWholeList, type WholeList } from './list-reader';
import type { ReflectorOptions } from './reflector-options';
import { emptyStream, newStats, type ReflectorStats, type StreamLife } from './reflector-stats';
import { isOlder } from './resource-version';
import { Shown } from './shown';
import { StreamCuts } from './stream-cuts';
import { Telling } from './telling';
import { inScope } from './scope';
import { judge, type Phase } from './verdict';
import { Waits } from './waits';
import type { WatchEvent } from './events';
import { runWatch } from './watch';

/** Page size where the newest state is asked for, as client-go's pager does; halved when a list times out (F18). */
const PAGE_SIZE = 500;
const SMALLEST_PAGE = 50;
/** A stream that lived this long is taken for a good one. */
const GOOD_STREAM_MS = 1_000;
const POLL_MS = 30_000;

export class Reflector<K extends Kind> {
  readonly stats: ReflectorStats = newStats();
  private readonly status: KindStatus;
  private readonly telling: Telling<K>;
  private readonly known = new KnownObjects();
  private readonly waits: Waits;
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;
  private wakeUp: (() => void) | null = null;

  /** Version to watch from; null: list first. */
  private position: string | null = null;
  /** The newest version seen in this scope. */
  private lastVersion: string | null = null;
  private readonly shown: Shown;
  private restoresTold = 0;
  private quorum = false;
  private pageSize: number | null = null;
  private synced = false;
  private renewedCredentials = false;
  private readonly cuts = new StreamCuts();
  private stream: StreamLife = emptyStream();

  private readonly options: ReflectorOptions<K>;

  constructor(given: ReflectorOptions<K>) {
    const options = { ...given, project: inScope(given) };
    const { kind, namespace, clock, shown = new Shown() } = options;
    this.options = options;
    this.shown = shown;
    this.waits = new Waits(clock);
    this.telling = new Telling(options, this.stats, () => this.relist('untold'));
    this.status = new KindStatus(kind, namespace, clock, (state) => this.telling.state(state));
    // Each request listens for the end; they are few at a time, but Node warns at eleven.
    setMaxListeners(0, this.abort.signal);
  }

  get state(): KindState {
    return this.status.state;
  }

  /** uid → resourceVersion of what the feed was told. */
  get objects(): KnownObjects {
    return this.known;
  }

  start(): void {
    if (this.running !== null) return;
    this.telling.state(this.state);
    this.running = this.run();
  }

  /** Resolves when no request, timer or listener of it is left. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
    this.status.stop();
    this.telling.stop();
  }

  /** Stops, and takes back what was told of its state: another scope now covers this one. */
  async withdraw(): Promise<void> {
    await this.stop();
    this.status.withdraw();
  }

  /** The same, and all that was told of its objects: the namespace is not there any more (F27). */
  forget(): Promise<void> {
    this.running = this.stop().then(() => this.telling.list([], false));
    return this.withdraw();
  }

  /** Ends the present wait: a permission may have been granted, the network is back. */
  retryNow(): void {
    this.wakeUp?.();
  }

  /** Lists anew as soon as may be: a comparison found that the watch lost something (F32), or the feed did not take it in (F38). */
  relist(reason: 'lost' | 'untold'): void {
    this.asked = true;
    // What the server's cache has lost, only the newest there is makes up for.
    this.quorum ||= reason === 'lost';
    this.stats.relists[reason]++;
    this.endStream?.();
  }
  private asked = false;
  private endStream: (() => void) | null = null;

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      if (this.asked) this.position = null;
      this.asked = false;
      const phase = this.phase();
      this.ask(phase);
      try {
        if (phase === 'poll') await this.poll();
        else if (phase === 'list') await this.list();
        else await this.watch(this.position ?? '');
      } catch (error) {
        if (signal.aborted) return;
        await this.recover(toApiError(error), phase);
      }
    }
  }

  /** One list in the place of a stream may take as long as there is between two. */
  private ask(phase: Phase): void {
    const what = scopeWords(this.options.kind, this.options.namespace);
    const message =
      phase === 'watch'
        ? `The API server has not answered the next watch of ${what} yet.`
        : `A new list of ${what} is still on its way.`;
    this.status.asked({ code: 'timeout', message }, phase === 'poll' ? POLL_MS : undefined);
  }

  private phase(): Phase {
    if (this.cuts.isPolling) return 'poll';
    return this.position === null ? 'list' : 'watch';
  }

  private async list(): Promise<void> {
    // Asking again of what was refused is no list on its way.
    if (!this.synced && this.status.state.state !== 'denied') this.status.set({ state: 'listing' });
    const before = this.floor;
    let list = await this.readNotOlder();
    await this.options.beforeTelling?.();
    // While this one was on its way, a part of it was told in a newer state.
    if (this.floor !== before && isOlder(list.version, this.floor)) list = await this.readNotOlder();
    const { version, objects } = list;
    // The newest there is, and yet older than what was known: the server went back to a backup. Where its counter has passed
    // ours meanwhile, its objects still tell. Another scope may have found it, while this one was not read.
    const { lastVersion, shown } = this;
    const isFound = this.restoresTold !== shown.restores;
    const isBehind = isOlder(version, lastVersion) || this.known.isAheadOf(objects, lastVersion);
    if (isOlder(version, this.floor) || (isBehind && !isFound)) shown.restored(version);
    const isRestored = this.restoresTold !== shown.restores;
    this.restoresTold = shown.restores;
    this.stats.lists++;
    this.stats.poisons += objects.filter((object) => 'poison' in object).length;
    this.cuts.listed(() => this.known.differsFrom(objects));
    this.known.replace(objects);
    this.position = version;
    this.lastVersion = version;
    shown.told(this.options.namespace, version);
    this.quorum = false;
    this.synced = true;
    this.renewedCredentials = false;
    await this.telling.list(objects, isRestored);
    this.status.set({ objects: objects.length });
    this.status.heard(objects.length);
    if (this.cuts.isPolling) return;
    // One bad night: the next list is again asked of the cache. Not while polling, where each would time out first.
    this.pageSize = null;
    this.status.well('live');
  }

  /** A list that is not older than anything told so far; the newest there is where the server cannot promise that. */
  private async readNotOlder(): Promise<WholeList<K>> {
    const newest = () => this.readAll('', this.pageSize ?? PAGE_SIZE);
    if (this.quorum) return this.readAll('', this.pageSize);
    try {
      const result = await this.readAll(this.floor ?? '0', this.pageSize);
      // A server that lags behind and does not say so: never show a state older than one shown (F31).
      return isOlder(result.version, this.floor) ? await newest() : result;
    } catch (error) {
      // Too old or too new for this server: the newest there is, once and at once (F14, F15).
      if (isExpired(error)) return newest();
      throw error;
    }
  }

  /** The newest version that was told of this scope, by whatever reader. */
  private get floor(): string | null {
    return this.shown.of(this.options.namespace);
  }

  private readAll(resourceVersion: string, pageSize: number | null): Promise<WholeList<K>> {
    // Where streams are cut, a list that comes as one is cut as well (F26).
    const { streamedLists, gate, ...options } = this.options;
    const streams = this.cuts.isPolling ? undefined : streamedLists;
    const { signal } = this.abort;
    const read = () =>
      readWholeList({ ...options, ...(streams && { streamedLists: streams }) }, resourceVersion, pageSize, signal);
    return gate === undefined ? read() : gate.pass(read, signal);
  }

  private async watch(from: string): Promise<void> {
    const { client, clock, kind, namespace } = this.options;
    this.stream = emptyStream();
    // A list may be asked for while the stream is quiet: ending the stream is how the loop gets to it.
    const linked = linkSignals(this.abort.signal);
    this.endStream = () => linked.abort();
    this.stats.watches++;
    try {
      await runWatch({
        client,
        clock,
        kind,
        path: kindPath(kind, namespace),
        accept: kindAccept(kind, 'watch'),
        resourceVersion: from,
        signal: linked.signal,
        onOpen: () => this.opened(),
        onEvent: (event) => this.apply(event),
        onUnknown: () => this.stats.skipped++,
      });
    } catch (error) {
      if (!this.asked || this.abort.signal.aborted) throw error;
    } finally {
      linked.release();
      this.stream.cancelConfirm();
      this.endStream = null;
      // Not when it opened: a server may refuse the credentials inside of each stream.
      if (this.livedMs() >= CAP_MS) this.renewedCredentials = false;
    }
  }

  /** How long the last stream has been open; 0 where it was not. */
  private livedMs(): number {
    const { openedAt } = this.stream;
    return openedAt === null ? 0 : this.options.clock.monotonic() - openedAt;
  }

  private opened(): void {
    this.stream.openedAt = this.options.clock.monotonic();
    this.stats.opened++;
    // An open stream proves little (F10, F16): it has to say something, or to live for a second. By then it has sent what came
    // after its version, if anything did.
    this.stream.cancelConfirm = this.options.clock.setTimeout(() => this.hear(), GOOD_STREAM_MS);
  }

  private hear(): void {
    this.status.heard(this.known.size);
    const { state, failure } = this.status.state;
    if (state !== 'live' || (failure !== null && !this.cuts.isDoubted)) this.status.well('live');
  }

  private apply(event: WatchEvent): void {
    this.stream.lines++;
    this.cuts.spoke(this.livedMs(), event.type === 'BOOKMARK');
    this.take(event);
    // After it: the count that is told is the one with it.
    this.hear();
  }

  private take(event: WatchEvent): void {
    if (event.type === 'BOOKMARK') {
      // Only its version counts: it is no object, and has no name (F34).
      this.stats.bookmarks++;
      if (event.resourceVersion !== '') this.advanceTo(event.resourceVersion);
      return;
    }
    const object = this.options.project(event.raw);
    if ('poison' in object) this.stats.poisons++;
    this.stats.events++;
    const { uid, resourceVersion } = object.metadata;
    if (event.type === 'DELETED') {
      // Trusted whatever the state it carries (F29); told once (F30).
      if (uid === '' || this.known.forget(object)) this.telling.remove(object);
      else this.stats.duplicates++;
    } else if (this.isStale(uid, resourceVersion) || !this.known.advance(object)) {
      this.stats.duplicates++;
    } else {
      this.telling.upsert(object);
    }
    if (resourceVersion !== '') this.advanceTo(resourceVersion);
  }

  /** A replayed event of an object that is gone by now must not bring it back: a stream's versions only grow (F30). */
  private isStale(uid: string, resourceVersion: string): boolean {
    return !this.known.has(uid) && isOlder(resourceVersion, this.lastVersion);
  }

  private advanceTo(version: string): void {
    if (isOlder(version, this.lastVersion)) return;
    this.position = version;
    this.lastVersion = version;
    this.shown.told(this.options.namespace, version);
  }

  private async recover(error: ApiError, phase: Phase): Promise<void> {
    const { kind, namespace, client, clock, clean } = this.options;
    if (phase === 'watch' && this.stream.openedAt !== null && error.kind === 'timeout') {
      // Silence. The next watch shows whether the server is there; if it is, nothing was wrong but the socket (F03).
      this.stats.restarts++;
      this.cuts.fellSilent();
      // Not even a bookmark, ever: something holds the stream back, or an API server restored from a backup is behind our
      // version and silent until it has caught up (seen on 1.34). The next stream would be no wiser; a list is.
      if (this.stream.lines === 0 || this.cuts.isDoubted) {
        this.position = null;
        this.stats.relists.silent++;
      }
      this.status.silent({ code: 'timeout', message: error.message });
      return;
    }
    const verdict = judge(error, { phase, kind, namespace, wasRead: this.synced });
    this.count(error, verdict.next);
    if (error.details.status === 401 && !this.renewedCredentials) {
      // The token may have been rotated under us: read it anew and ask once more at once (F19).
      this.renewedCredentials = true;
      client.refreshCredentials();
      return;
    }
    if (verdict.cut) this.cuts.cut(this.stream, this.livedMs());
    if (verdict.refused) this.cuts.refused(clock.monotonic());
    if (phase === 'poll') this.cuts.pollFailed(verdict.failure);
    if (verdict.smallerPages) {
      this.pageSize = this.pageSize === null ? PAGE_SIZE : Math.max(SMALLEST_PAGE, Math.floor(this.pageSize / 2));
    }
    if (verdict.next !== 'resume') this.position = null;
    this.quorum ||= verdict.next === 'quorum';
    const waitMs = this.waits.after(verdict, this.livedMs());
    const failure = { ...verdict.failure, message: clean(verdict.failure.message) };
    // Nothing was wrong but the stream or its version: on with the next request, without alarm (F06, F12).
    if (waitMs === 0) return this.status.answered(failure);
    const failing = this.synced ? 'stale' : 'connecting';
    const known = this.status.state;
    // What was refused stays refused while nobody answers.
    if (verdict.state === 'failing' && known.state === 'denied') {
      this.status.failed('denied', known.failure ?? failure, waitMs);
    } else this.status.failed(verdict.state === 'failing' ? failing : verdict.state, failure, waitMs);
    if (verdict.state === 'denied') this.options.onDenied?.();
    await this.wait(waitMs);
    // What was renewed at the first refusal may have been no newer: the file or the plugin is asked again before each try.
    if (error.details.status === 401) client.refreshCredentials();
  }

  /** Lists once instead of watching, and says so; now and then a stream is tried again (F26). */
  private async poll(): Promise<void> {
    const { kind, namespace } = this.options;
    const failure: Failure = {
      code: 'failed',
      message: `No watch of ${scopeWords(kind, namespace)} gets through: each is refused, cut or held back, often by a proxy; listed every ${POLL_MS / 1000} s instead.`,
    };
    await this.list();
    if (!this.cuts.polled()) return this.status.well('live');
    this.stats.polls++;
    this.status.well('live', failure);
    await this.wait(POLL_MS);
  }

  private async wait(ms: number): Promise<void> {
    const { done, wake } = pause(this.options.clock, ms, this.abort.signal);
    this.wakeUp = wake;
    await done;
    this.wakeUp = null;
  }

  private count(error: ApiError, next: 'resume' | 'relist' | 'quorum'): void {
    if (error.kind === 'malformed') this.stats.malformed++;
    if (error.kind === 'reset') this.stats.cutStreams++;
    // A list that fails where there is nothing to go on from ends no watch: it is counted with the requests.
    if (this.position === null) return;
    this.stats.restarts++;
    if (next === 'resume') return;
    if (error.details.storeRead === true) this.stats.relists.corrupt++;
    else if (error.details.status === 410) this.stats.relists.expired++;
    else this.stats.relists.failed++;
  }
}
