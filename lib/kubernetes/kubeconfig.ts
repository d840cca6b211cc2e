/**
 * Reads kubeconfig files the way kubectl does: a list of files merged, the first to name a thing wins. Own reading
 * rather than client-node's: importing its KubeConfig costs 84 MB of memory (measured), it knows no `tokenFile`, and
 * it drops the groups of impersonation.
 */
import 'server-only';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { quote } from '../format/shell';
import { Problem } from '../model/problem';

/** Kubernetes writes an empty field as null or leaves it out; both are "not there". */
const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const clusterSchema = z.object({
  server: z.string().min(1),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': flag,
  'disable-compression': z.boolean().optional(),
  'tls-server-name': text,
  'proxy-url': text,
});
const execSchema = z.object({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
});
const userSchema = z.object({
  token: text,
  tokenFile: text,
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': z.array(z.string()).nullish(),
  exec: execSchema.nullish(),
  'auth-provider': z.object({ name: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
const contextSchema = z.object({ cluster: z.string(), user: text, namespace: text });

export type KubeCluster = z.infer<typeof clusterSchema>;
export type KubeUser = z.infer<typeof userSchema>;
export type KubeContext = z.infer<typeof contextSchema>;

function named<T>(key: string, schema: z.ZodType<T>) {
  return z
    .array(z.object({ name: z.string() }).catchall(z.unknown()))
    .nullish()
    .transform((entries) => (entries ?? []).map((entry) => ({ name: entry.name, value: entry[key] })))
    .pipe(z.array(z.object({ name: z.string(), value: schema })));
}
const fileSchema = z.object({
  'current-context': text,
  clusters: named('cluster', clusterSchema),
  users: named(
    'user',
    userSchema.nullish().transform((user) => user ?? userSchema.parse({})),
  ),
  contexts: named('context', contextSchema),
});

export interface KubeConfig {
  currentContext: string | null;
  clusters: Map<string, KubeCluster>;
  users: Map<string, KubeUser>;
  contexts: Map<string, KubeContext>;
}

/**
 * Merges the files in order (first one wins, as kubectl's rules say); relative paths are relative to their file.
 * Files that do not exist are skipped, unless `mustExist`. Throws Problem with the file named.
 */
export async function readKubeConfig(files: string[], mustExist: boolean): Promise<KubeConfig> {
  const merged: KubeConfig = { currentContext: null, clusters: new Map(), users: new Map(), contexts: new Map() };
  for (const file of files) {
    const content = await readOne(file, mustExist);
    if (content !== null) merge(merged, parseKubeConfig(content, file), dirname(resolve(file)));
  }
  return merged;
}

async function readOne(file: string, mustExist: boolean): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && !mustExist) return null;
    throw new Problem('unprocessable', `The kubeconfig ${file} ${missing ? 'does not exist' : 'cannot be read'}.`, {
      field: file,
      remedy: 'Name a file that exists with --kubeconfig or KUBECONFIG.',
    });
  }
}

function parseKubeConfig(content: string, file: string): z.infer<typeof fileSchema> {
  let document: unknown;
  try {
    document = parse(content, { maxAliasCount: 100 }) ?? {};
  } catch {
    // The parser's own message quotes the line, which may hold a token.
    throw new Problem('unprocessable', `The kubeconfig ${file} is not YAML.`, { field: file, remedy: mend(file) });
  }
  const result = fileSchema.safeParse(document);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new Problem('unprocessable', `The kubeconfig ${file} is not valid at ${where === '' ? 'its top' : where}.`, {
    field: file,
    remedy: mend(file),
  });
}

/** kubectl quotes the line; what it prints stays on the screen of who runs it. */
function mend(file: string): string {
  return `Mend the file: kubectl config view --kubeconfig ${quote(file)} says where it is wrong.`;
}

function merge(into: KubeConfig, from: z.infer<typeof fileSchema>, folder: string): void {
  const absolute = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(folder, path);
  into.currentContext ??= from['current-context'] ?? null;
  for (const { name, value } of from.clusters) {
    if (into.clusters.has(name)) continue;
    into.clusters.set(name, { ...value, 'certificate-authority': absolute(value['certificate-authority']) });
  }
  for (const { name, value } of from.users) {
    if (into.users.has(name)) continue;
    into.users.set(name, {
      ...value,
      tokenFile: absolute(value.tokenFile),
      'client-certificate': absolute(value['client-certificate']),
      'client-key': absolute(value['client-key']),
      // A plugin named with a slash is relative to the file; a bare name is looked up in PATH.
      exec: value.exec && {
        ...value.exec,
        command: value.exec.command.includes('/') ? resolve(folder, value.exec.command) : value.exec.command,
      },
    });
  }
  for (const { name, value } of from.contexts) if (!into.contexts.has(name)) into.contexts.set(name, value);
}
