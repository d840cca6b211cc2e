// Which workloads a change of an object concerns (the keys of the change feed).
import 'server-only';

import type { ClusterEvent, Node, ObjectOfKind, PersistentVolume } from '../model/kubernetes';
import { configReferences } from './config-references';
import type { Graveyard } from './graveyard';
import { workloadOfController, isControllerKind } from './owners';
import { workloadKey } from '../model/workload';
import { selecting } from './service-index';
import type { Stores } from './stores';
import { ownerKey } from './workload-index';

type Indirect =
  | 'Service'
  | 'EndpointSlice'
  | 'PersistentVolumeClaim'
  | 'PersistentVolume'
  | 'HorizontalPodAutoscaler'
  | 'ResourceQuota'
  | 'LimitRange'
  | 'ControllerRevision'
  | 'Namespace'
  | 'Secret'
  | 'ConfigMap';

const nobody: ReadonlySet<string> = new Set();

/** An event touches the workload of what it is about; a warning about a node touches those with pods there. */
export function touchedByEvent(event: ClusterEvent, stores: Stores, graveyard: Graveyard): Iterable<string> {
  const { kind, namespace, name } = event.involvedObject;
  if (kind === 'Pod') {
    const workload = stores.workloads.workloadOf(namespace, name) ?? graveyard.find(namespace, name)?.workload;
    return workload === undefined ? nobody : [workloadKey(workload)];
  }
  if (kind === 'Node') return event.type === 'Warning' ? stores.workloads.onNode(name) : nobody;
  if (kind === 'PersistentVolumeClaim') return stores.workloads.onClaim(namespace, name);
  if (kind === 'HorizontalPodAutoscaler') {
    const autoscaler = stores.tables.HorizontalPodAutoscaler.get(namespace, name);
    return autoscaler === undefined ? nobody : touchedBy(autoscaler, stores);
  }
  const controller = isControllerKind(kind) ? stores.tables[kind].get(namespace, name) : undefined;
  if (controller === undefined) return known([ownerKey(namespace, kind, name)], stores);
  return [workloadKey(workloadOfController(controller, (k, ns, n) => stores.tables[k].get(ns, n)))];
}

/** A kubelet writes its node every few minutes, and every ten seconds before leases: only what pods feel counts. */
export function isNodeChange(before: Node | undefined, after: Node): boolean {
  return before === undefined || felt(before) !== felt(after);
}

function felt({ spec, status }: Node): string {
  const conditions = status.conditions.map(({ type, status: value, reason }) => [type, value, reason]);
  return JSON.stringify([spec, conditions, status.allocatable, status.nodeInfo?.bootID]);
}

/** Workloads that an object which is no part of a workload has to do with. */
export function touchedBy(object: ObjectOfKind[Indirect], stores: Stores): Iterable<string> {
  const { namespace, name } = object.metadata;
  switch (object.kind) {
    case 'Service':
      return selected(namespace, object.spec.selector, stores);
    case 'EndpointSlice': {
      const service = stores.services.serviceOfSlice(object);
      return service === undefined ? nobody : selected(namespace, service.spec.selector, stores);
    }
    case 'PersistentVolumeClaim':
      return stores.workloads.onClaim(namespace, name);
    case 'PersistentVolume':
      return mounting(object, stores);
    case 'HorizontalPodAutoscaler': {
      const { kind, name: target } = object.spec.scaleTargetRef;
      return known([ownerKey(namespace, kind, target)], stores);
    }
    case 'ResourceQuota':
    case 'LimitRange':
      return lacking(namespace, stores);
    case 'Secret':
    case 'ConfigMap':
      return referring(object.kind, namespace, name, stores);
    case 'ControllerRevision':
    case 'Namespace':
      return nobody;
  }
}

/** Kinds whose workloads are found by walking those of the namespace. */
const walked = new Set<string>(['Service', 'EndpointSlice', 'ResourceQuota', 'LimitRange', 'Secret', 'ConfigMap']);

/** The workload keys that one call of the feed touches. `wide`: so many objects that whole namespaces are told. */
export class Touched {
  readonly #keys = new Set<string>();
  readonly #namespaces = new Set<string>();

  constructor(
    private readonly stores: Stores,
    private readonly wide: boolean,
  ) {}

  add(key: string): void {
    this.#keys.add(key);
  }

  addAll(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.add(key);
  }

  by(object: ObjectOfKind[Indirect]): void {
    if (this.wide && walked.has(object.kind)) this.#namespaces.add(object.metadata.namespace);
    else this.addAll(touchedBy(object, this.stores));
  }

  keys(): ReadonlySet<string> {
    for (const namespace of this.#namespaces) this.addAll(this.stores.workloads.keysIn(namespace));
    return this.#keys;
  }
}

function known(keys: string[], stores: Stores): string[] {
  return keys.filter((key) => stores.workloads.workload(key) !== undefined);
}

/** Pods of a workload may differ in labels while a rollout changes them: each may answer; without pods the template does. */
export function selected(namespace: string, selector: Record<string, string>, stores: Stores): string[] {
  const isSelected = selecting(selector);
  return [...stores.workloads.keysIn(namespace)].filter((key) => {
    if (stores.workloads.samplePod(key) === undefined) return isSelected(templateLabels(key, stores));
    return stores.workloads.hasPod(key, ({ metadata }) => isSelected(metadata.labels));
  });
}

function templateLabels(key: string, stores: Stores): Record<string, string> {
  const workload = stores.workloads.workload(key);
  if (workload === undefined || !isControllerKind(workload.kind)) return {};
  const controller = stores.tables[workload.kind].get(workload.namespace, workload.name);
  return controller?.spec.template?.metadata.labels ?? {};
}

function mounting(volume: PersistentVolume, stores: Stores): Iterable<string> {
  const [namespace, claim] = volume.spec.claimRef?.split('/') ?? [];
  return namespace === undefined || claim === undefined ? nobody : stores.workloads.onClaim(namespace, claim);
}

/** A quota or a limit range stops pods from being made: it concerns the workloads that have too few. */
function lacking(namespace: string, stores: Stores): string[] {
  return [...stores.workloads.keysIn(namespace)].filter((key) => {
    const workload = stores.workloads.workload(key);
    if (workload === undefined || !isControllerKind(workload.kind)) return false;
    const controller = stores.tables[workload.kind].get(namespace, workload.name);
    if (controller === undefined) return false;
    const desired = controller.status.desiredNumberScheduled ?? controller.spec.replicas ?? controller.spec.parallelism;
    return desired !== null && stores.workloads.podsOf(key).length < desired;
  });
}

function referring(kind: 'Secret' | 'ConfigMap', namespace: string, name: string, stores: Stores): string[] {
  return [...stores.workloads.keysIn(namespace)].filter((key) => {
    const pod = stores.workloads.samplePod(key);
    return pod !== undefined && configReferences(pod.spec)[kind].has(name);
  });
}
