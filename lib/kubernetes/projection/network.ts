// Service and EndpointSlice.
import 'server-only';

import type { EndpointSlice, ObjectBase, Service } from '../../model/kubernetes';
import { portOf } from './container';
import { type Raw, asBoolean, asNumber, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

/** A Service: selector, address and ports. */
export function service(raw: Raw, base: ObjectBase, texts: Texts): Service {
  const spec = asRecord(raw.spec);
  return {
    apiVersion: base.apiVersion,
    kind: 'Service',
    metadata: base.metadata,
    spec: {
      type: texts.common(spec.type) || 'ClusterIP',
      clusterIP: texts.optional(spec.clusterIP),
      externalName: texts.optional(spec.externalName),
      selector: texts.share(texts.labels(spec.selector)),
      ports: asRecords(spec.ports).map((port) => ({
        name: texts.optional(port.name),
        port: asNumber(port.port) ?? 0,
        targetPort: port.targetPort === undefined || port.targetPort === null ? null : portOf(port.targetPort, texts),
        protocol: texts.common(port.protocol) || 'TCP',
      })),
    },
  };
}

/**
 * An EndpointSlice: which pods stand behind a Service and whether they are ready; null where the slice does not say.
 */
export function endpointSlice(raw: Raw, base: ObjectBase, texts: Texts): EndpointSlice {
  return {
    apiVersion: base.apiVersion,
    kind: 'EndpointSlice',
    metadata: base.metadata,
    ports: texts.share(
      asRecords(raw.ports).map((port) => ({ name: texts.optional(port.name), port: asNumber(port.port) })),
    ),
    endpoints: asRecords(raw.endpoints).map((endpoint) => {
      const state = asRecord(endpoint.conditions);
      return {
        addresses: texts.plainList(endpoint.addresses),
        ready: asBoolean(state.ready),
        serving: asBoolean(state.serving),
        terminating: asBoolean(state.terminating),
        targetName: texts.plain(asRecord(endpoint.targetRef).name) || null,
      };
    }),
  };
}
