// Which logs are read, when, and what is kept of each: digests of instances in trouble, each read once a change of its state.
import 'server-only';

import type { Picture } from '../cluster/picture';
import type { Pod } from '../model/kubernetes';
import type { LogDigest } from '../model/log';
import { Problem } from '../model/problem';
import type { Failure } from '../model/result';
import type { SnapshotFailure } from '../model/snapshot';
import type { LogRequest, Source } from '../model/source';
import { type WorkloadRef, workloadKey } from '../model/workload';
import { minuteMs } from '../format/units';
import type { Redactor } from '../redact/redactor';
import { choosePods } from './choose-pods';
import { defaultWait, LogQueue, type Wait } from './log-queue';
import { type Reach, type WantedLog, wantedLogs } from './wanted-logs';

/** How much is read of one log, here and for a recording. */
export const logWindow = { tailLines: 2_000, limitBytes: 262_144 } as const;
/** How long after somebody looked the logs of running containers are still followed. */
const lookMs = 300_000;
/** A node that cannot be reached may come back: so many tries by the sweeps, and then one each time the wait has doubled. */
const quickTries = 3;
const longestMinutes = 60;
/** A permission may be granted: one read of a namespace finds out, this seldom (F23). */
const refusedAgainMs = 300_000;
const retryable = new Set<Failure['code']>(['unreachable', 'timeout', 'failed', 'too-large', 'denied']);

/**
 * Reduces a whole log to what is kept of it: `digestLog` of the engine, handed in by the composition root, for collect
 * knows no engine (design §3).
 */
export type DigestLog = (
  meta: Pick<LogDigest, 'pod' | 'podUid' | 'container' | 'instance' | 'restartCount' | 'readAt' | 'truncated'> & {
    timestamps: boolean;
  },
  text: string,
  redact: Redactor,
) => LogDigest;

export interface LogsOfPod {
  digests: LogDigest[];
  failures: SnapshotFailure[];
  /** "logs of app" */
  pending: string[];
}

export interface LogBook {
  /** Reads the logs that the pods of a picture want, now and after each change of it. Returns how to stop following. */
  follow(picture: Picture): () => void;
  /** Somebody opened the page of this workload: its running containers' logs are wanted too. */
  want(ref: WorkloadRef): void;
  /** What is known of the logs of a pod, live or deleted. */
  of(pod: Pod): LogsOfPod;
  /** Reads that wait or run. */
  waiting(): number;
  /** Resolves when no read waits or runs. */
  idle(): Promise<void>;
  /** Forgets pods that are past their hour, looks at what time alone has changed, tries again what failed. Call it every minute. */
  sweep(): void;
  /** Aborts what runs; nothing is read any more. */
  stop(): void;
}

export interface LogBookOptions {
  source: Source;
  digest: DigestLog;
  redact: Redactor;
  /** ISO 8601. */
  now: () => string;
  /** Called after each read, also one that failed, with the key of the workload. */
  onRead: (workloadKey: string) => void;
  /** A read threw where it should have answered with a failure. */
  onBug?: (error: unknown) => void;
  /** Recordings: every log there is, without a rate. */
  all?: boolean;
  /** Timers; setTimeout where it is left out. */
  wait?: Wait;
}

/** What is known of one instance's log. */
interface Page {
  want: WantedLog;
  digest: LogDigest | null;
  /** The token of the instance and state that the digest was read of; `want` may have moved on since. */
  readAs: string | null;
  failure: Failure | null;
  /** Those that failed by what is this log's own: a server that is away tells nothing of it. */
  tries: number;
  /** When a failure is looked into again, by the next sweep after it; null: never. */
  againAtMs: number | null;
}

interface PodPages {
  pod: Pod;
  pages: Map<string, Page>;
}

class MemoryLogBook implements LogBook {
  readonly #queue: LogQueue;
  readonly #pods = new Map<string, PodPages>();
  readonly #looked = new Map<string, number>();
  readonly #wait: Wait;
  #picture: Picture | null = null;
  #later: { atMs: number; cancel: () => void } | null = null;
  readonly #laterKeys = new Set<string>();
  /** Namespaces in which a permission lacks, and when that was last found so. */
  readonly #refused = new Map<string, number>();

  constructor(private readonly options: LogBookOptions) {
    this.#wait = options.wait ?? defaultWait;
    this.#queue = new LogQueue(() => this.#nowMs(), this.#wait, options.all ?? false);
  }

  follow(picture: Picture): () => void {
    this.#picture = picture;
    for (const workload of picture.workloads()) this.#review(workloadKey(workload), workload);
    const stop = picture.onChange((keys) => {
      for (const key of keys) this.#reviewKey(key);
    });
    return () => {
      stop();
      this.#picture = null;
    };
  }

  want(ref: WorkloadRef): void {
    this.#looked.set(workloadKey(ref), this.#nowMs());
    this.#review(workloadKey(ref), ref);
  }

