/** The logs of a recording: held compressed while its pods are still unknown, sorted out and redacted once they are. */
import 'server-only';

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Clean } from '../kubernetes/projection/clean';
import { pseudoLogFailure } from '../kubernetes/projection/pseudo-log';
import type { Pod, PoisonObject } from '../model/kubernetes';
import type { Failure } from '../model/result';
import type { LogPlace } from './layout';
import type { Limits } from './limits';
import { hasTimestamps, lastTimestamp, type Tail } from './log-tail';
import { refusedLog } from './refused-log';

/** One log of one instance: redacted text, compressed. Plain data: it crosses from the worker. */
export interface StoredLog {
  namespace: string;
  pod: string;
  container: string;
  instance: 'current' | 'previous';
  truncated: boolean;
  timestamps: boolean;
  /** Time of its last line, where lines have times. */
  lastAt: string | null;
  /** Why there is none, where an error lies in its place; the text is empty then. */
  failure: Failure | null;
  packed: Uint8Array;
}

interface Held {
  readings: LogPlace[];
  truncated: boolean;
  packed: Uint8Array;
}

export class LogShelf {
  readonly #limits: Pick<Limits, 'logStoreBytes'>;
  #held: Held[] = [];
  #bytes = 0;
  /** Logs that found no room, and logs of pods or containers that are not in the recording. */
  left = 0;
  strange = 0;
  truncated = 0;

  constructor(limits: Pick<Limits, 'logStoreBytes'>) {
    this.#limits = limits;
  }

  put(readings: LogPlace[], tail: Tail): void {
    const packed = deflateRawSync(tail.text, { level: 1 });
    if (this.#bytes + packed.length > this.#limits.logStoreBytes) {
      this.left += 1;
      return;
    }
    this.#bytes += packed.length;
    this.#held.push({ readings, truncated: tail.truncated, packed });
  }

  /** The logs of known containers, redacted. A later file for the same instance replaces an earlier one, unless it is empty or none. */
  end(pods: readonly (Pod | PoisonObject)[], clean: Clean): { logs: StoredLog[]; bytes: number } {
    const byName = new Map<string, KnownPod[]>();
    for (const pod of pods.flatMap(withContainers)) byName.set(pod.name, [...(byName.get(pod.name) ?? []), pod]);
    const logs = new Map<string, StoredLog>();
    for (const held of this.#held) {
      const owner = ownerOf(held.readings, byName);
      if (owner === null) {
        this.strange += 1;
        continue;
      }
      const recorded = inflateRawSync(held.packed).toString('utf8');
      const failure = pseudoLogFailure(recorded) ?? refusedLog(recorded, owner.pod);
      const text = failure === null ? clean(recorded) : '';
      const key = logKey(owner);
      if (text === '' && logs.has(key)) continue;
      if (held.truncated) this.truncated += 1;
      const timestamps = hasTimestamps(text);
      logs.set(key, {
        ...owner,
        truncated: held.truncated,
        timestamps,
        lastAt: timestamps ? lastTimestamp(text) : null,
        failure: failure && { ...failure, message: clean(failure.message) },
        packed: deflateRawSync(text, { level: 6 }),
      });
    }
    this.#held = [];
    const kept = [...logs.values()];
    return { logs: kept, bytes: kept.reduce((sum, log) => sum + log.packed.length, 0) };
  }
}

export type LogOwner = Pick<StoredLog, 'namespace' | 'pod' | 'container' | 'instance'>;

/** One log of one container: what two copies of the same log share. */
export function logKey(owner: LogOwner): string {
  return `${owner.namespace}/${owner.pod}/${owner.container}/${owner.instance}`;
}

/** The text of a stored log, unpacked. */
export function textOf(log: StoredLog): string {
  return inflateRawSync(log.packed).toString('utf8');
}

interface KnownPod {
  namespace: string;
  name: string;
  containers: string[];
}

function withContainers(pod: Pod | PoisonObject): KnownPod[] {
  if (!('spec' in pod)) return [];
  const { namespace, name } = pod.metadata;
  // Ephemeral containers stand in the status only.
  const named = [...pod.spec.initContainers, ...pod.spec.containers, ...pod.status.ephemeralContainerStatuses];
  return [{ namespace, name, containers: named.map((container) => container.name) }];
}

/** The first reading that names a container of the recording. A container may itself be called `app-previous`. */
function ownerOf(readings: readonly LogPlace[], byName: Map<string, KnownPod[]>): LogOwner | null {
  for (const { namespace, pod, stem } of readings) {
    if (stem === null) {
      const whole = podOf(pod, namespace, byName);
      const before = podOf(withoutPrevious(pod), namespace, byName);
      const only = whole ?? before;
      const container = only?.containers.length === 1 ? only.containers[0] : undefined;
      if (only !== undefined && container !== undefined) {
        return owned(only, container, whole === undefined ? 'previous' : 'current');
      }
      continue;
    }
    const known = podOf(pod, namespace, byName);
    if (known === undefined) continue;
    if (known.containers.includes(stem)) return owned(known, stem, 'current');
    const base = withoutPrevious(stem);
    if (base !== stem && known.containers.includes(base)) return owned(known, base, 'previous');
  }
  return null;
}

function owned(pod: KnownPod, container: string, instance: LogOwner['instance']): LogOwner {
  return { namespace: pod.namespace, pod: pod.name, container, instance };
}

function withoutPrevious(text: string): string {
  return text.replace(/[-.]previous$/, '');
}

/** Without a namespace only a name that stands for one pod is taken. */
function podOf(name: string, namespace: string | null, byName: Map<string, KnownPod[]>): KnownPod | undefined {
  const named = byName.get(name) ?? [];
  return namespace === null
    ? named.length === 1
      ? named[0]
      : undefined
    : named.find((pod) => pod.namespace === namespace);
}
