/** Finds the cluster to talk to, in kubectl's order, and makes the client for it. */
import 'server-only';
import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Problem } from '../model/problem';
import { createApiClient, type ApiClient } from './api-client';
import { systemClock, type Clock } from './clock';
import { createCredentials, dataOrFile } from './credentials';
import { proxyFromEnvironment } from './proxy-from-environment';
import { readKubeConfig, type KubeCluster, type KubeConfig, type KubeUser } from './kubeconfig';

export interface ConnectionOptions {
  /** --kubeconfig: one file, and no other. */
  kubeconfig?: string | undefined;
  /** --context */
  context?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  clock?: Clock;
  /** Where a pod finds its service account; another place in tests. */
  serviceAccountDirectory?: string;
}

export interface Connection {
  client: ApiClient;
  /** "in-cluster" where there is no kubeconfig. */
  contextName: string;
  /** The context's own namespace (or the pod's): the first to try where the whole cluster may not be read. */
  namespace: string | null;
  /** Where it was found, for people: "--kubeconfig /x", "KUBECONFIG", "~/.kube/config", "in-cluster". */
  foundIn: string;
}

const SERVICE_ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The connection for the first source that is there: --kubeconfig, KUBECONFIG (a list), ~/.kube/config, in-cluster;
 * null where there is none. Makes no request. Throws Problem where a source is named or found but cannot be used:
 * that is an error to show, never a reason to look further (design §8).
 */
export async function findConnection(options: ConnectionOptions): Promise<Connection | null> {
  const found = await findKubeConfig(options);
  if (found !== null) return fromKubeConfig(found.config, options, found.foundIn);
  if (options.context !== undefined) {
    throw new Problem('unprocessable', `No kubeconfig was found for the context ${options.context}.`, {
      remedy: 'Name the file with --kubeconfig or KUBECONFIG.',
    });
  }
  return fromServiceAccount(options);
}

/** Names of all contexts of the kubeconfig that `findConnection` would use, the current one first. */
export async function listContexts(options: ConnectionOptions): Promise<string[]> {
  const found = await findKubeConfig(options);
  if (found === null) return [];
  const { currentContext, contexts } = found.config;
  return [...contexts.keys()].sort((a, b) => Number(b === currentContext) - Number(a === currentContext));
}

/** The context that `findConnection` would take where none is named; null where there is none to take. */
export async function defaultContext(options: ConnectionOptions): Promise<string | null> {
  const found = await findKubeConfig(options);
  return found === null ? null : (found.config.currentContext ?? onlyOne(found.config));
}

async function findKubeConfig(options: ConnectionOptions): Promise<{ config: KubeConfig; foundIn: string } | null> {
  const { kubeconfig, env } = options;
  if (kubeconfig !== undefined) {
    return { config: await readKubeConfig([kubeconfig], true), foundIn: `--kubeconfig ${kubeconfig}` };
  }
  const list = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  if (list.length > 0) {
    const config = await readKubeConfig(list, false);
    if (config.contexts.size > 0 || config.clusters.size > 0) return { config, foundIn: 'KUBECONFIG' };
    throw new Problem('unprocessable', `KUBECONFIG names ${list.join(', ')}, where there is no cluster.`);
  }
  const home = join(env.HOME ?? homedir(), '.kube', 'config');
  if (!(await exists(home))) return null;
  const config = await readKubeConfig([home], true);
  // An empty file is what some tools leave behind: as good as none.
  return config.contexts.size === 0 && config.clusters.size === 0 ? null : { config, foundIn: '~/.kube/config' };
}

async function fromKubeConfig(config: KubeConfig, options: ConnectionOptions, foundIn: string): Promise<Connection> {
  const contextName = options.context ?? config.currentContext ?? onlyOne(config);
  if (contextName === null) {
    throw new Problem('unprocessable', `The kubeconfig (${foundIn}) has no current context.`, {
      remedy: `Name one with --context: ${[...config.contexts.keys()].join(', ')}.`,
    });
  }
  const context = config.contexts.get(contextName);
  const cluster = context && config.clusters.get(context.cluster);
  const user = context && (context.user === undefined ? undefined : config.users.get(context.user));
  if (context === undefined || cluster === undefined || (context.user !== undefined && user === undefined)) {
    const missing =
      context === undefined
        ? `the context ${contextName}`
        : cluster === undefined
          ? `the cluster ${context.cluster}`
          : `the user ${context.user ?? ''}`;
    throw new Problem('unprocessable', `The kubeconfig (${foundIn}) has no entry for ${missing}.`, {
      remedy: `It has the contexts ${[...config.contexts.keys()].join(', ') || '(none)'}. Name one of them with --context, or mend the file.`,
    });
  }
  /** Of this server only: a token for another one must not be sent to it. */
  const readUser = async (): Promise<KubeUser | null> => {
    const now = (await findKubeConfig(options))?.config;
    const entry = now?.contexts.get(contextName);
    if (entry?.user === undefined || now?.clusters.get(entry.cluster)?.server !== cluster.server) return null;
    return now.users.get(entry.user) ?? null;
  };
  const client = await createClient(cluster, user ?? noUser(), options, readUser);
  return { client, contextName, namespace: context.namespace ?? null, foundIn };
}

