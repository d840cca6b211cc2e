/** Objects with one growing resourceVersion, a history to resume from, and subscribers: etcd in a hundred lines. */
import { randomUUID } from 'node:crypto';
import type { NewObject, RawObject } from './objects';
import { apiVersion, resourceOfKind, type Resource } from './resources';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';
export interface StoredEvent {
  version: number;
  type: EventType;
  object: RawObject;
}
type Listener = (event: StoredEvent) => void;

interface Shelf {
  objects: Map<string, RawObject>;
  history: StoredEvent[];
  /** Watches from an older version are answered with 410. */
  compactedAt: number;
  listeners: Set<Listener>;
}

export class Store {
  version = 1_000;
  private readonly shelves = new Map<string, Shelf>();

  shelf(resource: Resource): Shelf {
    const key = `${resource.group}/${resource.plural}`;
    const found = this.shelves.get(key);
    if (found !== undefined) return found;
    const shelf: Shelf = { objects: new Map(), history: [], compactedAt: 0, listeners: new Set() };
    this.shelves.set(key, shelf);
    return shelf;
  }

  list(resource: Resource, namespace: string | null): RawObject[] {
    const all = [...this.shelf(resource).objects.values()];
    return namespace === null ? all : all.filter((object) => object.metadata.namespace === namespace);
  }

  get(resource: Resource, namespace: string | null, name: string): RawObject | undefined {
    return this.shelf(resource).objects.get(keyOf(namespace ?? undefined, name));
  }

  /** Creates or replaces; uid, resourceVersion and creation time are the server's. Quiet: no event (F32, F35). */
  apply(object: NewObject, quiet = false): RawObject {
    const resource = served(object.kind);
    const shelf = this.shelf(resource);
    const { name } = object.metadata;
    const namespace = resource.namespaced ? (object.metadata.namespace ?? 'default') : undefined;
    const old = shelf.objects.get(keyOf(namespace, name));
    const version = ++this.version;
    const { namespace: _given, ...metadata } = object.metadata;
    const stored: RawObject = {
      ...object,
      apiVersion: object.apiVersion ?? apiVersion(resource),
      metadata: {
        ...metadata,
        ...(namespace === undefined ? {} : { namespace }),
        uid: object.metadata.uid ?? old?.metadata.uid ?? randomUUID(),
        creationTimestamp:
          object.metadata.creationTimestamp ?? old?.metadata.creationTimestamp ?? '2026-11-21T03:00:00Z',
        resourceVersion: String(version),
      },
    };
    shelf.objects.set(keyOf(namespace, name), stored);
    this.record(shelf, { version, type: old === undefined ? 'ADDED' : 'MODIFIED', object: stored }, quiet);
    return stored;
  }

  /** The event carries the last state (or `older`, F29) with the version of the deletion. */
  remove(
    kind: string,
    namespace: string | null,
    name: string,
    options: { quiet?: boolean; older?: RawObject } = {},
  ): void {
    const shelf = this.shelf(served(kind));
    const key = keyOf(namespace ?? undefined, name);
    const old = shelf.objects.get(key);
    if (old === undefined) throw new Error(`nothing to remove: ${kind} ${key}`);
    shelf.objects.delete(key);
    const version = ++this.version;
    const last = options.older ?? old;
    const object = { ...last, metadata: { ...last.metadata, resourceVersion: String(version) } };
    this.record(shelf, { version, type: 'DELETED', object }, options.quiet ?? false);
  }

  /** Forgets all history: each watch that resumes from before is told 410. */
  compact(): void {
    for (const shelf of this.shelves.values()) {
      shelf.history = [];
      shelf.compactedAt = this.version;
    }
  }

  /** Takes a backup; the returned function restores it, versions and all, as `etcdctl snapshot restore` does. */
  backup(): () => void {
    const { version } = this;
    const kept = [...this.shelves].map(([key, { objects }]) => [key, new Map(objects)] as const);
    return () => {
      this.version = version;
      for (const shelf of this.shelves.values()) {
        shelf.objects = new Map();
        shelf.history = [];
        shelf.compactedAt = version;
      }
      for (const [key, objects] of kept) {
        const shelf = this.shelves.get(key);
        if (shelf !== undefined) shelf.objects = new Map(objects);
      }
    };
  }

  private record(shelf: Shelf, event: StoredEvent, quiet: boolean): void {
    if (quiet) return;
    shelf.history.push(event);
    if (shelf.history.length > 20_000) shelf.compactedAt = shelf.history.shift()?.version ?? shelf.compactedAt;
    for (const listener of [...shelf.listeners]) listener(event);
  }
}

export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function served(kind: string): Resource {
  const resource = resourceOfKind(kind);
  if (resource === undefined) throw new Error(`the fake API does not serve ${kind}`);
  return resource;
}
