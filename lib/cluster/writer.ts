// The feed's side of the picture: what a source says becomes objects, deletions, and the keys of the workloads touched.
import 'server-only';

import type { ClusterObject, Controller, Kind, ObjectBase, ObjectOfKind, Pod, PoisonObject } from '../model/kubernetes';
import type { Feed, KindState } from '../model/source';
import { workloadKey } from '../model/workload';
import { ChangeFeed } from './changes';
import { ForgettingClock } from './forgetting';
import { Graveyard } from './graveyard';
import { isControllerKind } from './owners';
import { Stores } from './stores';
import { Touched, isNodeChange, touchedByEvent } from './touched';
import { compareStates, isSameObject, supersedes } from './version';

/** What of an object a removal carries: at least who it is. */
type Removed = { metadata: { namespace: string; name: string; uid: string } };

/** From here on it is cheaper to tell all workloads of the namespaces than to look for those of each object. */
const wideList = 500;
/** So many changes and no more are done in one breath: readers of the board see them all or none. */
const changedAtOnce = 500;
/** Listeners look at each workload they are told of (its logs, its judgement): no more in one breath than a few ms' worth. */
const toldAtOnce = 50;

export class Writer implements Feed {
  readonly stores: Stores;
  readonly graveyard = new Graveyard();
  readonly poisons = new Map<string, PoisonObject>();
  readonly states = new Map<string, KindState>();
  readonly changes: ChangeFeed;
  readonly #forgetting: ForgettingClock;
  /** States that came late and were older than the one shown. */
  ignored = 0;
  nameless = 0;

  constructor(
    private readonly now: () => string,
    eventsMs: number,
    onBug?: (error: unknown) => void,
  ) {
    this.stores = new Stores(eventsMs);
    this.changes = new ChangeFeed(onBug);
    this.#forgetting = new ForgettingClock(now);
  }

  /** Forgets events and deleted pods that are past their time. */
  sweep(): void {
    const atMs = this.#forgetting.sweepMs();
    this.stores.events.sweep(atMs);
    this.graveyard.sweep(atMs);
  }

  replace<K extends Kind>(
    kind: K,
    namespace: string | null,
    objects: (ObjectOfKind[K] | PoisonObject)[],
    isRestored = false,
  ): void {
    for (const step of this.replacing(kind, namespace, objects, isRestored)) void step;
  }

  /**
   * A replace in steps of one object, so that it can be done in slices. Told at the end: who is judged between two slices
   * would be judged by half a list. Others may look between two slices all the same (a page that is opened, an event): what
   * a list changes is found first and then done as one step, unless it is so much that the loop would be blocked.
   */
  *replacing<K extends Kind>(
    kind: K,
    namespace: string | null,
    objects: (ObjectOfKind[K] | PoisonObject)[],
    isRestored = false,
  ): Generator<undefined> {
    const touched = new Touched(this.stores, objects.length > wideList);
    const listed = new Set<string>();
    const news: (ObjectOfKind[K] | PoisonObject)[] = [];
    for (const object of objects) {
      listed.add(nameKey(object));
      if (isRestored || !this.#isRepeated(kind, object)) news.push(object);
      yield;
    }
    const gone: ObjectBase[] = [];
    for (const object of [...this.stores.values(kind, namespace), ...this.#poisonsOf(kind, namespace)]) {
      if (!listed.has(nameKey(object))) gone.push(object);
      yield;
    }
    const isMuch = news.length + gone.length > changedAtOnce;
    for (const object of news) {
      this.#put(kind, object, touched, isRestored);
      if (isMuch) yield;
    }
    for (const object of gone) {
      this.#remove(kind, object, touched);
      if (isMuch) yield;
    }
    const keys = [...touched.keys()];
    for (let from = 0; from < keys.length; from += toldAtOnce) {
      this.changes.announce(new Set(keys.slice(from, from + toldAtOnce)));
      yield;
    }
  }

  upsert<K extends Kind>(kind: K, object: ObjectOfKind[K] | PoisonObject): void {
    const touched = new Touched(this.stores, false);
    this.#put(kind, object, touched);
    this.changes.announce(touched.keys());
  }

  remove(kind: Kind, object: Removed): void {
    const touched = new Touched(this.stores, false);
    const { namespace, name } = object.metadata;
    const known = this.stores.get(kind, namespace, name) ?? this.poisons.get(poisonKey(kind, namespace, name));
    // The end of an earlier object of that name, come late: the one that is there now is another.
    if (known === undefined || !isSameObject(known, object)) return;
    this.#remove(kind, object, touched);
    this.changes.announce(touched.keys());
  }

  state(state: KindState): void {
    const key = `${state.kind}/${state.namespace ?? ''}`;
    // Taken back: namespaces come and go, and must not be kept by their names alone.
    if (state.namespace !== null && state.state === 'absent' && state.failure === null) this.states.delete(key);
    else this.states.set(key, state);
  }

  /** Most of a list that comes after a break is as it was. */
  #isRepeated(kind: Kind, object: ClusterObject | PoisonObject): boolean {
    const known = this.stores.get(kind, object.metadata.namespace, object.metadata.name);
    return known !== undefined && isSameObject(known, object) && compareStates(object, known) === 0;
  }

  /** `isRestored`: it counts whatever its version, for the versions that are known are of a time that was undone. */
  #put(kind: Kind, object: ClusterObject | PoisonObject, touched: Touched, isRestored = false): void {
    const { namespace, name } = object.metadata;
    if (name === '') {
      this.nameless += 1;
      // Kept so that it is said; there is one of a kind and namespace, for nothing tells two apart.
      if ('poison' in object) this.poisons.set(poisonKey(kind, namespace, name), object);
      return;
    }
    const known = this.stores.get(kind, namespace, name);
    if (!isRestored && known !== undefined && isSameObject(known, object) && !supersedes(object, known)) {
      // Equal is no news; a list repeats everything.
      if (compareStates(object, known) !== 0) this.ignored += 1;
      return;
    }
    if (known !== undefined && !isSameObject(known, object)) this.#remove(kind, known, touched);
    const poison = poisonKey(kind, namespace, name);
    if ('poison' in object) {
      if (this.poisons.get(poison)?.metadata.resourceVersion === object.metadata.resourceVersion) return;
      if (known !== undefined) this.#remove(kind, known, touched, false);
      this.poisons.set(poison, object);
      touched.add(workloadKey({ namespace, kind, name }));
      return;
    }
    if (this.poisons.delete(poison)) touched.add(workloadKey({ namespace, kind, name }));
    this.#store(object, touched, isRestored);
  }

