/** The objects of a recording: which kind each is, projected and redacted at once, one of each name. */
import 'server-only';

import { isKind, kinds } from '../model/kinds';
import type { Kind, ObjectOfKind, PoisonObject } from '../model/kubernetes';
import type { Clean } from '../kubernetes/projection/clean';
import { isPoison, project } from '../kubernetes/projection/project';
import { endpointSlicesOf } from './endpoints';
import type { Limits } from './limits';
import { megabytes, remedies, tooLarge } from './problems';
import { statusTimes } from './times';

export type ObjectsByKind = { [K in Kind]?: (ObjectOfKind[K] | PoisonObject)[] };

/** What the place of an object says about it, for items of lists leave their kind out. */
export interface Hint {
  kind: Kind | 'Endpoints' | null;
  namespace: string | null;
}

type Entry = Record<string, unknown>;

/** Groups that serve, or once served, a kind under another name than today's. */
const otherGroups: Partial<Record<Kind, readonly string[]>> = {
  Event: ['events.k8s.io'],
  Deployment: ['extensions'],
  ReplicaSet: ['extensions'],
  DaemonSet: ['extensions'],
};

export class ObjectTable {
  readonly #clean: Clean;
  readonly #limits: Pick<Limits, 'keptBytes'>;
  readonly #objects = new Map<Kind, Map<string, ObjectOfKind[Kind] | PoisonObject>>();
  readonly #endpoints: Entry[] = [];
  #bytes = 0;
  /** Objects of kinds that are not ours, by kind. */
  readonly unused = new Map<string, number>();
  nameless = 0;
  /** Entries that are no Kubernetes objects: null, numbers, texts, objects without kind and metadata. */
  strange = 0;
  poisoned = 0;
  /** Newest time that a status or an event gives, and newest that a creation or a change gives. */
  newestAt: string | null = null;
  /** The newest such time of any other object than that one. */
  nextAt: string | null = null;
  newestWrittenAt: string | null = null;

  constructor(clean: Clean, limits: Pick<Limits, 'keptBytes'>) {
    this.#clean = clean;
    this.#limits = limits;
  }

  /** Says that a kind was recorded, though there may be nothing of it. */
  present(kind: Kind | 'Endpoints' | null): void {
    if (kind !== null && kind !== 'Endpoints') this.#ofKind(kind);
  }

  /** Takes one parsed object. `list` is the list it stood in, where that says more than the object. */
  add(file: string, value: unknown, list: unknown, hint: Hint): void {
    if (this.#bytes > this.#limits.keptBytes) {
      throw tooLarge(file, `needs more than ${megabytes(this.#limits.keptBytes)} of memory`, remedies.smaller);
    }
    const kind = isEntry(value) ? kindOf(value, list, hint) : null;
    if (!isEntry(value) || !('metadata' in value || 'apiVersion' in value || kind !== null)) {
      this.strange += 1;
      return;
    }
    if (kind === 'Endpoints') {
      this.#endpoints.push(this.#named(value, 'EndpointSlice', hint));
    } else if (kind !== null) {
      this.#keep(kind, this.#named(value, kind, hint));
    } else {
      const named = typeof value.kind === 'string' ? value.kind : listedKind(list);
      if (named === null) return;
      const name = this.#clean(named.slice(0, 64));
      if (this.unused.size < 50 || this.unused.has(name)) this.unused.set(name, (this.unused.get(name) ?? 0) + 1);
    }
  }

