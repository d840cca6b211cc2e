// Which workloads there are, and which pods belong to each, to each node and to each claim.
import 'server-only';

import type { Controller, Pod } from '../model/kubernetes';
import { type Workload, workloadKey } from '../model/workload';
import { Multimap } from './multimap';
import { type FindController, controllingOwner, isControllerKind, workloadOfController, workloadOfPod } from './owners';
import { Table } from './table';

/** A live pod and where it stands in the indexes. */
interface Place {
  pod: Pod;
  workload: Workload;
  key: string;
  /** Key of its direct owner, which may not be known yet. */
  owner: string | null;
  node: string | null;
  claims: string[];
}

interface Entry {
  workload: Workload;
  /** True while its own object is there; else it lives by its pods, and by the ReplicaSets or Jobs that may have none. */
  present: boolean;
  pods: Set<Place>;
  children: Set<string>;
}

export class WorkloadIndex {
  readonly #places = new Table<Place>();
  readonly #entries = new Map<string, Entry>();
  readonly #byNamespace = new Multimap<string>();
  readonly #byOwner = new Multimap<Place>();
  readonly #byNode = new Multimap<Place>();
  readonly #byClaim = new Multimap<Place>();
  /** Of a ReplicaSet or Job: the key of the workload that it is a child of. */
  readonly #parents = new Map<string, string>();

  constructor(private readonly find: FindController) {}

  get podCount(): number {
    return this.#places.size;
  }

  get workloadCount(): number {
    return this.#entries.size;
  }

  pod(namespace: string, name: string): Pod | undefined {
    return this.#places.get(namespace, name)?.pod;
  }

