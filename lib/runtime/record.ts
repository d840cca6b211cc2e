/** Saves what Unloop reads of a cluster as a recording: projected, redacted, with the logs of what is in trouble. */
import 'server-only';

import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { logWindow } from '../collect/log-book';
import { createCleaner } from '../kubernetes/projection/clean';
import { type ContainerStatus, type Kind, type ObjectOfKind, type Pod, type PoisonObject } from '../model/kubernetes';
import { Problem } from '../model/problem';
import type { Feed, KindState, Source } from '../model/source';
import type { ObjectsByKind } from '../recording/object-table';
import { type RecordedLog, writeRecording } from '../recording/recorder';
import { createRedactor } from '../redact/redactor';
import { absentNamespaces, freshnessOf, isComplete } from './freshness';
import { type ClusterOptions, connect, isFinal } from './once';
import { absentInWords } from './unread-objects';

export interface Recorded {
  bytes: number;
  /** What was left out and why, one sentence each. */
  notes: string[];
}

/** A recording is for a person to look into; a thousand broken containers are as good as ten thousand. */
const mostLogs = 1000;
const patienceMs = 60_000;

/** `out`: path of the .tar.gz. `named` empty: the whole cluster; null: those of the settings. Throws as `connect`, and where it cannot be read. */
export async function recordClusterTo(out: string, named: string[] | null, options: ClusterOptions): Promise<Recorded> {
  const redact = createRedactor(randomBytes(32).toString('hex'));
  const clean = createCleaner(redact);
  const { source } = await connect(options, (_own, set) => named ?? set, clean);
  const kept = new Keeper();
  try {
    source.start(kept);
    await untilComplete(kept, source);
    const states = [...kept.states.values()];
    const recordedAt = new Date(Date.now() + source.skewMs()).toISOString();
    const absent = absentNamespaces(states, () => kept.namespaces(), recordedAt);
    const { missing } = freshnessOf(states, source.info, '', false, absent);
    const notes = [...absent.map(absentInWords), ...missing].map((what) => `Not read: ${what}`);
    const { serverVersion } = source.capabilities();
    await writeRecording(kept.objects(), logsOf(source, kept.pods(), clean, notes), createWriteStream(out), {
      recordedAt,
      serverVersion,
    });
    return { bytes: (await stat(out)).size, notes };
  } finally {
    await source.stop();
  }
}

/** A feed that only keeps what it is told. */
class Keeper implements Feed {
  readonly states = new Map<string, KindState>();
  readonly #objects = new Map<Kind, Map<string, ObjectOfKind[Kind] | PoisonObject>>();

  replace<K extends Kind>(kind: K, namespace: string | null, objects: (ObjectOfKind[K] | PoisonObject)[]): void {
    const known = this.#of(kind);
    for (const [key, object] of known) {
      if (namespace === null || object.metadata.namespace === namespace) known.delete(key);
    }
    for (const object of objects) this.upsert(kind, object);
  }

  upsert<K extends Kind>(kind: K, object: ObjectOfKind[K] | PoisonObject): void {
    const { namespace, name } = object.metadata;
    if (name !== '') this.#of(kind).set(`${namespace}/${name}`, object);
  }

  remove(kind: Kind, { metadata }: { metadata: { namespace: string; name: string } }): void {
    this.#of(kind).delete(`${metadata.namespace}/${metadata.name}`);
  }

  state(state: KindState): void {
    this.states.set(`${state.kind}/${state.namespace ?? ''}`, state);
  }

  pods(): Pod[] {
    return [...this.#of('Pod').values()].flatMap((object) => (isPod(object) ? [object] : []));
  }

  namespaces(): string[] {
    return [...this.#of('Namespace').values()].map(({ metadata }) => metadata.name);
  }

  objects(): ObjectsByKind {
    return asObjectsByKind([...this.#objects].map(([kind, objects]) => [kind, [...objects.values()]]));
  }

  #of(kind: Kind): Map<string, ObjectOfKind[Kind] | PoisonObject> {
    const known = this.#objects.get(kind) ?? new Map<string, ObjectOfKind[Kind] | PoisonObject>();
    this.#objects.set(kind, known);
    return known;
  }
}

function isPod(object: ObjectOfKind[Kind] | PoisonObject): object is Pod {
  return !('poison' in object) && object.kind === 'Pod';
}

/** A feed is only ever handed objects under their own kind, so each list holds what its key says. */
function asObjectsByKind(entries: [Kind, (ObjectOfKind[Kind] | PoisonObject)[]][]): ObjectsByKind {
  return Object.fromEntries(entries);
}

async function untilComplete(kept: Keeper, source: Source): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const states = [...kept.states.values()];
    if (isComplete(states)) return;
    const fresh = freshnessOf(states, source.info, '');
    if (performance.now() > end || isFinal(fresh)) {
      throw new Problem('not-ready', fresh.why ?? 'The cluster was not read in time.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** In trouble now, or was: the log of such a container may say why. */
function isTroubled({ ready, restartCount, state, lastState }: ContainerStatus): boolean {
  return !ready || restartCount > 0 || lastState.terminated !== null || (state.terminated?.exitCode ?? 0) !== 0;
}

async function* logsOf(
  source: Source,
  pods: Pod[],
  clean: (text: string) => string,
  notes: string[],
): AsyncGenerator<RecordedLog> {
  let count = 0;
  const failures = new Set<string>();
  for (const { metadata, status } of pods) {
    const { namespace, name: pod, uid: podUid } = metadata;
    for (const container of [...status.initContainerStatuses, ...status.containerStatuses].filter(isTroubled)) {
      for (const instance of ['previous', 'current'] as const) {
        if (instance === 'previous' ? container.restartCount === 0 : container.containerID === null) continue;
        if (count >= mostLogs) continue;
        count += 1;
        const request = { namespace, pod, podUid, container: container.name, instance, ...logWindow };
        const result = await source.logs(request, AbortSignal.timeout(15_000));
        if (result.ok) yield { namespace, pod, container: container.name, instance, text: clean(result.value.text) };
        else if (result.failure.permission !== undefined) failures.add(result.failure.message);
      }
    }
  }
  if (count >= mostLogs) notes.push(`Only ${mostLogs} logs were saved.`);
  notes.push(...failures);
}
