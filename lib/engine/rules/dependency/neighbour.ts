/** The other workload that an address points at: what the cluster says of it, as evidence. */

import type { Neighbour } from '../../../model/snapshot';
import type { Evidence, Remedy } from '../../../model/diagnosis';
import { showEndpoints, showSelected } from '../../../remedy/look';
import { fields, keyStep, objectEvidence } from '../../evidence';
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
  const ready = service.readyEndpoints === null ? 'endpoints not read' : `${service.readyEndpoints} ready endpoints`;
  const behind = workload
    ? `; behind it ${workload.kind} ${workload.namespace}/${workload.name}, ${neighbour.ready} of ${neighbour.desired} ready`
    : hasSelector(service)
      ? '; no workload matches its selector'
      : '; it has no selector';
  return objectEvidence(`Service ${service.namespace}/${service.name}`, null, `${ready}${behind}`, ready);
}

/** Whether the neighbour is itself the reason: nothing stands behind its Service. Where its endpoints were not read, its workload tells. */
export function isDown({ service, workload, ready }: Neighbour): boolean {
  return service !== null && (service.readyEndpoints ?? (workload === null ? 1 : ready)) === 0;
}

/** The Service of the neighbour, where no pod carries the labels that it selects: neither is one there, nor a workload that makes any. */
export function selectingNone(neighbour: Neighbour): Neighbour['service'] {
  const { service, workload } = neighbour;
  return service && workload === null && hasSelector(service) && isDown(neighbour) ? service : null;
}

const hasSelector = ({ selector }: NonNullable<Neighbour['service']>) => Object.keys(selector).length > 0;

export function selectorEvidence({ namespace, name, selector }: NonNullable<Neighbour['service']>): Evidence {
  const labels = Object.entries(selector).map(([key, value]): [string, string] => [
    `!spec.selector${keyStep(key)}`,
    value,
  ]);
  return fields(`Service ${namespace}/${name}`, null, Object.fromEntries(labels));
}

/** What stands behind the Service of a neighbour, and whether it is ready. */
export function lookBehind({ namespace, name, selector }: NonNullable<Neighbour['service']>, found: boolean): Remedy {
  return Object.keys(selector).length === 0
    ? showEndpoints(
        namespace,
        name,
        '`conditions.ready` tells of each address whether anything is sent there. The Service has no selector: who wrote this list keeps it.',
      )
    : showSelected(
        namespace,
        name,
        selector,
        found
          ? 'READY tells which of them can answer: the Service sends nothing to a pod that is not ready.'
          : 'An empty list means that no pod carries these labels. `kubectl get pods --show-labels` tells which labels those have that should answer.',
      );
}
