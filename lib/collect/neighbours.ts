// What a workload talks to: addresses of its environment and logs, followed to the workload that should answer there.
import 'server-only';

import type { Picture } from '../cluster/picture';
import type { Pod, Service } from '../model/kubernetes';
import type { LogDigest } from '../model/log';
import type { Neighbour } from '../model/snapshot';
import { type WorkloadRef, workloadKey } from '../model/workload';
import { type Address, formatAddress, isClusterName, parseAddress, resolveService } from './address';
import { replicaTotals } from './replicas';

const maxNeighbours = 20;

/**
 * At most 20; those that logs name come first. An address outside the cluster is left out; a name that only the cluster
 * could resolve and that no Service has stays, without one: that is what a failed lookup looks like from here.
 */
export function neighboursOf(
  picture: Picture,
  ref: WorkloadRef,
  pods: readonly Pod[],
  logs: readonly LogDigest[],
): Neighbour[] {
  const found = new Map<string, Neighbour>();
  for (const address of [...addressesInLogs(logs), ...addressesInEnv(pods)]) {
    if (found.size >= maxNeighbours) break;
    const via = formatAddress(address);
    if (found.has(via)) continue;
    const service = resolveService(picture, address.host, ref.namespace);
    if (service === null && !isClusterName(address.host)) continue;
    const neighbour = describe(picture, via, service);
    if (neighbour.workload !== null && workloadKey(neighbour.workload) === workloadKey(ref)) continue;
    found.set(via, neighbour);
  }
  return [...found.values()];
}

function describe(picture: Picture, via: string, service: Service | null): Neighbour {
  if (service === null) return { via, service: null, workload: null, ready: 0, desired: 0 };
  const { namespace, name } = service.metadata;
  const endpoints = picture.slicesOf(namespace, name).flatMap((slice) => slice.endpoints);
  // A missing condition means ready (discovery/v1, EndpointConditions).
  const readyEndpoints = endpoints
    .filter(({ ready }) => ready !== false)
    .reduce((sum, one) => sum + one.addresses.length, 0);
  const [workload] = picture.workloadsBehind(service);
  const totals = workload === undefined ? null : replicaTotals(picture, workload, picture.pods(workload));
  return {
    via,
    service: {
      namespace,
      name,
      ports: service.spec.ports.map(({ port }) => port),
      headless: service.spec.clusterIP === 'None',
      readyEndpoints,
    },
    workload:
      workload === undefined ? null : { namespace: workload.namespace, kind: workload.kind, name: workload.name },
    ready: totals?.ready ?? 0,
    desired: totals?.desired ?? totals?.total ?? 0,
  };
}

function addressesInLogs(logs: readonly LogDigest[]): Address[] {
  return logs.flatMap(({ hits, excerpt }) =>
    hits.flatMap(({ captures, line, endLine }) => [
      ...[captures.host, captures.address, captures['target']].flatMap((text) => {
        const address = text === undefined || text === '' ? null : parseAddress(text);
        if (address === null) return [];
        const { port } = captures;
        return [{ ...address, port: address.port ?? (port !== undefined && /^\d{1,5}$/.test(port) ? port : null) }];
      }),
      ...excerpt.filter(({ n }) => n >= line && n <= endLine).flatMap(({ text }) => bareAddresses(text)),
    ]),
  );
}

/** "can't connect to remote host (10.96.246.181): Connection refused". */
function bareAddresses(text: string): Address[] {
  return [...text.matchAll(/(?<![\w.:])(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{2,5}))?(?![\w.])/g)].flatMap(
    ([, host, port]) => (host === undefined ? [] : [{ host, port: port ?? null }]),
  );
}

function addressesInEnv(pods: readonly Pod[]): Address[] {
  return pods.flatMap(({ spec }) =>
    [...spec.initContainers, ...spec.containers].flatMap(({ env }) =>
      env.flatMap(({ address }) => {
        const parsed = address === null ? null : parseAddress(address);
        return parsed === null ? [] : [parsed];
      }),
    ),
  );
}