  of(pod: Pod): LogsOfPod {
    const known = this.#pods.get(podKey(pod));
    const result: LogsOfPod = { digests: [], failures: [], pending: [] };
    for (const [slot, { want, digest, failure }] of known?.pages ?? []) {
      if (digest !== null) result.digests.push(digest);
      if (this.#queue.has(readId(pod, slot))) result.pending.push(`logs of ${want.container}`);
      else if (failure !== null && want.troubled) result.failures.push(failureOf(pod, want, failure));
    }
    return { ...result, digests: withoutTwins(result.digests) };
  }

  waiting(): number {
    return this.#queue.size;
  }

  idle(): Promise<void> {
    return this.#queue.idle();
  }

  sweep(): void {
    const nowMs = this.#nowMs();
    for (const [key, atMs] of this.#looked) if (nowMs - atMs > lookMs) this.#looked.delete(key);
    for (const [key, { pod, pages }] of this.#pods) {
      const { namespace, name } = pod.metadata;
      const workload = this.#picture?.workloadOfPod(namespace, name) ?? null;
      if (workload === null) {
        for (const slot of pages.keys()) this.#queue.drop(readId(pod, slot));
        this.#pods.delete(key);
        continue;
      }
      for (const [slot, page] of pages) {
        const again = this.#isDueAgain(page, namespace, nowMs);
        if (again && !this.#queue.has(readId(pod, slot))) this.#enqueue(workloadKey(workload), pod, slot, page);
      }
    }
  }

  #isDueAgain({ failure, againAtMs }: Page, namespace: string, nowMs: number): boolean {
    if (failure === null) return false;
    if (failure.permission === undefined) return againAtMs !== null && againAtMs <= nowMs;
    const refusedMs = this.#refused.get(namespace);
    if (refusedMs !== undefined && nowMs - refusedMs < refusedAgainMs) return false;
    if (refusedMs !== undefined) this.#refused.set(namespace, nowMs);
    return true;
  }

  stop(): void {
    this.#later?.cancel();
    this.#later = null;
    this.#queue.stop();
  }

  #nowMs(): number {
    return Date.parse(this.options.now());
  }

  #reviewKey(key: string): void {
    const [namespace = '', kind = '', name = ''] = key.split('/');
    this.#review(key, { namespace, kind, name });
  }

  #review(key: string, ref: WorkloadRef): void {
    if (this.#picture === null) return;
    const nowMs = this.#nowMs();
    const reach: Reach = this.options.all ? 'all' : this.#looked.has(key) ? 'open' : 'trouble';
    const pods = this.#picture.pods(ref);
    for (const pod of reach === 'all' ? pods : choosePods(pods, nowMs)) {
      const { logs, laterMs } = wantedLogs(pod, reach, nowMs);
      if (logs.length > 0 || this.#pods.has(podKey(pod))) this.#wantAll(key, pod, logs);
      if (laterMs !== null) this.#reviewLater(key, laterMs, nowMs);
    }
  }

  #wantAll(key: string, pod: Pod, wants: WantedLog[]): void {
    const known = this.#pods.get(podKey(pod)) ?? { pod, pages: new Map<string, Page>() };
    known.pod = pod;
    this.#pods.set(podKey(pod), known);
    for (const want of wants) {
      const slot = slotOf(want);
      const page = known.pages.get(slot);
      if (page?.want.token === want.token) {
        page.want = want;
        // Read as the current log while the container waited; now another run is the current one.
        if (page.digest !== null && !want.orCurrent) page.digest = { ...page.digest, instance: want.instance };
        continue;
      }
      const moved = want.instance === 'previous' ? takeOver(known.pages, want) : null;
      // The digest of the run before stays until the new one is there: a loop says the same each time, and `pending` tells.
      const { digest = null, readAs = null } = page ?? {};
      const next: Page = moved ?? { want, digest, readAs, failure: null, tries: 0, againAtMs: null };
      known.pages.set(slot, next);
      if (moved === null) this.#enqueue(key, pod, slot, next);
    }
    this.#dropStale(pod, known, this.#nowMs());
  }

