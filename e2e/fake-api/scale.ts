/** Grows a loaded cluster to N pods by cloning pods with their ReplicaSets and Deployments, a new name each. */
import { createHash } from 'node:crypto';
import type { RawObject } from './objects';
import { resourceOfKind } from './resources';
import type { Store } from './store';

export function scaleObjects(store: Store, target: number): void {
  const resource = resourceOfKind('Pod');
  if (resource === undefined) return;
  const originals = store.list(resource, null);
  if (originals.length === 0) throw new Error('nothing to scale: no pods');
  for (let index = originals.length; index < target; index++) {
    const original = originals[index % originals.length];
    if (original !== undefined) cloneFamily(store, original, Math.floor(index / originals.length));
  }
}

/** The pod and all its owners, as one more of each: a fleet has workloads, not one workload with a million pods. */
function cloneFamily(store: Store, pod: RawObject, round: number): void {
  cloneOne(store, pod, round);
}

function cloneOne(store: Store, object: RawObject, round: number): string {
  const suffix = `-x${round}`;
  const name = `${object.metadata.name}${suffix}`;
  const uid = uidOf(object.metadata.uid, round);
  const resource = resourceOfKind(object.kind);
  const namespace = object.metadata.namespace ?? null;
  if (resource === undefined) return uid;
  const owners = Array.isArray(object.metadata.ownerReferences) ? object.metadata.ownerReferences : [];
  const ownerReferences = owners.map((owner: { kind: string; name: string; uid: string }) => {
    const ownerResource = resourceOfKind(owner.kind);
    const parent = ownerResource && store.get(ownerResource, namespace, owner.name);
    if (parent === undefined) return owner;
    const known = ownerResource && store.get(ownerResource, namespace, `${owner.name}${suffix}`);
    const parentUid = known === undefined ? cloneOne(store, parent, round) : known.metadata.uid;
    return { ...owner, name: `${owner.name}${suffix}`, uid: parentUid };
  });
  store.apply({ ...object, metadata: { ...object.metadata, name, uid, ownerReferences } });
  return uid;
}

function uidOf(uid: string, round: number): string {
  const hex = createHash('sha256').update(`${uid}/${round}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
