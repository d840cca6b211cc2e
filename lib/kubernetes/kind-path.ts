/** Where a kind is served, how it is asked for, and the permission that reading it takes. */
import 'server-only';
import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { Permission } from '../model/result';

/** Where a kind is listed and watched; `namespace` null: in the whole cluster. */
export function kindPath(kind: Kind, namespace: string | null): string {
  const { group, version, plural } = kinds[kind];
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === null ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}

/**
 * Protobuf where the server has it, as client-go asks: it writes that in a third of the time, and it is read in half of it. Secrets and ConfigMaps are
 * never read but as metadata: their values must not even be sent to us (design §2).
 */
export function kindAccept(kind: Kind, request: 'list' | 'watch'): string {
  if (kinds[kind].optIn !== true) return 'application/vnd.kubernetes.protobuf, application/json';
  const as = request === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  return `application/json;as=${as};g=meta.k8s.io;v=v1`;
}

/** What RBAC must allow for it. */
export function kindPermission(kind: Kind, namespace: string | null): Permission {
  const { group, plural } = kinds[kind];
  return { verbs: ['list', 'watch'], group, resource: plural, namespace };
}

/** "pods in shop", "pods in the whole cluster", "nodes": how people say it. */
export function scopeWords(kind: Kind, namespace: string | null): string {
  const { plural, namespaced } = kinds[kind];
  if (namespace !== null) return `${plural} in ${namespace}`;
  return namespaced ? `${plural} in the whole cluster` : plural;
}
