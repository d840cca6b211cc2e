/** Who we are to the API server: token, token file, client certificate, plugin, impersonation; renewed as they age. */
import 'server-only';
import { readFile } from 'node:fs/promises';
import { ApiError, toApiError } from './api-error';
import type { Clock } from './clock';
import { runExecPlugin, type ExecCredential } from './exec-plugin';
import type { KubeCluster, KubeUser } from './kubeconfig';

/**
 * client-go and client-node re-read a token file when it is older than this (watch-faults §1, F19). Certificates too: a
 * handshake that fails says less than a 401, and may be all that is heard of a renewal.
 */
const FILE_AGE_MS = 60_000;
/** A plugin's credential is renewed this long before it expires, or at half its life. */
const EXPIRY_MARGIN_MS = 60_000;
/**
 * A plugin that failed, or gave what has expired by our clock, is not started again within this time: no restart loop, no
 * storm of login windows (F47).
 */
const PLUGIN_REST_MS = 60_000;
const YOUNG_MS = 25_000;

export interface Identity {
  headers: Record<string, string | string[]>;
  /** Who vouches for the server; null: whom the machine trusts. */
  ca: Buffer | null;
  cert: Buffer | string | null;
  key: Buffer | string | null;
}

export interface Credentials {
  /** Rejects with ApiError 'credentials'. */
  current(): Promise<Identity>;
  /** Forget what can be renewed: the server refused it (401). Calls within one second count as one. */
  refresh(): void;
  /** Ends a plugin that is running. */
  close(): void;
}

/**
 * The credentials of a kubeconfig's user: token, token file, exec plugin or certificate, read again when the server
 * refuses them (F19). `readUser`: the user as the kubeconfig has it now, null where it does not; asked once they were refused,
 * for a person mends the file (F20).
 */
export function createCredentials(
  user: KubeUser,
  cluster: KubeCluster,
  clock: Clock,
  readUser?: () => Promise<KubeUser | null>,
): Credentials {
  const ending = new AbortController();
  const partsOf = (one: KubeUser) => ({
    bearer: bearerOf(one, cluster, clock, ending.signal),
    fixed: impersonation(one),
    files: renewed(() => certificateFiles(one, cluster), clock),
  });
  let parts = partsOf(user);
  let known = JSON.stringify(user);
  let refreshedAt = -Infinity;
  let reading: { done: Promise<void>; at: number } | null = null;

  /** An entry that did not change keeps its plugin, with the rest that it is in. */
  async function readAgain(read: () => Promise<KubeUser | null>): Promise<void> {
    let now: KubeUser | null;
    try {
      now = await read();
    } catch {
      // Half written: what is known may do, and it is read again.
      return;
    }
    if (now === null || JSON.stringify(now) === known) return;
    known = JSON.stringify(now);
    parts = partsOf(now);
  }

  return {
    async current() {
      const wasRefused = refreshedAt !== -Infinity;
      if (readUser !== undefined && wasRefused && (reading === null || clock.monotonic() - reading.at > YOUNG_MS)) {
        reading = { done: readAgain(readUser), at: clock.monotonic() };
      }
      await reading?.done;
      const { bearer, fixed, files } = parts;
      const [{ ca, cert, key }, extra] = await Promise.all([files.get(), bearer.get()]).catch((error: unknown) => {
        throw error instanceof ApiError ? error : unreadable(error);
      });
      const headers = { ...fixed, ...(extra.authorization === null ? {} : { authorization: extra.authorization }) };
      return { headers, ca, cert: extra.cert ?? cert, key: extra.key ?? key };
    },
    refresh() {
      if (clock.monotonic() - refreshedAt < 1000) return;
      refreshedAt = clock.monotonic();
      parts.files.forget();
      parts.bearer.forget();
    },
    close: () => ending.abort(),
  };
}

interface Bearer {
  get(): Promise<{ authorization: string | null; cert: string | null; key: string | null }>;
  forget(): void;
}

function bearerOf(user: KubeUser, cluster: KubeCluster, clock: Clock, signal: AbortSignal): Bearer {
  const simple = (authorization: string | null) => ({ authorization, cert: null, key: null });
  const nothingToForget = (): void => undefined;
  if (user.tokenFile !== undefined) return tokenFile(user.tokenFile, clock);
  if (user.token !== undefined) {
    const header = `Bearer ${user.token}`;
    return { get: async () => simple(header), forget: nothingToForget };
  }
  if (user.exec) return plugin(user.exec, cluster, clock, signal);
  if (user['auth-provider']) return legacyProvider(user);
  if (user.username !== undefined) {
    const pair = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64');
    return { get: async () => simple(`Basic ${pair}`), forget: nothingToForget };
  }
  return { get: async () => simple(null), forget: nothingToForget };
}

function tokenFile(path: string, clock: Clock): Bearer {
  const file = renewed(() => readFile(path, 'utf8'), clock);
  return {
    async get() {
      return { authorization: `Bearer ${(await file.get()).trim()}`, cert: null, key: null };
    },
    forget: () => file.forget(),
  };
}