  /** Everything, once the whole recording was read; kinds that were not recorded are left out. `bytes` is about its JSON. */
  end(): { objects: ObjectsByKind; bytes: number } {
    const sliced = new Set(
      [...(this.#objects.get('EndpointSlice')?.values() ?? [])].map((slice) =>
        serviceKey(slice.metadata.namespace, slice.metadata.labels['kubernetes.io/service-name'] ?? ''),
      ),
    );
    for (const endpoints of this.#endpoints) {
      const metadata = entryOf(endpoints.metadata);
      if (sliced.has(serviceKey(String(metadata.namespace), String(metadata.name)))) continue;
      for (const slice of endpointSlicesOf(endpoints)) this.#keep('EndpointSlice', slice);
    }
    const objects: ObjectsByKind = {};
    for (const [kind, byName] of this.#objects) setKind(objects, kind, [...byName.values()]);
    return { objects, bytes: this.#bytes };
  }

  get count(): number {
    return [...this.#objects.values()].reduce((sum, byName) => sum + byName.size, 0);
  }

  #keep(kind: Kind, raw: Entry): void {
    const object = project(kind, raw, this.#clean);
    if (object.metadata.name === '') this.nameless += 1;
    else if (isPoison(object)) this.poisoned += 1;
    this.#bytes += JSON.stringify(object).length;
    const sameKind = this.#ofKind(kind);
    const name = `${object.metadata.namespace}/${object.metadata.name}`;
    const known = sameKind.get(name);
    if (known === undefined || !isNewer(known, object)) sameKind.set(name, object);
    const seenAt = newestOf(statusTimes(kind, raw));
    const newestAt = later(this.newestAt, seenAt);
    this.nextAt = later(this.nextAt, newestAt === this.newestAt ? seenAt : this.newestAt);
    this.newestAt = newestAt;
    const writtenAt = object.metadata.writers.map((writer) => writer.at);
    this.newestWrittenAt = later(this.newestWrittenAt, newestOf([object.metadata.creationTimestamp, ...writtenAt]));
  }

  /** The object with its namespace, and with an uid of its own where the recording has none: the picture keeps by uid. */
  #named(raw: Entry, kind: Kind, hint: Hint): Entry {
    const metadata = entryOf(raw.metadata);
    const own = typeof metadata.namespace === 'string' ? metadata.namespace : '';
    const said = own === '' ? (hint.namespace ?? 'default') : own;
    const namespace = kinds[kind].namespaced ? said : '';
    const uid =
      typeof metadata.uid === 'string' && metadata.uid !== ''
        ? metadata.uid
        : `recording:${kind}:${namespace}/${String(metadata.name)}`;
    return { ...raw, metadata: { ...metadata, namespace, uid } };
  }

  #ofKind(kind: Kind): Map<string, ObjectOfKind[Kind] | PoisonObject> {
    const known = this.#objects.get(kind);
    if (known !== undefined) return known;
    const fresh = new Map<string, ObjectOfKind[Kind] | PoisonObject>();
    this.#objects.set(kind, fresh);
    return fresh;
  }
}

/** By what the API server counts its writes with, where both tell it: two files of one recording stand in any order. */
function isNewer(left: ObjectOfKind[Kind] | PoisonObject, right: ObjectOfKind[Kind] | PoisonObject): boolean {
  const [one, other] = [left.metadata.resourceVersion, right.metadata.resourceVersion];
  return /^\d{1,20}$/.test(one) && /^\d{1,20}$/.test(other) && BigInt(one) > BigInt(other);
}

/** Guarantee: `objects` were all projected as `kind`. */
function setKind<K extends Kind>(into: ObjectsByKind, kind: K, objects: (ObjectOfKind[Kind] | PoisonObject)[]): void {
  into[kind] = objects as ObjectsByKind[K];
}

/** Its own kind, else its list's (`PodList`), else what its place says. Null: not one of ours. */
function kindOf(value: Entry, list: unknown, hint: Hint): Kind | 'Endpoints' | null {
  const named = value.kind === undefined || value.kind === '' || value.kind === 'PartialObjectMetadata';
  if (!named) return checked(value.kind, value.apiVersion);
  const ofList = listedKind(list);
  return ofList !== null && ofList !== 'PartialObjectMetadata' ? checked(ofList, entryOf(list).apiVersion) : hint.kind;
}

/** `Pod` of a `PodList`; null for a plain `List`, whose items name their kind. */
export function listedKind(list: unknown): string | null {
  const kind = entryOf(list).kind;
  return typeof kind === 'string' && kind !== 'List' && kind.endsWith('List') ? kind.slice(0, -4) : null;
}

function checked(kind: unknown, apiVersion: unknown): Kind | 'Endpoints' | null {
  if (kind === 'Endpoints') return 'Endpoints';
  if (!isKind(kind)) return null;
  if (typeof apiVersion !== 'string' || apiVersion === '') return kind;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return group === kinds[kind].group || otherGroups[kind]?.includes(group) === true ? kind : null;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a value is, or an empty one. */
export function entryOf(value: unknown): Entry {
  return isEntry(value) ? value : {};
}

function serviceKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** The later of two instants; RFC 3339 with different digits compares by value, not by text. */
export function later(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return Date.parse(right) > Date.parse(left) ? right : left;
}

function newestOf(instants: readonly (string | null)[]): string | null {
  return instants.reduce(later, null);
}
