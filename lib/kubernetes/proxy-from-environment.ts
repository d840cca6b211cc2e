/** HTTPS_PROXY and NO_PROXY as Go's net/http reads them, for kubeconfigs without `proxy-url`: kubectl honours them too. */
import 'server-only';
import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for a server's address; undefined where it is to be reached directly. Loopback is never proxied. */
export function proxyFromEnvironment(server: string, env: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const host = hostname.replace(/^\[|\]$/g, '');
  const proxy = protocol === 'https:' ? read(env, 'HTTPS_PROXY') : read(env, 'HTTP_PROXY');
  if (proxy === undefined || host === 'localhost' || isLoopbackAddress(host)) return undefined;
  const exceptions = (read(env, 'NO_PROXY') ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  if (exceptions.some((entry) => entry !== '' && excepts(entry, host.toLowerCase(), port))) return undefined;
  return /^[a-z0-9]+:\/\//.test(proxy) ? proxy : `http://${proxy}`;
}

function read(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toLowerCase()] || undefined;
}

function isLoopbackAddress(host: string): boolean {
  return inRange('127.0.0.0/8', host) || host === '::1';
}

/** `*`, an address, a CIDR range, a domain with its subdomains, `.domain` for the subdomains alone; each with a port or not. */
function excepts(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inRange(entry, host);
  if (isIP(entry) === 6) return entry === host;
  const [, name = entry, entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== (port === '' ? '443' : port)) return false;
  const bare = name.replace(/^\*?\./, '');
  return (name === bare && host === bare) || (isIP(host) === 0 && host.endsWith(`.${bare}`));
}

function inRange(range: string, host: string): boolean {
  const [address = '', bits = ''] = range.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const prefix = Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) return false;
  list.addSubnet(address, prefix, type);
  return list.check(host, type);
}