/** What was read, and read again where that is older than a minute, failed, or was forgotten. */
function renewed<T>(read: () => Promise<T>, clock: Clock): { get(): Promise<T>; forget(): void } {
  let held: { value: Promise<T>; readAt: number } | null = null;
  return {
    async get() {
      if (held === null || clock.monotonic() - held.readAt > FILE_AGE_MS) {
        held = { value: read(), readAt: clock.monotonic() };
      }
      const { value } = held;
      try {
        return await value;
      } catch (error) {
        if (held?.value === value) held = null;
        throw error;
      }
    },
    forget() {
      held = null;
    },
  };
}

function plugin(exec: NonNullable<KubeUser['exec']>, cluster: KubeCluster, clock: Clock, signal: AbortSignal): Bearer {
  let running: Promise<ExecCredential> | null = null;
  let credential: ExecCredential | null = null;
  let failed: { error: ApiError; at: number } | null = null;
  let obtainedAt = -Infinity;
  let lifeMs = Infinity;
  const fresh = (held: ExecCredential | null): held is ExecCredential => {
    if (held === null || held.expiresAt === null) return held !== null;
    // The issuer's clock is not ours (F46): the expiry says nothing, and the server tells when it takes the token no longer.
    if (lifeMs <= 0) return clock.monotonic() - obtainedAt < PLUGIN_REST_MS;
    return held.expiresAt - Math.min(EXPIRY_MARGIN_MS, lifeMs / 2) > clock.now();
  };

  async function obtain(): Promise<ExecCredential> {
    if (fresh(credential)) return credential;
    if (failed !== null && clock.monotonic() - failed.at < PLUGIN_REST_MS) throw failed.error;
    // Twenty kinds ask at once; one login serves them all.
    running ??= runExecPlugin(exec, cluster, clock, signal).finally(() => {
      running = null;
    });
    try {
      credential = await running;
      obtainedAt = clock.monotonic();
      lifeMs = (credential.expiresAt ?? Infinity) - clock.now();
      failed = null;
      return credential;
    } catch (error) {
      failed = { error: toApiError(error), at: clock.monotonic() };
      throw failed.error;
    }
  }

  return {
    async get() {
      const { token, cert, key } = await obtain();
      return { authorization: token === null ? null : `Bearer ${token}`, cert, key };
    },
    forget() {
      // Twenty kinds are refused, each at its own time; a credential this young is not made better by another login.
      if (clock.monotonic() - obtainedAt > YOUNG_MS) credential = null;
    },
  };
}

/** OIDC tokens with a refresh token, the one legacy provider still in use; client-node knows how, and is loaded only here. */
function legacyProvider(user: KubeUser): Bearer {
  const provider = user['auth-provider'];
  const name = provider?.name ?? '';
  // Kept: it holds the renewed token, and a refresh token may be used once.
  let oidc: Promise<{ authorization(): Promise<string | null> }> | null = null;
  return {
    async get() {
      if (name !== 'oidc') {
        throw new ApiError(
          'credentials',
          `The kubeconfig uses the auth provider "${name}", which kubectl dropped in 1.26; use its exec plugin.`,
        );
      }
      oidc ??= loadOidc({ name, authProvider: provider });
      return { authorization: await (await oidc).authorization(), cert: null, key: null };
    },
    forget: () => undefined,
  };
}

async function loadOidc(user: {
  name: string;
  authProvider: KubeUser['auth-provider'];
}): Promise<{ authorization(): Promise<string | null> }> {
  const { OpenIDConnectAuth } = await import('@kubernetes/client-node/dist/oidc_auth.js');
  const authenticator = new OpenIDConnectAuth();
  return {
    async authorization() {
      const headers: Record<string, string> = {};
      await authenticator.applyAuthentication(user, { headers });
      return headers.Authorization ?? null;
    },
  };
}

function impersonation(user: KubeUser): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  if (user.as !== undefined) headers['impersonate-user'] = user.as;
  if (user['as-uid'] !== undefined) headers['impersonate-uid'] = user['as-uid'];
  const groups = user['as-groups'] ?? [];
  if (groups.length > 0) headers['impersonate-group'] = groups;
  return headers;
}

async function certificateFiles(
  user: KubeUser,
  cluster: KubeCluster,
): Promise<{ ca: Buffer | null; cert: Buffer | null; key: Buffer | null }> {
  const [ca, cert, key] = await Promise.all([
    dataOrFile(cluster['certificate-authority-data'], cluster['certificate-authority']),
    dataOrFile(user['client-certificate-data'], user['client-certificate']),
    dataOrFile(user['client-key-data'], user['client-key']),
  ]);
  return { ca, cert, key };
}

/** `data` wins over `file`, as in kubectl. */
export async function dataOrFile(data: string | undefined, file: string | undefined): Promise<Buffer | null> {
  if (data !== undefined) return Buffer.from(data, 'base64');
  return file === undefined ? null : readFile(file);
}

function unreadable(error: unknown): ApiError {
  const path = error instanceof Error && 'path' in error ? ` ${String(error.path)}` : '';
  return new ApiError('credentials', `The credentials${path} cannot be read.`, { cause: error });
}
