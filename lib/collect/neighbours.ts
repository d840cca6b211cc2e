// What a workload talks to: addresses of its environment and logs, followed to the workload that should answer there.
import 'server-only';

import type { Picture } from '../cluster/picture';
import type { Kind, Pod, Service } from '../model/kubernetes';
import type { LogDigest } from '../model/log';
import type { Neighbour } from '../model/snapshot';
import type { KindState } from '../model/source';
import { type WorkloadRef, workloadKey } from '../model/workload';
import { type Address, formatAddress, isClusterName, parseAddress, resolveService } from './address';
import { replicaTotals } from './replicas';
import { isRead } from './unread';

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
  states: readonly KindState[],
): Neighbour[] {
  const found = new Map<string, Neighbour>();
  for (const address of [...addressesInLogs(logs), ...addressesInEnv(pods), ...addressesInLastWords(pods)]) {
    if (found.size >= maxNeighbours) break;
    const via = formatAddress(address);
    if (found.has(via)) continue;
    const service = resolveService(picture, address.host, ref.namespace);
    if (service === null && !isClusterName(address.host)) continue;
    const neighbour = describe(picture, via, service, states);
    if (neighbour.workload !== null && workloadKey(neighbour.workload) === workloadKey(ref)) continue;
    found.set(via, neighbour);
  }
  return [...found.values()];
}

/** What must be read to tell where the addresses in logs lead: Services for one that none of them has, else what stands behind. */
export function kindsDialled(
  picture: Picture,
  { namespace }: WorkloadRef,
  pods: readonly Pod[],
  logs: readonly LogDigest[],
): Kind[] {
  const dialled = [...addressesInLogs(logs), ...lastWords(pods).flatMap(bareAddresses)];
  const isOfService = ({ host }: Address) => resolveService(picture, host, namespace) !== null;
  return [
    ...(dialled.some((one) => !isOfService(one)) ? (['Service'] as const) : []),
    ...(dialled.some(isOfService) ? (['EndpointSlice'] as const) : []),
  ];
}

function describe(picture: Picture, via: string, service: Service | null, states: readonly KindState[]): Neighbour {
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
      selector: service.spec.selector,
      readyEndpoints: isRead('EndpointSlice', states, namespace) ? readyEndpoints : null,
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

/** A termination message is what a program said too, where its log is gone. */
function lastWords(pods: readonly Pod[]): string[] {
  return pods.flatMap(({ status: { containerStatuses, initContainerStatuses } }) =>
    [...initContainerStatuses, ...containerStatuses].flatMap(({ state, lastState }) =>
      [state.terminated, lastState.terminated].flatMap((end) => (end ? [end.message] : [])),
    ),
  );
}

/** Nobody has judged them: whatever looks like a host and a port, and a place in source too, that no Service has. */
function addressesInLastWords(pods: readonly Pod[]): Address[] {
  return lastWords(pods).flatMap((text) => [
    ...bareAddresses(text),
    ...[...text.matchAll(/(?<![\w.:-])([a-z][\w-]{0,62}(?:\.[\w-]{1,63}){0,5}):(\d{2,5})(?!\w|:\d)/gi)].flatMap(
      ([address]) => parseAddress(address) ?? [],
    ),
  ]);
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
