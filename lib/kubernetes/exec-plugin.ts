/**
 * Runs a credential plugin (`users[].user.exec`), as client-go does, with what client-node leaves out: a time limit,
 * no terminal, KUBERNETES_EXEC_INFO, and an error a person can act on (F47).
 */
import 'server-only';
import { spawn } from 'node:child_process';
import { z } from 'zod';
import { ApiError } from './api-error';
import type { Clock } from './clock';
import type { KubeCluster, KubeUser } from './kubeconfig';

const LIMIT_MS = 30_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

const credentialSchema = z.object({
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().nullish(),
    expirationTimestamp: z.string().nullish(),
    clientCertificateData: z.string().nullish(),
    clientKeyData: z.string().nullish(),
  }),
});

export interface ExecCredential {
  token: string | null;
  cert: string | null;
  key: string | null;
  /** Ms since the epoch; null: as long as the server takes it. */
  expiresAt: number | null;
}

type ExecConfig = NonNullable<KubeUser['exec']>;

/** Runs the plugin once. Rejects with ApiError 'credentials'; its output never enters a message: it may be a token. */
export async function runExecPlugin(
  exec: ExecConfig,
  cluster: KubeCluster,
  clock: Clock,
  signal: AbortSignal,
): Promise<ExecCredential> {
  if (exec.interactiveMode === 'Always') {
    throw problem(exec, 'needs a terminal (interactiveMode: Always), which a server does not have');
  }
  const { stdout, stderr, code } = await run(exec, cluster, clock, signal);
  if (code !== 0) {
    const said = firstWords(stderr);
    throw problem(exec, `ended with exit code ${code ?? 'none (killed)'}${said === '' ? '' : `: ${said}`}`);
  }
  const parsed = credentialSchema.safeParse(tryJson(stdout));
  if (!parsed.success) throw problem(exec, 'did not print an ExecCredential');
  const { token, expirationTimestamp, clientCertificateData, clientKeyData } = parsed.data.status;
  if (!token && !clientCertificateData) throw problem(exec, 'printed neither a token nor a certificate');
  const expiry = expirationTimestamp ? Date.parse(expirationTimestamp) : NaN;
  return {
    token: token ?? null,
    cert: clientCertificateData ?? null,
    key: clientKeyData ?? null,
    expiresAt: Number.isNaN(expiry) ? null : expiry,
  };
}

function run(
  exec: ExecConfig,
  cluster: KubeCluster,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, KUBERNETES_EXEC_INFO: JSON.stringify(execInfo(exec, cluster)) };
    for (const { name, value } of exec.env ?? []) Object.assign(env, { [name]: value });
    // Its own process group: a plugin is often a shell script whose child would survive it and hold the pipe open.
    const child = spawn(exec.command, exec.args ?? [], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let stdout = '';
    let stderr = '';
    const end = (settle: () => void): void => {
      cancel();
      signal.removeEventListener('abort', onAbort);
      killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      settle();
    };
    const cancel = clock.setTimeout(
      () => end(() => reject(problem(exec, `gave no answer within ${LIMIT_MS / 1000} s`))),
      LIMIT_MS,
    );
    const onAbort = (): void => end(() => reject(problem(exec, 'was ended, because Unloop ends')));
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (stdout.length > MAX_OUTPUT_BYTES) end(() => reject(problem(exec, 'printed more than 1 MB')));
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (stderr.length < 4096) stderr += chunk;
    });
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      end(() => reject(problem(exec, missing ? 'is not installed' : 'cannot be started')));
    });
    child.on('close', (code) => {
      cancel();
      signal.removeEventListener('abort', onAbort);
      resolve({ stdout, stderr, code });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: it has ended already, which is what we want.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function execInfo(exec: ExecConfig, cluster: KubeCluster): unknown {
  const info = {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': cluster['certificate-authority-data'],
    'proxy-url': cluster['proxy-url'],
  };
  const spec = exec.provideClusterInfo ? { interactive: false, cluster: info } : { interactive: false };
  return { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstWords(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.slice(0, 200);
}

function problem(exec: ExecConfig, what: string): ApiError {
  const hint = exec.installHint === undefined ? '' : ` ${exec.installHint.trim()}`;
  const dot = what.endsWith('.') ? '' : '.';
  return new ApiError('credentials', `The credential plugin "${exec.command}" ${what}${dot}${hint}`);
}
