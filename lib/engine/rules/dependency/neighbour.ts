/** The other workload that an address points at: what the cluster says of it, as evidence. */

import type { Neighbour } from '../../../model/snapshot';
import type { Evidence } from '../../../model/diagnosis';
import { objectEvidence } from '../../evidence';
import type { LogFinding } from '../log-rule';

/** The neighbour that the line names, by host and port, by host, or by the address that the container is configured with. */
export function neighbourOf({ captures, view }: Pick<LogFinding, 'captures' | 'view'>): Neighbour | null {
  const { neighbours } = view.snapshot;
  const host = captures['host'] ?? captures['address']?.replace(/:\d+$/, '');
  const port = captures['port'] ?? /:(\d+)$/.exec(captures['address'] ?? '')?.[1];
  if (host === undefined) return null;
  const of = (neighbour: Neighbour) => neighbour.via.replace(/:\d+$/, '');
  return (
    neighbours.find((neighbour) => neighbour.via === `${host}:${port ?? ''}`) ??
    neighbours.find((neighbour) => of(neighbour) === host) ??
    null
  );
}

/** The port that a program dials and that the Service of its neighbour does not serve; null where it does, or where nobody can say. */
export function unservedPort(neighbour: Neighbour | null, address: string | null): number | null {
  const port = Number(/:(\d+)$/.exec(address ?? '')?.[1]);
  const service = neighbour?.service;
  if (!service || service.headless || service.ports.length === 0 || Number.isNaN(port)) return null;
  return service.ports.includes(port) ? null : port;
}

/** "Service shop/postgres: no ready endpoint of StatefulSet postgres (0 of 1 ready)". */
export function neighbourEvidence(neighbour: Neighbour): Evidence | null {
  const { service, workload } = neighbour;
  if (!service) return null;
  const behind = workload
    ? `; behind it ${workload.kind} ${workload.namespace}/${workload.name}, ${neighbour.ready} of ${neighbour.desired} ready`
    : '; no workload matches its selector';
  const text = `${service.readyEndpoints} ready endpoints${behind}`;
  return objectEvidence(
    `Service ${service.namespace}/${service.name}`,
    null,
    text,
    `${service.readyEndpoints} ready endpoints`,
  );
}

/** Whether the neighbour is itself the reason: nothing stands behind its Service. */
export function isDown(neighbour: Neighbour): boolean {
  return neighbour.service !== null && neighbour.service.readyEndpoints === 0;
}
