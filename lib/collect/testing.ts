// Builders and a fake source for the tests of this folder.
import 'server-only';

import { createPicture, type Picture } from '../cluster/picture';
import { project } from '../kubernetes/projection/project';
import type { Kind, Pod } from '../model/kubernetes';
import type { Result } from '../model/result';
import type { LogRequest, LogText, Source } from '../model/source';
import type { DigestLog } from './log-book';

export const start = '2026-11-21T08:00:00Z';

export function at(seconds: number): string {
  return new Date(Date.parse(start) + seconds * 1000).toISOString();
}

export function feed<K extends Kind>(
  picture: Picture,
  kind: K,
  name: string,
  fields: Record<string, unknown> = {},
): void {
  const { metadata, ...rest } = fields;
  const base = { name, namespace: 'shop', uid: `uid-${name}`, creationTimestamp: start };
  picture.upsert(
    kind,
    project(kind, { metadata: { ...base, ...Object(metadata) }, ...rest }, (text) => text),
  );
}

export function owned(kind: string, name: string, labels: Record<string, string> = {}): { metadata: object } {
  return { metadata: { labels, ownerReferences: [{ kind, name, uid: `uid-${name}`, controller: true }] } };
}

export function aPod(name: string, fields: Record<string, unknown> = {}): Pod {
  const picture = createPicture({ now: () => start });
  feed(picture, 'Pod', name, fields);
  const pod = picture.pod('shop', name);
  if (pod === null) throw new Error('the pod is poison');
  return pod;
}

/** A status of container app: running since, waiting after an end, or ended; seconds after the start. */
export const app = {
  running: (since: number, ready: boolean, restartCount = 0, lastEnd?: number): object => ({
    name: 'app',
    ready,
    restartCount,
    containerID: `c${restartCount}`,
    state: { running: { startedAt: at(since) } },
    lastState: lastEnd === undefined ? {} : { terminated: ended(restartCount - 1, lastEnd) },
  }),
  waiting: (restartCount: number, end: number): object => ({
    name: 'app',
    ready: false,
    restartCount,
    containerID: `c${restartCount}`,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: ended(restartCount, end) },
  }),
  ended: (restartCount: number, end: number, exitCode = 1): object => ({
    name: 'app',
    ready: false,
    restartCount,
    containerID: `c${restartCount}`,
    state: { terminated: { ...ended(restartCount, end), exitCode } },
  }),
};

function ended(restartCount: number, end: number): object {
  return { exitCode: 1, reason: 'Error', containerID: `c${restartCount}`, finishedAt: at(end) };
}

export function withApp(status: object, spec: object = {}): Record<string, unknown> {
  return {
    spec: { containers: [{ name: 'app' }], ...spec },
    status: { phase: 'Running', containerStatuses: [status] },
  };
}

/** Answers each log request when the test says so. */
export class FakeSource implements Source {
  readonly info = { kind: 'cluster' as const, name: 'test', location: '', recordedAt: null };
  readonly requests: LogRequest[] = [];
  readonly signals: AbortSignal[] = [];
  readonly #open: ((result: Result<LogText>) => void)[] = [];

  start(): void {
    throw new Error('not used');
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  capabilities(): { missing: []; serverVersion: null } {
    return { missing: [], serverVersion: null };
  }
  skewMs(): number {
    return 0;
  }

  logs(request: LogRequest, signal: AbortSignal): Promise<Result<LogText>> {
    this.requests.push(request);
    this.signals.push(signal);
    return new Promise((resolve) => this.#open.push(resolve));
  }

  asked(): string[] {
    return this.requests.map(({ pod, container, instance }) => `${pod} ${container} ${instance}`);
  }

  /** Answers the oldest open request, and lets what waits for it run. */
  async answer(result: Result<LogText> | string): Promise<void> {
    const open = this.#open.shift();
    if (open === undefined) throw new Error('nothing is asked');
    open(
      typeof result === 'string'
        ? { ok: true, value: { text: result, truncated: false, timestamps: false }, asOf: start }
        : result,
    );
    await settled();
  }

  get open(): number {
    return this.#open.length;
  }
}

/** All promises that are ready have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Keeps the text as one line. */
export const plainDigest: DigestLog = ({ timestamps: _, ...meta }, text, redact) => ({
  ...meta,
  lines: 1,
  bytes: text.length,
  firstAt: null,
  lastAt: null,
  excerpt: [{ n: 1, at: null, text: redact(text) }],
  hits: [],
});
