/** Endpoints as EndpointSlices: older bundles only have the first, and they say the same about who takes traffic. */
import 'server-only';

type Entry = Readonly<Record<string, unknown>>;

/** One raw EndpointSlice a subset, named and labelled as the mirroring controller of Kubernetes does. */
export function endpointSlicesOf(endpoints: Entry): Record<string, unknown>[] {
  const metadata = record(endpoints.metadata);
  return records(endpoints.subsets).map((subset, index) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...metadata,
      name: index === 0 ? metadata.name : `${String(metadata.name)}-${index}`,
      uid: `${String(metadata.uid)}:${index}`,
      labels: { ...record(metadata.labels), 'kubernetes.io/service-name': metadata.name },
    },
    ports: subset.ports,
    endpoints: [
      ...records(subset.addresses).map((address) => endpoint(address, true)),
      ...records(subset.notReadyAddresses).map((address) => endpoint(address, false)),
    ],
  }));
}

function endpoint(address: Entry, ready: boolean): Record<string, unknown> {
  return { addresses: [address.ip], conditions: { ready }, targetRef: address.targetRef };
}

function record(value: unknown): Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function records(value: unknown): Entry[] {
  return Array.isArray(value) ? value.map(record) : [];
}
