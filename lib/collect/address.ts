// An address as logs and environments write it, and the Service in the cluster that it may name.
import 'server-only';

import type { Picture } from '../cluster/picture';
import type { Service } from '../model/kubernetes';

export interface Address {
  host: string;
  port: string | null;
}

const pattern =
  /^(?:[a-z][\w+.-]*:\/\/)?(?:[^@/\s]*@)?(\[[\da-fA-F:.]+\]|[\w-]+(?:\.[\w-]+)*)\.?(?::(\d{1,5}))?(?:[/?#].*)?$/i;
/** The container itself, or everything: no neighbour. */
const own = /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/i;

/** Host and port of "postgres:5432", "10.96.0.12", "http://user@api.shop:80/x"; null where there is no other host in it. */
export function parseAddress(text: string): Address | null {
  const match = pattern.exec(text.trim());
  const host = match?.[1];
  if (host === undefined || own.test(host)) return null;
  return { host: host.toLowerCase(), port: match?.[2] ?? null };
}

/** `host:port`, or the host alone. */
export function formatAddress({ host, port }: Address): string {
  return port === null ? host : `${host}:${port}`;
}

/**
 * The Service that a host names for a pod of `namespace`: its cluster IP, or its name as the cluster's DNS resolves it
 * (name, name.ns, name.ns.svc, name.ns.svc.cluster.local; behind a pod's own name too, for headless ones).
 */
export function resolveService(picture: Picture, host: string, namespace: string): Service | null {
  const byAddress = picture.serviceByAddress(host.replace(/^\[|\]$/g, ''));
  if (byAddress !== null) return byAddress;
  const labels = inClusterLabels(host);
  if (labels === null) return null;
  const [name = '', second, third] = labels;
  if (second === undefined) return picture.service(namespace, name);
  if (third === undefined) return picture.service(second, name) ?? picture.service(namespace, second);
  return picture.service(third, second);
}

/** True where only the cluster's DNS could answer: a short name, or one under `svc`. */
export function isClusterName(host: string): boolean {
  return /^[a-z][a-z\d-]*$/.test(host) || /\.svc(?:\.[\w.-]+)?$/.test(host);
}

/** name, namespace (or pod, name, namespace), without `svc` and the cluster's domain; null for names outside. */
function inClusterLabels(host: string): string[] | null {
  const labels = host.replace(/\.$/, '').split('.');
  const service = labels.indexOf('svc');
  const kept = service === -1 ? labels : labels.slice(0, service);
  return kept.length >= 1 && kept.length <= 3 ? kept : null;
}
