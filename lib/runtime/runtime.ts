/**
 * The one runtime of the process. `instrumentation.ts` and the route handlers are separate module graphs, in which a
 * plain singleton would exist twice; so it hangs on `globalThis`, is made once, and survives a hot reload.
 */
import 'server-only';

import type { Config } from '../config/config';
import type { Diagnosis } from '../model/diagnosis';
import type { Totals } from '../model/views';
import type { Redactor } from '../redact/redactor';
import type { Board } from './board';
import type { Metrics } from './metrics';
import type { Store } from '../store/store';
import type { StreamGate } from './stream-gate';
import type { Watched } from './watched';

/** What a caller sends: a body with a name for messages. */
export interface Upload {
  name: string;
  body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
  contentType?: string | undefined;
  /** The client's: when it goes away, nothing more is read or judged for it. */
  signal?: AbortSignal | undefined;
}

/** What a request is about. */
export interface Place {
  /** Id of an opened recording; left out: what is watched. */
  source?: string | undefined;
  /** Name or id of a watched cluster; left out: the first. */
  cluster?: string | undefined;
}

export interface UploadAnswer {
  asOf: string;
  items: Diagnosis[];
  totals: Totals;
  /** What could not be read or judged, in words: "Pod shop/a b: could not be understood, so nothing is said of it". */
  missing: string[];
  nextCursor: null;
}

export interface Runtime {
  readonly config: Config;
  readonly redact: Redactor;
  /** What is watched, the first is the default: one cluster or recording, or several clusters. Never empty. */
  readonly clusters: readonly Watched[];
  /** The board of that place. Throws `not-found` for a recording that is not (any more) open, and an unknown cluster. */
  board(place?: Place): Board;
  /** Keeps an uploaded recording open and returns its id. Throws `Problem` as `openRecording` does. */
  open(upload: Upload): Promise<string>;
  /** Diagnoses an uploaded recording and forgets it. */
  diagnose(upload: Upload, options: { all: boolean; asOf?: string | undefined }): Promise<UploadAnswer>;
  /** Opens its database at the first use. */
  readonly store: Store;
  readonly streams: StreamGate;
  readonly metrics: Metrics;
  /** True from SIGTERM on. */
  draining(): boolean;
  /** Counts and logs a bug that a route isolated, redacted. `where`: method and route pattern. */
  bug(where: string, thrown: unknown): void;
  /** Counts what runs, so that a graceful end can wait for it. The result ends it. */
  begin(): () => void;
  stop(): Promise<void>;
}

const key = Symbol.for('unloop.runtime');

interface Holder {
  [key]?: Promise<Runtime>;
}

/** globalThis under the type of what hangs there; nothing else in the process uses this symbol. */
function holder(): Holder {
  return globalThis as Holder;
}

/** The runtime, made and started at the first call (by `instrumentation.ts`, before the first request). */
export function getRuntime(): Promise<Runtime> {
  const held = holder();
  held[key] ??= import('./compose').then(({ composeFromEnvironment }) => composeFromEnvironment());
  return held[key];
}

/** For tests and the command line: puts a runtime of their own in the place. */
export function setRuntime(runtime: Runtime | null): void {
  if (runtime === null) delete holder()[key];
  else holder()[key] = Promise.resolve(runtime);
}