  #store(object: ClusterObject, touched: Touched, isRestored: boolean): void {
    const stores = this.stores;
    switch (object.kind) {
      case 'Pod': {
        const { namespace, name } = object.metadata;
        const grave = this.graveyard.find(namespace, name);
        const isBack =
          grave !== undefined && grave.pod.metadata.uid === object.metadata.uid && object.metadata.uid !== '';
        if (isBack && !isRestored && (compareStates(object, grave.pod) ?? 0) < 0) {
          this.ignored += 1;
          return;
        }
        if (isBack) this.graveyard.exhume(object);
        touched.addAll(stores.workloads.putPod(object));
        return;
      }
      case 'Event':
        if (stores.events.put(object, this.#forgetting.nowMs()))
          touched.addAll(touchedByEvent(object, stores, this.graveyard));
        return;
      case 'Node': {
        const before = stores.tables.Node.get('', object.metadata.name);
        stores.put(object);
        if (isNodeChange(before, object)) touched.addAll(stores.workloads.onNode(object.metadata.name));
        return;
      }
      case 'Service': {
        const before = stores.services.service(object.metadata.namespace, object.metadata.name);
        if (before !== undefined) touched.by(before);
        stores.services.putService(object);
        touched.by(object);
        return;
      }
      case 'EndpointSlice':
        stores.services.putSlice(object);
        touched.by(object);
        return;
      default:
        stores.put(object);
        if (isController(object)) this.#placeController(object, false, touched);
        else touched.by(object);
    }
  }

  #placeController(controller: Controller, gone: boolean, touched: Touched): void {
    touched.addAll(this.stores.workloads.putController(controller, gone, (owner) => this.stores.children(owner)));
  }

  /** `object`: what is known, or what the source said of it last. `isGone` false: it is there, but cannot be read. */
  #remove(kind: Kind, object: Removed, touched: Touched, isGone = true): void {
    const { namespace, name } = object.metadata;
    const stores = this.stores;
    const wasPoison = this.poisons.delete(poisonKey(kind, namespace, name));
    if (wasPoison && name !== '') touched.add(workloadKey({ namespace, kind, name }));
    const known = stores.get(kind, namespace, name);
    if (known === undefined) return;
    switch (known.kind) {
      case 'Pod': {
        const workload = stores.workloads.deletePod(namespace, name);
        if (workload === undefined) return;
        if (isGone) this.graveyard.bury(lastState(known, object), workload, this.now());
        touched.add(workloadKey(workload));
        return;
      }
      case 'Event':
        // It is forgotten after its hour: nothing has happened to what it was about.
        stores.events.delete(namespace, name);
        return;
      case 'Node':
        stores.delete(known);
        touched.addAll(stores.workloads.onNode(name));
        return;
      case 'Service':
        touched.by(known);
        stores.services.deleteService(namespace, name);
        return;
      case 'EndpointSlice':
        stores.services.deleteSlice(namespace, name);
        touched.by(known);
        return;
      default:
        stores.delete(known);
        if (isController(known)) this.#placeController(known, true, touched);
        else touched.by(known);
    }
  }

  *#poisonsOf(kind: Kind, namespace: string | null): Generator<PoisonObject> {
    for (const object of this.poisons.values()) {
      if (object.kind === kind && (namespace === null || object.metadata.namespace === namespace)) yield object;
    }
  }
}

/** A deletion may carry an older state than the one known (F29): the newer of the two is the last good one. */
function lastState(known: Pod, said: Removed): Pod {
  return isPod(said) && isSameObject(said, known) && (compareStates(said, known) ?? -1) > 0 ? said : known;
}

/** A projected pod, not only its metadata. */
function isPod(object: Removed): object is Pod {
  return 'kind' in object && object.kind === 'Pod' && 'spec' in object && 'status' in object && !('poison' in object);
}

function isController(object: ClusterObject): object is Controller {
  return isControllerKind(object.kind);
}

function nameKey(object: ObjectBase): string {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}

function poisonKey(kind: Kind, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}
