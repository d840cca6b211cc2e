// Every kind's objects under one pair of verbs, whichever index keeps them.
import 'server-only';

import type { Controller, ControllerRevision, HorizontalPodAutoscaler, Kind, ObjectOfKind } from '../model/kubernetes';
import { EventShelf } from './event-shelf';
import { Multimap } from './multimap';
import { controllingOwner } from './owners';
import { ServiceIndex } from './service-index';
import { Table } from './table';
import { WorkloadIndex, ownerKey } from './workload-index';

type TableKind = Exclude<Kind, 'Pod' | 'Event' | 'Service' | 'EndpointSlice'>;
type Tables = { [K in TableKind]: Table<ObjectOfKind[K]> };

export class Stores {
  readonly tables: Tables = {
    Node: new Table(),
    Namespace: new Table(),
    ReplicaSet: new Table(),
    Deployment: new Table(),
    StatefulSet: new Table(),
    DaemonSet: new Table(),
    Job: new Table(),
    CronJob: new Table(),
    ReplicationController: new Table(),
    ControllerRevision: new Table(),
    PersistentVolumeClaim: new Table(),
    PersistentVolume: new Table(),
    HorizontalPodAutoscaler: new Table(),
    ResourceQuota: new Table(),
    LimitRange: new Table(),
    Secret: new Table(),
    ConfigMap: new Table(),
  };
  readonly events: EventShelf;
  readonly services = new ServiceIndex();
  readonly workloads = new WorkloadIndex((kind, namespace, name) => this.tables[kind].get(namespace, name));
  readonly #children = new Multimap<Controller>();
  readonly #revisions = new Multimap<ControllerRevision>();
  readonly #autoscalers = new Multimap<HorizontalPodAutoscaler>();

  constructor(eventsMs: number) {
    this.events = new EventShelf(eventsMs);
  }

  /** ReplicaSets and Jobs that an owner controls; any order. */
  children(owner: string): ReadonlySet<Controller> {
    return this.#children.get(owner);
  }

  revisions(owner: string): ReadonlySet<ControllerRevision> {
    return this.#revisions.get(owner);
  }

  autoscalers(target: string): ReadonlySet<HorizontalPodAutoscaler> {
    return this.#autoscalers.get(target);
  }

  get(kind: Kind, namespace: string, name: string): ObjectOfKind[Kind] | undefined {
    if (kind === 'Pod') return this.workloads.pod(namespace, name);
    if (kind === 'Event') return this.events.get(namespace, name);
    if (kind === 'Service') return this.services.service(namespace, name);
    if (kind === 'EndpointSlice') return this.services.slice(namespace, name);
    return this.tables[kind].get(namespace, name);
  }

  values(kind: Kind, namespace: string | null): Iterable<ObjectOfKind[Kind]> {
    if (kind === 'Pod') return this.workloads.podsIn(namespace);
    if (kind === 'Event') return this.events.values(namespace);
    if (kind === 'Service') return this.services.services(namespace);
    if (kind === 'EndpointSlice') return this.services.slices(namespace);
    return this.tables[kind].values(namespace);
  }

  /** Keeps an object of the simple tables and the links that lead to it. */
  put(object: ObjectOfKind[TableKind]): void {
    const { namespace, name } = object.metadata;
    this.delete(object);
    this.#table(object).set(namespace, name, object);
    this.#link(object, true);
  }

  delete(object: ObjectOfKind[TableKind]): void {
    const { namespace, name } = object.metadata;
    const known = this.#table(object).get(namespace, name);
    if (known === undefined) return;
    this.#table(object).delete(namespace, name);
    this.#link(known, false);
  }

  #link(object: ObjectOfKind[TableKind], on: boolean): void {
    const { namespace } = object.metadata;
    const change = on ? 'add' : 'delete';
    if (object.kind === 'HorizontalPodAutoscaler') {
      const { kind, name } = object.spec.scaleTargetRef;
      this.#autoscalers[change](ownerKey(namespace, kind, name), object);
      return;
    }
    const owner = controllingOwner(object.metadata);
    if (owner === null) return;
    const key = ownerKey(namespace, owner.kind, owner.name);
    if (object.kind === 'ControllerRevision') this.#revisions[change](key, object);
    else if (object.kind === 'ReplicaSet' || object.kind === 'Job') this.#children[change](key, object);
  }

  #table(object: ObjectOfKind[TableKind]): Table<ObjectOfKind[TableKind]> {
    return this.tables[object.kind];
  }
}
