// Who owns what, up to the workload: Pod → ReplicaSet → Deployment, Job → CronJob, an unknown kind by its name.
import 'server-only';

import type { Controller, ControllerKind, Meta, OwnerReference, Pod } from '../model/kubernetes';
import type { Workload } from '../model/workload';

const controllerKinds: Record<ControllerKind, string> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  ReplicationController: 'v1',
};

/** True for the kinds that make pods, directly or through others. */
export function isControllerKind(kind: string): kind is ControllerKind {
  return Object.hasOwn(controllerKinds, kind);
}

/** The controlling owner. Hand-made objects leave `controller` out: a single owner of a kind that makes pods is meant. */
export function controllingOwner(metadata: Meta): OwnerReference | null {
  const marked = metadata.ownerReferences.find((owner) => owner.controller);
  if (marked !== undefined) return marked;
  const [only, another] = metadata.ownerReferences;
  return only !== undefined && another === undefined && isControllerKind(only.kind) ? only : null;
}

export type FindController = (kind: ControllerKind, namespace: string, name: string) => Controller | undefined;

/** More links than any real chain has; a circle ends here. */
const maxLinks = 5;

/**
 * The workload that a controller belongs to: itself, unless a kind that is known here owns it. An operator's own object
 * above a Deployment is not what fails; but a ReplicaSet is never what a person deployed, so an unknown kind above it
 * (an Argo Rollout) is the workload.
 */
export function workloadOfController(controller: Controller, find: FindController): Workload {
  let current = controller;
  for (let link = 0; link < maxLinks; link += 1) {
    const owner = controllingOwner(current.metadata);
    if (owner === null) break;
    const { namespace } = current.metadata;
    if (!isControllerKind(owner.kind))
      return current.kind === 'ReplicaSet' ? byName(namespace, owner) : itself(current);
    const parent = find(owner.kind, namespace, owner.name);
    if (parent === undefined) return byName(namespace, owner);
    current = parent;
  }
  return itself(current);
}

/**
 * The workload that a pod belongs to. Without a controlling owner, or with its node as one (static pods), it is its own.
 * Where the ReplicaSet is not known (not listed yet, or not allowed), its name without the pod-template-hash is the
 * Deployment's, for that is how the Deployment controller makes it.
 */
export function workloadOfPod(pod: Pod, find: FindController): Workload {
  const { metadata } = pod;
  const owner = controllingOwner(metadata);
  if (owner === null || owner.kind === 'Node') return itself(pod);
  if (!isControllerKind(owner.kind)) return byName(metadata.namespace, owner);
  const parent = find(owner.kind, metadata.namespace, owner.name);
  if (parent !== undefined) return workloadOfController(parent, find);
  const hash = metadata.labels['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && hash !== '' && owner.name.endsWith(`-${hash}`)) {
    const name = owner.name.slice(0, -hash.length - 1);
    return { namespace: metadata.namespace, kind: 'Deployment', name, apiVersion: 'apps/v1', uid: '' };
  }
  return byName(metadata.namespace, owner);
}

function itself(object: Controller | Pod): Workload {
  const { namespace, name, uid } = object.metadata;
  return { namespace, kind: object.kind, name, apiVersion: object.apiVersion, uid };
}

function byName(namespace: string, owner: OwnerReference): Workload {
  const { kind, name, uid } = owner;
  const apiVersion = owner.apiVersion || (isControllerKind(kind) ? controllerKinds[kind] : '');
  return { namespace, kind, name, apiVersion, uid };
}
