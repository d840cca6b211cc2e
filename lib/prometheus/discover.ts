// Finds a Prometheus among the Services of the cluster, by the names and labels that the usual installations give.
import 'server-only';

import { isIP } from 'node:net';
import type { Service } from '../model/kubernetes';

export interface Found {
  /** "Service monitoring/prometheus-k8s" */
  foundBy: string;
  namespace: string;
  service: string;
  port: number;
  /** Before /api/v1. */
  path: string;
  /** http://10.96.0.12:9090, with the path. */
  url: string;
}

interface Usual {
  name: RegExp;
  /** Values of app.kubernetes.io/name, or of app. */
  labels: string[];
  path: string;
}

/** Best first: what answers for all shards and replicas before one of them. */
const usual: Usual[] = [
  { name: /^thanos-(query-frontend|query|querier)$/, labels: ['thanos-query-frontend', 'thanos-query'], path: '' },
  { name: /(^|-)mimir-(gateway|nginx|query-frontend)$/, labels: [], path: '/prometheus' },
  { name: /(^|-)vmselect(-|$)/, labels: ['vmselect'], path: '/select/0/prometheus' },
  { name: /(^|-)vmsingle(-|$)|^victoria-metrics-single-server$/, labels: ['vmsingle'], path: '' },
  {
    name: /^prometheus-k8s$|kube-prometheus-stack-prometheus$|^kube-prom.*-prometheus$/,
    labels: ['kube-prometheus-stack-prometheus'],
    path: '',
  },
  { name: /(^|-)prometheus-server$/, labels: [], path: '' },
  { name: /^prometheus-operated$|^prometheus$/, labels: ['prometheus'], path: '' },
];

/** Where installations usually are: whoever may create a Service elsewhere should not become the source of numbers. */
const usualNamespaces = ['monitoring', 'prometheus', 'observability', 'kube-system', 'openshift-monitoring'];
const ports = [9090, 9009, 8481, 8428, 8429, 10902, 80, 8080];
const portNames = new Set(['web', 'http-web', 'http', 'https', 'https-web']);

/** The best of them; null where none looks like one. */
export function discover(services: Iterable<Service>): Found | null {
  const found: { rank: number[]; found: Found }[] = [];
  for (const service of services) {
    const rank = usual.findIndex((one) => fits(one, service));
    const address = addressOf(service);
    const entry = usual[rank];
    if (entry === undefined || address === null) continue;
    const { namespace, name } = service.metadata;
    const path = entry.path;
    found.push({
      rank: [usualNamespaces.includes(namespace) ? 0 : 1, rank],
      found: {
        foundBy: `Service ${namespace}/${name}`,
        namespace,
        service: name,
        path,
        ...address,
        url: address.url + path,
      },
    });
  }
  found.sort(
    (left, right) =>
      (left.rank[0] ?? 0) - (right.rank[0] ?? 0) ||
      (left.rank[1] ?? 0) - (right.rank[1] ?? 0) ||
      (left.found.foundBy < right.found.foundBy ? -1 : 1),
  );
  return found[0]?.found ?? null;
}

function fits({ name, labels }: Usual, { metadata }: Service): boolean {
  const called = metadata.labels['app.kubernetes.io/name'] ?? metadata.labels['app'] ?? '';
  // Alertmanager, exporters and the operator carry the name of the stack too.
  if (/alertmanager|exporter|operator$|pushgateway|adapter|grafana|state-metrics/.test(metadata.name)) return false;
  return name.test(metadata.name) || (labels.includes(called) && !/sidecar|webhook|store|receive/.test(metadata.name));
}

/** At its cluster IP; of a headless Service by its name. Never an address outside the cluster (ExternalName), of this machine or link-local. */
function addressOf({ metadata, spec }: Service): { port: number; url: string } | null {
  if (spec.type === 'ExternalName' || spec.externalName !== null) return null;
  const port =
    spec.ports.find((one) => ports.includes(one.port)) ??
    spec.ports.find((one) => portNames.has(one.name ?? '')) ??
    (spec.ports.length === 1 ? spec.ports[0] : undefined);
  if (port === undefined || port.protocol === 'UDP') return null;
  const scheme = port.port === 443 || port.name?.startsWith('https') === true ? 'https' : 'http';
  const ip = spec.clusterIP;
  const host = ip === null || ip === 'None' || ip === '' ? `${metadata.name}.${metadata.namespace}.svc` : ip;
  if (isIP(host) !== 0 && isRefused(host)) return null;
  return { port: port.port, url: `${scheme}://${isIP(host) === 6 ? `[${host}]` : host}:${port.port}` };
}

/** Loopback, unspecified, link-local (with the metadata services of clouds), multicast. */
export function isRefused(ip: string): boolean {
  const bare = ip.toLowerCase().replace(/^::ffff:/, '');
  if (isIP(bare) === 4) return /^(0|127|169\.254|22[4-9]|23\d)\./.test(bare);
  return /^(::1?$|fe[89ab]|ff|::ffff|fd00:ec2:)/.test(bare);
}
