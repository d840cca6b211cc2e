// The one picture of the cluster in memory: fed by a source, asked by collect, and telling who is touched by a change.
import 'server-only';

import { isKind } from '../model/kinds';
import type {
  ClusterEvent,
  ConfigObject,
  Controller,
  ControllerRevision,
  EndpointSlice,
  HorizontalPodAutoscaler,
  Kind,
  LimitRange,
  Node,
  ObjectBase,
  ObjectOfKind,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PoisonObject,
  ResourceQuota,
  Service,
} from '../model/kubernetes';
import type { DeletedPod } from '../model/snapshot';
import type { Feed, KindState } from '../model/source';
import { type Workload, type WorkloadRef, workloadKey } from '../model/workload';
import type { ChangeListener } from './changes';
import { liveEventsMs } from './event-shelf';
import { isControllerKind } from './owners';
import { selected } from './touched';
import { Writer } from './writer';

export interface PictureCounts {
  objects: Partial<Record<Kind, number>>;
  workloads: number;
  deletedPods: number;
  poisons: number;
  /** States that came late and were not newer than the one shown (F30, F31). */
  ignored: number;
  /** Objects without a name, such as a bookmark that was taken for one (F34). */
  nameless: number;
  listenerErrors: number;
}

/**
 * The cluster as it was last seen. Objects are shared with the source and must not be changed. Same name with another uid
 * is a deletion and a new object (F28); a state that is not newer than the one shown is ignored (F31); what a complete
 * list does not hold is gone (F27). Only a list that is said to be restored puts older states in the place of newer ones.
 */
export interface Picture extends Feed {
  /** `replace`, one object a step: whoever drives it may do other work in between. Listeners are told at its end. */
  replacing<K extends Kind>(
    kind: K,
    namespace: string | null,
    objects: (ObjectOfKind[K] | PoisonObject)[],
    isRestored?: boolean,
  ): Generator<undefined>;
  /** Workloads that exist: by their own object or by a live pod. */
  workloads(): Workload[];
  workloadsIn(namespace: string): Workload[];
  /** Also one of which only deleted pods are left. */
  workload(ref: WorkloadRef): Workload | null;
  exists(ref: WorkloadRef): boolean;
  /** The workload's own object; null for an unknown kind, a bare pod, or when it was not seen. */
  controller(ref: WorkloadRef): Controller | null;
  /** ReplicaSets of a Deployment, Jobs of a CronJob; newest first. */
  children(ref: WorkloadRef): Controller[];
  /** Newest revision first. */
  revisions(ref: WorkloadRef): ControllerRevision[];
  /** Live pods, newest first. */
  pods(ref: WorkloadRef): Pod[];
  /** Deleted within the hour, newest first. */
  deletedPods(ref: WorkloadRef): DeletedPod[];
  pod(namespace: string, name: string): Pod | null;
  /** Also of a pod deleted within the hour. */
  workloadOfPod(namespace: string, name: string): Workload | null;
  /** Events about an object by kind and name, oldest first. */
  eventsAbout(kind: string, namespace: string, name: string): ClusterEvent[];
  hasEventsIn(namespace: string): boolean;
  /** Warnings about pods that are neither there nor remembered, by the controller that named them ("cart-7d9c"); oldest first. */
  eventsOfLostPods(namespace: string, owner: string): ClusterEvent[];
  node(name: string): Node | null;
  nodes(): Node[];
  service(namespace: string, name: string): Service | null;
  services(): Iterable<Service>;
  serviceByAddress(address: string): Service | null;
  /** Services that select a pod with these labels. */
  servicesSelecting(namespace: string, labels: Record<string, string>): Service[];
  slicesOf(namespace: string, service: string): EndpointSlice[];
  /** Workloads that a Service selects, also those scaled to zero; most often one. */
  workloadsBehind(service: Service): Workload[];
  claim(namespace: string, name: string): PersistentVolumeClaim | null;
  volume(name: string): PersistentVolume | null;
  autoscalers(ref: WorkloadRef): HorizontalPodAutoscaler[];
  quotas(namespace: string): ResourceQuota[];
  limitRanges(namespace: string): LimitRange[];
  config(kind: 'Secret' | 'ConfigMap', namespace: string, name: string): ConfigObject | null;
  namespaces(): string[];
  /** uid of kube-system: what identifies a cluster. Empty where it is not known. */
  clusterId(): string;
  /** Objects that could not be understood: named among what is missing (F37). */
  poisons(): PoisonObject[];
  states(): KindState[];
  counts(): PictureCounts;
  /** Forgets events and deleted pods that are past their hour, by the clock. Call it every minute. */
  sweep(): void;
  /** The listener gets the workload keys that one call of the feed touched. Returns how to stop. */
  onChange(listener: ChangeListener): () => void;
}

