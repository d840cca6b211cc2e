import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { rbacYaml } from './rbac-yaml';

it('is one role a namespace, and a cluster role for the whole cluster', () => {
  const text = rbacYaml([
    { verbs: ['get'], group: '', resource: 'pods/log', namespace: 'payments' },
    { verbs: ['list', 'watch'], group: 'apps', resource: 'deployments', namespace: null },
    { verbs: ['list'], group: '', resource: 'events', namespace: 'payments' },
  ]);
  expect(parseAllDocuments(text).map((document) => document.toJS() as unknown)).toEqual([
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'unloop-pods-log-events', namespace: 'payments' },
      rules: [
        { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
        { apiGroups: [''], resources: ['events'], verbs: ['list'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'unloop-deployments' },
      rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'watch'] }],
    },
  ]);
});

it('names each rule by what it allows, so that none erases another where both are applied', () => {
  const list = (resource: string) => ({ verbs: ['list'], group: '', resource, namespace: null });
  const nameOf = (...resources: string[]) => {
    const [document] = parseAllDocuments(rbacYaml(resources.map(list)));
    return document?.getIn(['metadata', 'name']);
  };
  expect(nameOf('pods')).toBe('unloop-pods');
  expect(nameOf('pods/log')).toBe('unloop-pods-log');
  expect(nameOf('pods', 'events', 'nodes', 'services')).toBe('unloop-pods-events-and-2-more');
});

it('keeps a namespace that looks like another type or like YAML a string', () => {
  for (const namespace of ['on', '1e3', 'a: b', 'x\n- y']) {
    const [document] = parseAllDocuments(rbacYaml([{ verbs: ['get'], group: '', resource: 'pods', namespace }]));
    expect(document?.getIn(['metadata', 'namespace'])).toBe(namespace);
  }
});