  /** A page of an instance that the status no longer tells of would be shown as the log of another one. */
  #dropStale(pod: Pod, known: PodPages, nowMs: number): void {
    const instances = new Map(wantedLogs(pod, 'all', nowMs).logs.map((want) => [slotOf(want), want.id]));
    for (const [slot, { want }] of known.pages) {
      if (instances.get(slot) === want.id) continue;
      known.pages.delete(slot);
      this.#queue.drop(readId(pod, slot));
    }
  }

  #enqueue(key: string, pod: Pod, slot: string, page: Page): void {
    this.#queue.add(readId(pod, slot), {
      urgency: page.want.diedMs,
      run: async (signal, turn) => {
        let pauseMs: number | undefined;
        try {
          pauseMs = await this.#read(pod, page, signal, turn);
        } catch (error) {
          // A source answers with a failure and a digest never throws; should one, the queue must go on.
          if (!signal.aborted && !(error instanceof Problem)) this.options.onBug?.(error);
          const name = error instanceof Error ? error.name : 'unknown error';
          noteFailure(page, { code: 'failed', message: `Reading the log failed (${name}).` }, this.#nowMs());
        }
        if (!signal.aborted) this.options.onRead(key);
        return pauseMs;
      },
    });
  }

  /** For how long nothing more is to be asked for; undefined where the server answered. */
  async #read(pod: Pod, page: Page, signal: AbortSignal, turn: () => Promise<void>): Promise<number | undefined> {
    const { want } = page;
    let instance = want.instance;
    let result = await this.options.source.logs(this.#request(pod, want, instance), signal, turn);
    if (!result.ok && result.failure.code === 'absent' && want.orCurrent) {
      await turn();
      const other = await this.options.source.logs(this.#request(pod, want, 'current'), signal, turn);
      // Where it is absent too, the failure is that of the run that was asked for; any other may pass.
      if (other.ok || other.failure.code !== 'absent') {
        result = other;
        instance = 'current';
      }
    }
    if (signal.aborted) return undefined;
    const { namespace } = pod.metadata;
    if (result.ok) this.#refused.delete(namespace);
    else if (result.failure.permission !== undefined) this.#refused.set(namespace, this.#nowMs());
    if (!result.ok) {
      // The digest of the run before stays here too: a node in a hurry must not take a right answer away from a loop.
      const { failure, pauseMs } = result;
      const isOfServer = pauseMs !== undefined;
      noteFailure(page, { ...failure, message: this.options.redact(failure.message) }, this.#nowMs(), isOfServer);
      return pauseMs;
    }
    const { name: podName, uid: podUid } = pod.metadata;
    page.failure = null;
    page.readAs = want.token;
    page.digest = this.options.digest(
      {
        pod: podName,
        podUid,
        container: want.container,
        instance,
        restartCount: want.restartCount,
        readAt: this.options.now(),
        truncated: result.value.truncated,
        timestamps: result.value.timestamps,
      },
      result.value.text,
      this.options.redact,
    );
    return undefined;
  }

  #request(pod: Pod, want: WantedLog, instance: LogRequest['instance']): LogRequest {
    const { namespace, name, uid } = pod.metadata;
    return { namespace, pod: name, podUid: uid, container: want.container, instance, ...logWindow };
  }

  /** One timer for all that time alone will bring into trouble. */
  #reviewLater(key: string, atMs: number, nowMs: number): void {
    this.#laterKeys.add(key);
    if (this.#later !== null && this.#later.atMs <= atMs) return;
    this.#later?.cancel();
    const cancel = this.#wait(Math.max(100, atMs - nowMs), () => {
      this.#later = null;
      const keys = [...this.#laterKeys];
      this.#laterKeys.clear();
      for (const due of keys) this.#reviewKey(due);
    });
    this.#later = { atMs, cancel };
  }
}

/**
 * An empty log book: it reads from `source` what is wanted of it, at most so often as design §9 allows, and keeps
 * facts and excerpts.
 */
export function createLogBook(options: LogBookOptions): LogBook {
  return new MemoryLogBook(options);
}

/**
 * What was read of an instance as the current one is its log as the previous one too: nothing is read twice. Only where it
 * was read since its end: what it had said while it ran lacks the last words.
 */
function takeOver(pages: Map<string, Page>, want: WantedLog): Page | null {
  const slot = `${want.container} current`;
  const current = pages.get(slot);
  if (current === undefined || current.digest === null || current.readAs !== want.token) return null;
  pages.delete(slot);
  return { ...current, want, digest: { ...current.digest, instance: 'previous' }, failure: null };
}

/** While a container waits, its current log is its previous one (signals §4.6), and a recording may have it under both names. */
function withoutTwins(digests: readonly LogDigest[]): LogDigest[] {
  return digests.filter((digest, index) => {
    const isTwinOf = (other: LogDigest, at: number): boolean =>
      at !== index && (other.instance === 'previous' || at < index) && saysTheSame(other, digest);
    return digest.instance === 'previous' || !digests.some(isTwinOf);
  });
}

function saysTheSame(left: LogDigest, right: LogDigest): boolean {
  return (
    left.container === right.container &&
    left.bytes === right.bytes &&
    left.lastAt === right.lastAt &&
    left.excerpt.at(-1)?.text === right.excerpt.at(-1)?.text
  );
}

function failureOf(pod: Pod, want: WantedLog, failure: Failure): SnapshotFailure {
  if (failure.code === 'denied') return { what: `logs in ${pod.metadata.namespace}`, failure };
  const which = want.instance === 'previous' ? 'previous logs' : 'logs';
  return { what: `${which} of ${want.container} in ${pod.metadata.name}`, failure };
}

function noteFailure(page: Page, failure: Failure, nowMs: number, isOfServer = false): void {
  page.failure = failure;
  page.againAtMs = nowMs;
  if (isOfServer) return;
  page.tries += 1;
  if (!retryable.has(failure.code)) page.againAtMs = null;
  else if (page.tries >= quickTries) page.againAtMs += minuteMs * Math.min(longestMinutes, 2 ** (page.tries - 1));
}

function slotOf(want: WantedLog): string {
  return `${want.container} ${want.instance}`;
}

function podKey(pod: Pod): string {
  const { namespace, name, uid } = pod.metadata;
  return `${namespace}/${name}/${uid}`;
}

function readId(pod: Pod, slot: string): string {
  return `${podKey(pod)} ${slot}`;
}
