import type { Permission } from '@/lib/model/result';

/**
 * The RBAC rule that would allow something, as a role to apply. Names of namespaces and resources come from the
 * cluster, so every scalar is written as a JSON string where it is not a plain word (YAML reads JSON strings).
 */
export function rbacYaml(permissions: readonly Permission[]): string {
  return groupByNamespace(permissions)
    .map(([namespace, rules]) => role(namespace, rules, roleName(rules)))
    .join('\n---\n');
}

/** By what it allows: a page has several rules, and one applied under another's name would erase that. */
function roleName(permissions: readonly Permission[]): string {
  const resources = [...new Set(permissions.map(({ resource }) => resource.replaceAll('/', '-')))];
  const named = resources.length > 3 ? [...resources.slice(0, 2), `and-${resources.length - 2}-more`] : resources;
  return ['unloop', ...named].join('-');
}

function groupByNamespace(permissions: readonly Permission[]): [string | null, Permission[]][] {
  const groups = new Map<string | null, Permission[]>();
  for (const permission of permissions) {
    groups.set(permission.namespace, [...(groups.get(permission.namespace) ?? []), permission]);
  }
  return [...groups];
}

function role(namespace: string | null, permissions: readonly Permission[], name: string): string {
  const lines = [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${namespace === null ? 'ClusterRole' : 'Role'}`,
    'metadata:',
    `  name: ${scalar(name)}`,
    ...(namespace === null ? [] : [`  namespace: ${scalar(namespace)}`]),
    'rules:',
    ...permissions.flatMap(({ group, resource, verbs }) => [
      `  - apiGroups: [${JSON.stringify(group)}]`,
      `    resources: [${JSON.stringify(resource)}]`,
      `    verbs: [${verbs.map((verb) => JSON.stringify(verb)).join(', ')}]`,
    ]),
  ];
  return lines.join('\n');
}

function scalar(text: string): string {
  return /^[a-z][a-z0-9-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(text)
    ? text
    : JSON.stringify(text);
}