function onlyOne(config: KubeConfig): string | null {
  const [first, ...others] = config.contexts.keys();
  return first !== undefined && others.length === 0 ? first : null;
}

async function fromServiceAccount(options: ConnectionOptions): Promise<Connection | null> {
  const host = options.env.KUBERNETES_SERVICE_HOST;
  const port = options.env.KUBERNETES_SERVICE_PORT ?? '443';
  const directory = options.serviceAccountDirectory ?? SERVICE_ACCOUNT_DIRECTORY;
  const token = join(directory, 'token');
  if (!host || !(await exists(token))) return null;
  const address = host.includes(':') ? `[${host}]` : host;
  const cluster: KubeCluster = {
    server: `https://${address}:${port}`,
    'certificate-authority': join(directory, 'ca.crt'),
    'certificate-authority-data': undefined,
    'insecure-skip-tls-verify': false,
    'tls-server-name': undefined,
    'proxy-url': undefined,
    'disable-compression': true,
  };
  const client = await createClient(cluster, { ...noUser(), tokenFile: token }, options);
  const namespaceFile = join(directory, 'namespace');
  const namespace = (await exists(namespaceFile)) ? (await readFile(namespaceFile, 'utf8')).trim() : null;
  return { client, contextName: 'in-cluster', namespace, foundIn: 'in-cluster' };
}

async function createClient(
  cluster: KubeCluster,
  user: KubeUser,
  options: ConnectionOptions,
  readUser?: () => Promise<KubeUser | null>,
): Promise<ApiClient> {
  const clock = options.clock ?? systemClock;
  const server = serverAddress(cluster.server);
  // Read here for its error alone; the credentials read it again as it is renewed.
  await dataOrFile(cluster['certificate-authority-data'], cluster['certificate-authority']).catch(() => {
    throw new Problem('unprocessable', `The file ${cluster['certificate-authority'] ?? ''} cannot be read.`, {
      field: 'certificate-authority',
    });
  });
  return createApiClient({
    server,
    tls: {
      servername: cluster['tls-server-name'],
      rejectUnauthorized: !cluster['insecure-skip-tls-verify'],
    },
    proxyUrl: cluster['proxy-url'] ?? proxyFromEnvironment(server, options.env),
    credentials: createCredentials(user, cluster, clock, readUser),
    clock,
    // Beside the API server, or in its cluster, the wire is faster than gzip; from a laptop it is not.
    compress: !(cluster['disable-compression'] ?? isOnThisMachine(server)),
  });
}

function isOnThisMachine(server: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(server).hostname);
}

function serverAddress(server: string): string {
  // kubectl takes an address without a scheme as http.
  const address = /^[a-z]+:\/\//.test(server) ? server : `http://${server}`;
  if (!URL.canParse(address) || !/^https?:/.test(address)) {
    const shown = withoutQuery(server.slice(server.lastIndexOf('@') + 1));
    throw new Problem('unprocessable', `The address of the API server is not one: ${shown}.`, { field: 'server' });
  }
  // A query is dropped, as client-go does: behind it no path can be asked for.
  return withoutQuery(address).replace(/\/$/, '');
}

function withoutQuery(address: string): string {
  return address.split(/[?#]/, 1)[0] ?? '';
}

function noUser(): KubeUser {
  return {
    token: undefined,
    tokenFile: undefined,
    'client-certificate': undefined,
    'client-certificate-data': undefined,
    'client-key': undefined,
    'client-key-data': undefined,
    username: undefined,
    password: undefined,
    as: undefined,
    'as-uid': undefined,
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
