/** Where a cluster picture comes from: a live API server, or files. Both speak the same feed. */

import type { Kind, ObjectOfKind, PoisonObject } from './kubernetes';
import type { Failure, Permission, Result } from './result';

/** How well one kind (in one namespace, or cluster-wide) is being read. */
export interface KindState {
  kind: Kind;
  /** Null: the whole cluster. */
  namespace: string | null;
  state: 'connecting' | 'listing' | 'live' | 'stale' | 'denied' | 'absent' | 'frozen';
  /** When this state began. */
  since: string;
  /** When the server last said anything about this kind (object, bookmark, answer). */
  heardAt: string | null;
  failure: Failure | null;
  /** Failed tries since the last good one, and when the next is due. */
  attempts: number;
  nextAttemptAt: string | null;
  objects: number;
}

/** What a source says to the picture. Calls are synchronous and in order, but for one that says so. */
export interface Feed {
  /**
   * The complete list of a kind in a scope: what is not in it is gone. `isRestored`: the server went back to a backup, so
   * that its truth is older than what was said before, and stands nevertheless. In any other list an older state of an
   * object is one that came late (F30, F31).
   */
  replace<K extends Kind>(
    kind: K,
    namespace: string | null,
    objects: (ObjectOfKind[K] | PoisonObject)[],
    isRestored?: boolean,
  ): void;
  /**
   * As `replace`, with the event loop free in between: ten thousand pods take a second. Resolves when the whole list counts;
   * until then the source says nothing else of that kind and scope. A listener that has none gets `replace`.
   */
  replaceInSlices?<K extends Kind>(
    kind: K,
    namespace: string | null,
    objects: (ObjectOfKind[K] | PoisonObject)[],
    isRestored?: boolean,
  ): Promise<void>;
  upsert<K extends Kind>(kind: K, object: ObjectOfKind[K] | PoisonObject): void;
  /** `object` carries the last state the server sent, which may be older than what is known (F29). */
  remove(kind: Kind, object: { metadata: { namespace: string; name: string; uid: string } }): void;
  state(state: KindState): void;
}

export interface LogRequest {
  namespace: string;
  pod: string;
  podUid: string;
  container: string;
  instance: 'current' | 'previous';
  /** At most this many lines and bytes from the end. */
  tailLines: number;
  limitBytes: number;
}

export interface LogText {
  text: string;
  /** True where earlier lines exist that were not read. */
  truncated: boolean;
  /** True where each line begins with the kubelet's RFC 3339 timestamp. */
  timestamps: boolean;
}

/** `what` of a thing that a recording holds and that was left out when it was read: links, strange entries, archives inside. */
export const partOfRecording = 'a part of the recording';

/** A log, or why there is none. */
export type LogAnswer = Result<LogText> & {
  /** Only where the failure is the server's and says nothing of this log: for so long, nothing more is to be asked for. */
  pauseMs?: number | undefined;
};

export interface Capabilities {
  /** "logs in shop", "Secret metadata": what can't be read, why, and what would allow it. */
  missing: { what: string; why: string; unknowable: string; permissions: Permission[] }[];
  serverVersion: string | null;
}

export interface SourceInfo {
  kind: 'cluster' | 'recording' | 'sample';
  /** Context name, file name. */
  name: string;
  /** Address of the API server, or the path of the recording. */
  location: string;
  /** "Now" for recordings: the newest time in them. Null for a live cluster. */
  recordedAt: string | null;
}

export interface Source {
  readonly info: SourceInfo;
  /** Starts feeding; returns at once. A source never throws later: it reports through `feed.state`. */
  start(feed: Feed): void;
  stop(): Promise<void>;
  /** Raw text with control characters stripped, not yet redacted. `turn`: awaited before one more request is made for it. */
  logs(request: LogRequest, signal: AbortSignal, turn?: () => Promise<void>): Promise<LogAnswer>;
  capabilities(): Capabilities;
  /** How far the server's clock is ahead of ours, from its Date header (F46). Zero for recordings. */
  skewMs(): number;
}
