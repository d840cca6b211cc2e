/** What stands behind the Service that a program dials, as claims and next steps; or that no Service has the address. */
import type { Remedy } from '../../../model/diagnosis';
import type { Neighbour, Snapshot } from '../../../model/snapshot';
import { changeByHand } from '../../../remedy/change';
import { absence, fields } from '../../evidence';
import type { DraftClaim } from '../../rule';
import { isDown, neighbourEvidence, selectingNone, selectorEvidence, unservedPort } from './neighbour';

type Service = NonNullable<Neighbour['service']>;

export const serviceName = ({ namespace, name }: Service) => `${namespace}/${name}`;

/** "port 80", "ports 80 and 443". */
export function portsOf({ ports }: Service): string {
  return ports.length === 1
    ? `port ${ports.join('')}`
    : `ports ${ports.slice(0, -1).join(', ')} and ${ports.slice(-1).join('')}`;
}

export function behind(neighbour: Neighbour | null, address: string | null): DraftClaim[] {
  const evidence = neighbour && neighbourEvidence(neighbour);
  if (!neighbour?.service || !evidence) return [];
  const service = `\`${serviceName(neighbour.service)}\``;
  const port = unservedPort(neighbour, address);
  const ports = fields(
    `Service ${serviceName(neighbour.service)}`,
    null,
    Object.fromEntries(neighbour.service.ports.map((one, i) => [`!spec.ports[${i}].port`, one])),
  );
  const served: DraftClaim[] =
    port === null
      ? []
      : [
          {
            text: `Service ${service} serves ${portsOf(neighbour.service)}; the program dials ${port}.`,
            evidence: [ports],
          },
        ];
  const none = selectingNone(neighbour);
  const text = none
    ? `Service ${service} selects no pod: none carries the labels of its selector, and no workload makes any.`
    : isDown(neighbour)
      ? `Service ${service} has nothing ready behind it.`
      : neighbour.service.readyEndpoints === null
        ? `What stands behind Service ${service} is not known: its EndpointSlices were not read.`
        : port === null
          ? `Service ${service} has ready endpoints now: the port, a network policy or the moment may be the reason.`
          : `Service ${service} has ready endpoints now: what stands behind it is not the reason.`;
  return [...served, { text, evidence: none ? [selectorEvidence(none), evidence] : [evidence] }];
}

export function mendSelector({ name }: Service): Remedy {
  return changeByHand(
    'mend-selector',
    `Give Service ${name} pods to select`,
    'Deploy what should answer there, where it is missing; else let its pods carry the labels that the Service selects, or mend `spec.selector` of the Service.',
  );
}

/** Of an address that no Service has which was read. */
export function noService(address: string, read: Snapshot['servicesRead']): DraftClaim {
  if (read === 'none')
    return {
      text: 'Whether the address is a Service of this cluster is not known: Services were not read.',
      evidence: [absence('Services', 'Services were not read', 'what was read of the cluster')],
    };
  return read === 'some'
    ? {
        text: 'The address is none of the Services that were read; not all of the cluster were.',
        evidence: [absence('Services', `none that was read has the address ${address}`, 'Services of some namespaces')],
      }
    : {
        text: 'The address is no Service of this cluster, or it could not be matched to one.',
        evidence: [
          absence('Services', `no Service of the cluster has the address ${address}`, 'all Services of the cluster'),
        ],
      };
}