  *podsIn(namespace: string | null): Generator<Pod> {
    for (const place of this.#places.values(namespace)) yield place.pod;
  }

  /** Any order. */
  podsOf(key: string): Pod[] {
    return [...(this.#entries.get(key)?.pods ?? [])].map((place) => place.pod);
  }

  /** One pod of a workload, to look at what all of them share. */
  samplePod(key: string): Pod | undefined {
    for (const place of this.#entries.get(key)?.pods ?? []) return place.pod;
    return undefined;
  }

  hasPod(key: string, is: (pod: Pod) => boolean): boolean {
    for (const { pod } of this.#entries.get(key)?.pods ?? []) if (is(pod)) return true;
    return false;
  }

  workloadOf(namespace: string, podName: string): Workload | undefined {
    return this.#places.get(namespace, podName)?.workload;
  }

  workload(key: string): Workload | undefined {
    return this.#entries.get(key)?.workload;
  }

  workloads(): Workload[] {
    return [...this.#entries.values()].map((entry) => entry.workload);
  }

  keysIn(namespace: string): ReadonlySet<string> {
    return this.#byNamespace.get(namespace);
  }

  namespaces(): string[] {
    return [...this.#byNamespace.keys()];
  }

  onNode(node: string): Set<string> {
    return new Set([...this.#byNode.get(node)].map((place) => place.key));
  }

  /** Workloads whose pods mount a claim. */
  onClaim(namespace: string, claim: string): Set<string> {
    return new Set([...this.#byClaim.get(`${namespace}/${claim}`)].map((place) => place.key));
  }

  /** Workload keys that the change touches: the pod's, and the former one where it moved. */
  putPod(pod: Pod): string[] {
    const { namespace, name } = pod.metadata;
    const former = this.#places.get(namespace, name);
    if (former !== undefined) this.#unplace(former);
    const owner = this.#ownerOf(pod);
    // A Job that was cleaned up leaves its pods for a moment: they stay with the CronJob that it was known to be of.
    const isOrphan = former !== undefined && former.owner === owner.key && owner.missing;
    const workload = isOrphan ? former.workload : workloadOfPod(pod, this.find);
    const place: Place = {
      pod,
      workload,
      key: workloadKey(workload),
      owner: owner.key,
      node: pod.spec.nodeName,
      claims: pod.spec.volumes.flatMap(({ persistentVolumeClaim }) =>
        persistentVolumeClaim === null ? [] : [`${namespace}/${persistentVolumeClaim.claimName}`],
      ),
    };
    this.#places.set(namespace, name, place);
    this.#join(place);
    if (place.owner !== null) this.#byOwner.add(place.owner, place);
    if (place.node !== null) this.#byNode.add(place.node, place);
    for (const claim of place.claims) this.#byClaim.add(claim, place);
    return former === undefined || former.key === place.key ? [place.key] : [former.key, place.key];
  }

  deletePod(namespace: string, name: string): Workload | undefined {
    const place = this.#places.get(namespace, name);
    if (place === undefined) return undefined;
    this.#places.delete(namespace, name);
    this.#unplace(place);
    return place.workload;
  }

  /**
   * A controller came, changed or (with `gone`) went. Its pods, and those of what it owns, may now belong to another
   * workload: a Job is its own until its CronJob's name is seen in it.
   */
  putController(controller: Controller, gone: boolean, children: (owner: string) => Iterable<Controller>): Set<string> {
    const workload = workloadOfController(controller, this.find);
    const key = workloadKey(workload);
    const { namespace, name } = controller.metadata;
    const own = ownerKey(namespace, controller.kind, name);
    const touched = new Set([key]);
    if (gone || key !== own) this.#setPresent(own, null);
    else this.#setPresent(own, workload);
    const former = this.#parents.get(own);
    if (former !== undefined && (gone || former !== key)) {
      touched.add(former);
      this.#disown(own, former);
    }
    if (gone) return touched;
    if (key !== own) this.#adopt(own, key, workload);
    this.#replace(own, touched);
    for (const child of children(own)) this.#replace(ownerKey(namespace, child.kind, child.metadata.name), touched);
    return touched;
  }

  #ownerOf(pod: Pod): { key: string | null; missing: boolean } {
    const { namespace } = pod.metadata;
    const owner = controllingOwner(pod.metadata);
    if (owner === null) return { key: null, missing: false };
    const missing = isControllerKind(owner.kind) && this.find(owner.kind, namespace, owner.name) === undefined;
    return { key: ownerKey(namespace, owner.kind, owner.name), missing };
  }

  #replace(owner: string, touched: Set<string>): void {
    for (const place of [...this.#byOwner.get(owner)]) {
      const workload = workloadOfPod(place.pod, this.find);
      const key = workloadKey(workload);
      if (key === place.key) {
        this.#learn(place, workload);
        continue;
      }
      touched.add(place.key).add(key);
      this.#leave(place);
      place.workload = workload;
      place.key = key;
      this.#join(place);
    }
  }

  /** The owner's object names the uid that a guess from the pod's name could not. */
  #learn(place: Place, workload: Workload): void {
    place.workload = workload;
    const entry = this.#entries.get(place.key);
    if (entry !== undefined && !entry.present && workload.uid !== '') entry.workload = workload;
  }

  #setPresent(key: string, workload: Workload | null): void {
    const entry = this.#entries.get(key);
    if (workload !== null) {
      if (entry === undefined) this.#add(key, { workload, present: true, pods: new Set(), children: new Set() });
      else Object.assign(entry, { workload, present: true });
    } else if (entry !== undefined) {
      entry.present = false;
      this.#dropIfEmpty(key, entry);
    }
  }

  #adopt(child: string, key: string, workload: Workload): void {
    this.#parents.set(child, key);
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#add(key, { workload, present: false, pods: new Set(), children: new Set([child]) });
    else entry.children.add(child);
  }

  #disown(child: string, key: string): void {
    this.#parents.delete(child);
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.children.delete(child);
    this.#dropIfEmpty(key, entry);
  }

  #join(place: Place): void {
    const entry = this.#entries.get(place.key);
    if (entry === undefined)
      this.#add(place.key, { workload: place.workload, present: false, pods: new Set([place]), children: new Set() });
    else {
      entry.pods.add(place);
      if (!entry.present) entry.workload = place.workload;
    }
  }

  #leave(place: Place): void {
    const entry = this.#entries.get(place.key);
    if (entry === undefined) return;
    entry.pods.delete(place);
    this.#dropIfEmpty(place.key, entry);
  }

  #unplace(place: Place): void {
    this.#leave(place);
    if (place.owner !== null) this.#byOwner.delete(place.owner, place);
    if (place.node !== null) this.#byNode.delete(place.node, place);
    for (const claim of place.claims) this.#byClaim.delete(claim, place);
  }

  #add(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#byNamespace.add(entry.workload.namespace, key);
  }

  #dropIfEmpty(key: string, entry: Entry): void {
    if (entry.present || entry.pods.size > 0 || entry.children.size > 0) return;
    this.#entries.delete(key);
    this.#byNamespace.delete(entry.workload.namespace, key);
  }
}

/** The key of a workload and of any owner are the same words, so that an owner is found before it is known what it is. */
export function ownerKey(namespace: string, kind: string, name: string): string {
  return workloadKey({ namespace, kind, name });
}