class MemoryPicture implements Picture {
  readonly #writer: Writer;
  readonly replace: Feed['replace'];
  readonly replacing: Picture['replacing'];
  readonly upsert: Feed['upsert'];
  readonly remove: Feed['remove'];
  readonly state: Feed['state'];

  constructor({ now, keepsEvents, onBug }: PictureOptions) {
    const writer = new Writer(now, keepsEvents ? Infinity : liveEventsMs, onBug);
    this.#writer = writer;
    this.replace = (kind, namespace, objects, isRestored) => writer.replace(kind, namespace, objects, isRestored);
    this.replacing = (kind, namespace, objects, isRestored) => writer.replacing(kind, namespace, objects, isRestored);
    this.upsert = (kind, object) => writer.upsert(kind, object);
    this.remove = (kind, object) => writer.remove(kind, object);
    this.state = (state) => writer.state(state);
  }

  workloads(): Workload[] {
    return this.#writer.stores.workloads.workloads();
  }

  workloadsIn(namespace: string): Workload[] {
    const index = this.#writer.stores.workloads;
    return [...index.keysIn(namespace)].flatMap((key) => index.workload(key) ?? []);
  }

  workload(ref: WorkloadRef): Workload | null {
    const key = workloadKey(ref);
    return this.#writer.stores.workloads.workload(key) ?? this.#writer.graveyard.workload(key);
  }

  exists(ref: WorkloadRef): boolean {
    return this.#writer.stores.workloads.workload(workloadKey(ref)) !== undefined;
  }

