/** The resources that the fake server serves, and how its addresses are read. */
import { isKind, kinds } from '../../lib/model/kinds';
import type { Kind } from '../../lib/model/kubernetes';

export interface Resource {
  kind: Kind;
  group: string;
  version: string;
  plural: string;
  namespaced: boolean;
}

export const resources: Resource[] = Object.entries(kinds).flatMap(([kind, value]) =>
  isKind(kind) ? [{ kind, ...value }] : [],
);

export function resourceOfKind(kind: string): Resource | undefined {
  return resources.find((resource) => resource.kind === kind);
}

export function apiVersion({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

export interface Route {
  resource: Resource;
  namespace: string | null;
  name: string | null;
  subresource: string | null;
}

/** Null for an address of no resource that is served. */
export function parseRoute(path: string): Route | null {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root, ...rest] = parts;
  const groupVersion = root === 'api' ? ['', rest[0]] : root === 'apis' ? [rest[0], rest[1]] : null;
  if (groupVersion === null) return null;
  const [group, version] = groupVersion;
  let tail = rest.slice(root === 'api' ? 1 : 2);
  let namespace: string | null = null;
  if (tail[0] === 'namespaces' && tail.length > 2) {
    namespace = tail[1] ?? null;
    tail = tail.slice(2);
  }
  const resource = resources.find((r) => r.group === group && r.version === version && r.plural === tail[0]);
  return resource === undefined ? null : { resource, namespace, name: tail[1] ?? null, subresource: tail[2] ?? null };
}
