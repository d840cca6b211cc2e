/** Just enough discovery for kubectl. */
import { apiVersion, resources } from './resources';

const SHORT_NAMES: Record<string, string[]> = {
  pods: ['po'],
  nodes: ['no'],
  events: ['ev'],
  services: ['svc'],
  namespaces: ['ns'],
  deployments: ['deploy'],
  replicasets: ['rs'],
  statefulsets: ['sts'],
  daemonsets: ['ds'],
  persistentvolumeclaims: ['pvc'],
};

export function discovery(path: string): unknown {
  const parts = path.split('/').filter((part) => part !== '');
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups() };
  const groupVersion = parts[0] === 'api' && parts.length === 2 ? parts[1] : parts.slice(1).join('/');
  const served = resources.filter((resource) => apiVersion(resource) === groupVersion);
  const isDiscovery = (parts[0] === 'api' && parts.length === 2) || (parts[0] === 'apis' && parts.length === 3);
  if (!isDiscovery || served.length === 0) return null;
  const verbs = ['get', 'list', 'watch'];
  const list = served.map(({ kind, plural, namespaced }) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs,
    shortNames: SHORT_NAMES[plural] ?? [],
  }));
  const log = { name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] };
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: groupVersion === 'v1' ? [...list, log] : list,
  };
}

function groups(): unknown[] {
  const names = new Map(resources.filter(({ group }) => group !== '').map(({ group, version }) => [group, version]));
  return [...names].map(([name, version]) => {
    const entry = { groupVersion: `${name}/${version}`, version };
    return { name, versions: [entry], preferredVersion: entry };
  });
}