  controller(ref: WorkloadRef): Controller | null {
    return isControllerKind(ref.kind)
      ? (this.#writer.stores.tables[ref.kind].get(ref.namespace, ref.name) ?? null)
      : null;
  }

  children(ref: WorkloadRef): Controller[] {
    return [...this.#writer.stores.children(workloadKey(ref))].sort(newestFirst);
  }

  revisions(ref: WorkloadRef): ControllerRevision[] {
    return [...this.#writer.stores.revisions(workloadKey(ref))].sort((left, right) => right.revision - left.revision);
  }

  pods(ref: WorkloadRef): Pod[] {
    return this.#writer.stores.workloads.podsOf(workloadKey(ref)).sort(newestFirst);
  }

  deletedPods(ref: WorkloadRef): DeletedPod[] {
    return this.#writer.graveyard.of(workloadKey(ref));
  }

  pod(namespace: string, name: string): Pod | null {
    return this.#writer.stores.workloads.pod(namespace, name) ?? null;
  }

  workloadOfPod(namespace: string, name: string): Workload | null {
    return (
      this.#writer.stores.workloads.workloadOf(namespace, name) ??
      this.#writer.graveyard.find(namespace, name)?.workload ??
      null
    );
  }

  eventsAbout(kind: string, namespace: string, name: string): ClusterEvent[] {
    return this.#writer.stores.events.about(kind, namespace, name);
  }

  hasEventsIn(namespace: string): boolean {
    return this.#writer.stores.events.values(namespace).next().done !== true;
  }

  eventsOfLostPods(namespace: string, owner: string): ClusterEvent[] {
    // The API server cuts the base of a generated name at 58 characters.
    return this.#writer.stores.events
      .aboutGenerated(namespace, `${owner}-`.slice(0, 58))
      .filter(({ involvedObject }) => this.workloadOfPod(namespace, involvedObject.name) === null)
      .sort((left, right) => ((left.at ?? '') < (right.at ?? '') ? -1 : 1));
  }

  node(name: string): Node | null {
    return this.#writer.stores.tables.Node.get('', name) ?? null;
  }

  nodes(): Node[] {
    return [...this.#writer.stores.tables.Node.values()];
  }

  service(namespace: string, name: string): Service | null {
    return this.#writer.stores.services.service(namespace, name) ?? null;
  }

  services(): Iterable<Service> {
    return this.#writer.stores.services.services(null);
  }

  serviceByAddress(address: string): Service | null {
    return this.#writer.stores.services.byAddress(address) ?? null;
  }

  servicesSelecting(namespace: string, labels: Record<string, string>): Service[] {
    return this.#writer.stores.services.matching(namespace, labels);
  }

  slicesOf(namespace: string, service: string): EndpointSlice[] {
    return this.#writer.stores.services.slicesOf(namespace, service);
  }

  workloadsBehind(service: Service): Workload[] {
    const { stores } = this.#writer;
    return selected(service.metadata.namespace, service.spec.selector, stores).flatMap(
      (key) => stores.workloads.workload(key) ?? [],
    );
  }

  claim(namespace: string, name: string): PersistentVolumeClaim | null {
    return this.#writer.stores.tables.PersistentVolumeClaim.get(namespace, name) ?? null;
  }

  volume(name: string): PersistentVolume | null {
    return this.#writer.stores.tables.PersistentVolume.get('', name) ?? null;
  }

  autoscalers(ref: WorkloadRef): HorizontalPodAutoscaler[] {
    return [...this.#writer.stores.autoscalers(workloadKey(ref))];
  }

  quotas(namespace: string): ResourceQuota[] {
    return [...this.#writer.stores.tables.ResourceQuota.values(namespace)];
  }

  limitRanges(namespace: string): LimitRange[] {
    return [...this.#writer.stores.tables.LimitRange.values(namespace)];
  }

  config(kind: 'Secret' | 'ConfigMap', namespace: string, name: string): ConfigObject | null {
    return this.#writer.stores.tables[kind].get(namespace, name) ?? null;
  }

  namespaces(): string[] {
    const named = [...this.#writer.stores.tables.Namespace.values()].map((namespace) => namespace.metadata.name);
    return [...new Set([...named, ...this.#writer.stores.workloads.namespaces()])].sort();
  }

  clusterId(): string {
    return this.#writer.stores.tables.Namespace.get('', 'kube-system')?.metadata.uid ?? '';
  }

  poisons(): PoisonObject[] {
    return [...this.#writer.poisons.values()];
  }

  states(): KindState[] {
    return [...this.#writer.states.values()];
  }

  counts(): PictureCounts {
    const stores = this.#writer.stores;
    const objects: Partial<Record<Kind, number>> = {
      Pod: stores.workloads.podCount,
      Event: stores.events.size,
      Service: stores.services.size,
      EndpointSlice: stores.services.sliceCount,
    };
    for (const [kind, table] of Object.entries(stores.tables)) if (isKind(kind)) objects[kind] = table.size;
    return {
      objects,
      workloads: stores.workloads.workloadCount,
      deletedPods: this.#writer.graveyard.size,
      poisons: this.#writer.poisons.size,
      ignored: this.#writer.ignored,
      nameless: this.#writer.nameless,
      listenerErrors: this.#writer.changes.errors,
    };
  }

  sweep(): void {
    this.#writer.sweep();
  }

  onChange(listener: ChangeListener): () => void {
    return this.#writer.changes.subscribe(listener);
  }
}

export interface PictureOptions {
  /** The wall clock for a live cluster, the moment of the recording for a recording (ISO 8601). */
  now: () => string;
  /** For recordings, which do not grow: events of any age are kept, for some wait since the day of the only one that says why. */
  keepsEvents?: boolean;
  /** Told what a listener threw; it must not throw itself. */
  onBug?: (error: unknown) => void;
}

/** An empty picture. */
export function createPicture(options: PictureOptions): Picture {
  return new MemoryPicture(options);
}

/** By creation, then by name, so that the order does not depend on the order of arrival. */
function newestFirst(left: ObjectBase, right: ObjectBase): number {
  const a = left.metadata.creationTimestamp ?? '';
  const b = right.metadata.creationTimestamp ?? '';
  if (a !== b) return a > b ? -1 : 1;
  return left.metadata.name < right.metadata.name ? -1 : 1;
}
