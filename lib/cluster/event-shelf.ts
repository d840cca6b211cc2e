// Events by the object they are about: for some hours, and the newest sixty of each object.
import 'server-only';

import type { ClusterEvent } from '../model/kubernetes';
import { Table } from './table';

/**
 * Longer than the API server's default --event-ttl of an hour (signals §3.2): what it still has is kept, for in an old loop
 * the kubelet no longer writes new ones, and an absence must not be counted over what was thrown away here.
 */
export const liveEventsMs = 3 * 3_600_000;
/** A pod in a loop has about twenty; a busy HPA or node may have hundreds. */
const keptPerObject = 60;

function involvedKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** What the API server appends to generateName: five letters and digits that spell no words. */
const generated = /^(.+)[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** Where a warning about a pod with a generated name is found when the pod itself is gone; null for any other event. */
function generatedKey(event: ClusterEvent): string | null {
  const { kind, namespace, name } = event.involvedObject;
  const prefix = kind === 'Pod' && event.type === 'Warning' ? generated.exec(name)?.[1] : undefined;
  return prefix === undefined ? null : `${namespace}/${prefix}`;
}

/** Text of one form and precision sorts as time does, but events mix seconds and microseconds. */
function timeOf(event: ClusterEvent): number {
  return event.at === null ? Number.POSITIVE_INFINITY : Date.parse(event.at);
}

export class EventShelf {
  /** By the event's own namespace and name: updates and removals come by these. */
  readonly #events = new Table<ClusterEvent>();
  readonly #byObject = new Map<string, Set<ClusterEvent>>();
  /** Warnings about pods by the generateName of their pod: the only trace of some pods that are gone. */
  readonly #byGenerated = new Map<string, Set<ClusterEvent>>();

  /** `keptMs`: how long an event is kept after it was said last. */
  constructor(private readonly keptMs: number) {}

  get size(): number {
    return this.#events.size;
  }

  get(namespace: string, name: string): ClusterEvent | undefined {
    return this.#events.get(namespace, name);
  }

  values(namespace: string | null): Generator<ClusterEvent> {
    return this.#events.values(namespace);
  }

  /** Oldest first. By name, not uid: the kubelet writes a node's name as its uid (signals §3.1). */
  about(kind: string, namespace: string, name: string): ClusterEvent[] {
    const events = this.#byObject.get(involvedKey(kind, namespace, name));
    return events === undefined ? [] : [...events].sort((left, right) => timeOf(left) - timeOf(right));
  }

  /** Warnings about any pod that was named by generateName, in no order. */
  aboutGenerated(namespace: string, prefix: string): ClusterEvent[] {
    return [...(this.#byGenerated.get(`${namespace}/${prefix}`) ?? [])];
  }

  /** False where the event is too old to be kept, or older than the sixty newest of its object. */
  put(event: ClusterEvent, nowMs: number): boolean {
    this.delete(event.metadata.namespace, event.metadata.name);
    if (timeOf(event) < nowMs - this.keptMs) return false;
    const { kind, namespace, name } = event.involvedObject;
    const key = involvedKey(kind, namespace, name);
    const events = this.#byObject.get(key) ?? new Set();
    this.#byObject.set(key, events);
    events.add(event);
    this.#events.set(event.metadata.namespace, event.metadata.name, event);
    const madeAs = generatedKey(event);
    if (madeAs !== null) {
      const siblings = this.#byGenerated.get(madeAs) ?? new Set();
      this.#byGenerated.set(madeAs, siblings.add(event));
    }
    if (events.size <= keptPerObject) return true;
    let oldest = event;
    for (const other of events) if (timeOf(other) < timeOf(oldest)) oldest = other;
    this.delete(oldest.metadata.namespace, oldest.metadata.name);
    return oldest !== event;
  }

  delete(namespace: string, name: string): void {
    const event = this.#events.get(namespace, name);
    if (event === undefined) return;
    this.#events.delete(namespace, name);
    const { involvedObject } = event;
    const key = involvedKey(involvedObject.kind, involvedObject.namespace, involvedObject.name);
    const events = this.#byObject.get(key);
    events?.delete(event);
    if (events?.size === 0) this.#byObject.delete(key);
    const madeAs = generatedKey(event);
    if (madeAs === null) return;
    const siblings = this.#byGenerated.get(madeAs);
    siblings?.delete(event);
    if (siblings?.size === 0) this.#byGenerated.delete(madeAs);
  }

  sweep(nowMs: number): void {
    for (const event of [...this.#events.values()]) {
      if (timeOf(event) < nowMs - this.keptMs) this.delete(event.metadata.namespace, event.metadata.name);
    }
  }
}
