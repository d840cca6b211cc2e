// Services by what they select and by address, with their slices.
import 'server-only';

import type { EndpointSlice, Service } from '../model/kubernetes';
import { Multimap } from './multimap';
import { Table } from './table';

/** The label that ties a slice to its Service. */
const serviceLabel = 'kubernetes.io/service-name';

/** True where all labels of the selector are there; an empty selector selects nothing (Services without one are served by hand). */
export function selects(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return selecting(selector)(labels);
}

/** The same, of many labels. */
export function selecting(selector: Record<string, string>): (labels: Record<string, string>) => boolean {
  const wanted = Object.entries(selector);
  return (labels) => wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

export class ServiceIndex {
  readonly #services = new Table<Service>();
  /** By one label of the selector: a pod is asked by its own few labels, never by all Services. */
  readonly #byLabel = new Multimap<Service>();
  readonly #byAddress = new Map<string, Service>();
  readonly #slices = new Table<EndpointSlice>();
  readonly #slicesOf = new Multimap<EndpointSlice>();

  get size(): number {
    return this.#services.size;
  }

  get sliceCount(): number {
    return this.#slices.size;
  }

  service(namespace: string, name: string): Service | undefined {
    return this.#services.get(namespace, name);
  }

  services(namespace: string | null): Generator<Service> {
    return this.#services.values(namespace);
  }

  slice(namespace: string, name: string): EndpointSlice | undefined {
    return this.#slices.get(namespace, name);
  }

  slices(namespace: string | null): Generator<EndpointSlice> {
    return this.#slices.values(namespace);
  }

  byAddress(address: string): Service | undefined {
    return this.#byAddress.get(address);
  }

  /** Services of a namespace whose selector matches the labels of a pod, by name. */
  matching(namespace: string, labels: Record<string, string>): Service[] {
    const found = new Set<Service>();
    for (const [key, value] of Object.entries(labels)) {
      for (const service of this.#byLabel.get(labelKey(namespace, key, value))) {
        if (selects(service.spec.selector, labels)) found.add(service);
      }
    }
    return [...found].sort((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
  }

  slicesOf(namespace: string, service: string): EndpointSlice[] {
    return [...this.#slicesOf.get(`${namespace}/${service}`)];
  }

  serviceOfSlice(slice: EndpointSlice): Service | undefined {
    return this.#services.get(slice.metadata.namespace, slice.metadata.labels[serviceLabel] ?? '');
  }

  putService(service: Service): void {
    const { namespace, name } = service.metadata;
    this.deleteService(namespace, name);
    this.#services.set(namespace, name, service);
    const label = firstLabel(service);
    if (label !== null) this.#byLabel.add(label, service);
    const address = service.spec.clusterIP;
    if (address !== null && address !== 'None') this.#byAddress.set(address, service);
  }

  deleteService(namespace: string, name: string): void {
    const service = this.#services.get(namespace, name);
    if (service === undefined) return;
    this.#services.delete(namespace, name);
    const label = firstLabel(service);
    if (label !== null) this.#byLabel.delete(label, service);
    const address = service.spec.clusterIP ?? '';
    if (this.#byAddress.get(address) === service) this.#byAddress.delete(address);
  }

  putSlice(slice: EndpointSlice): void {
    const { namespace, name } = slice.metadata;
    this.deleteSlice(namespace, name);
    this.#slices.set(namespace, name, slice);
    this.#slicesOf.add(`${namespace}/${slice.metadata.labels[serviceLabel] ?? ''}`, slice);
  }

  deleteSlice(namespace: string, name: string): void {
    const slice = this.#slices.get(namespace, name);
    if (slice === undefined) return;
    this.#slices.delete(namespace, name);
    this.#slicesOf.delete(`${namespace}/${slice.metadata.labels[serviceLabel] ?? ''}`, slice);
  }
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}/${key}=${value}`;
}

function firstLabel(service: Service): string | null {
  for (const [key, value] of Object.entries(service.spec.selector)) {
    return labelKey(service.metadata.namespace, key, value);
  }
  return null;
}
