/** Parses the UNLOOP_* environment and the options once; a bad one stops the start with one readable list. */
import 'server-only';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type SettingKey, settingKeys, settings } from './settings';

export interface Config {
  /** Absolute path of the recording to open; null where none is named. */
  recording: string | null;
  sample: boolean;
  /** Absolute path; null where none is named (KUBECONFIG and the usual places are `chooseSource`'s). */
  kubeconfig: string | null;
  /** Names in the kubeconfig, the first is the default. Empty: the current one; ['*']: all there are. */
  contexts: string[];
  /** Empty: the whole cluster. */
  namespaces: string[];
  host: string;
  port: number;
  allowAnonymous: boolean;
  /** Without a slash at the end. */
  publicUrl: string | null;
  /** Absolute. */
  dataDir: string;
  /** "file:/absolute/path" or "postgres://…"; may hold a password: never print it. */
  databaseUrl: string;
  shareMaxDays: number;
  shareLimit: number;
  sharePreviews: boolean;
  readSecretMetadata: boolean;
  streamedLists: boolean;
  prometheus: PrometheusConfig;
  /** What was set but does nothing, in sentences, for the log. */
  notes: string[];
}

/** How Prometheus is reached. Paths are absolute; the files are read when they are needed, and again when they change. */
export interface PrometheusConfig {
  /** False: none is asked, not even one whose Service is found. */
  on: boolean;
  /** Without a slash at the end; null: found by its Service. Credentials go to this address only. */
  url: string | null;
  tokenFile: string | null;
  username: string | null;
  passwordFile: string | null;
  caFile: string | null;
  certFile: string | null;
  keyFile: string | null;
  tenant: string | null;
  viaApiServer: boolean;
}

/** The options of a command line, by the name they have in `Config`. They win over the environment. */
export type Options = Partial<Record<SettingKey, string>>;

export type Environment = Record<string, string | undefined>;

/** All that is wrong with the settings, one sentence each, each with the variable and the remedy. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['Unloop cannot start with these settings:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

const trueWords = ['true', '1', 'yes', 'on'];
const falseWords = ['false', '0', 'no', 'off'];
const flag = z
  .string()
  .toLowerCase()
  .refine((text) => trueWords.includes(text) || falseWords.includes(text), 'say true or false')
  .transform((text) => trueWords.includes(text));

function wholeNumber(least: number, most: number) {
  const says = `use a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, says)
    .transform(Number)
    .refine((value) => value >= least && value <= most, says);
}

const names = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== ''));
const path = z.string().refine((text) => !text.includes('\0'), 'use a path without control characters');
// RFC 1123 label, as the API server checks names of namespaces.
const namespaceName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const parsers = {
  recording: path,
  sample: flag,
  kubeconfig: path,
  contexts: names.transform((all) => (all.includes('*') ? ['*'] : all)),
  namespaces: names.refine(
    (all) => all.every((name) => namespaceName.test(name)),
    'use names of namespaces, separated by commas: shop,payments',
  ),
  host: z
    .string()
    .refine(
      (text) => isIP(text) !== 0 || /^[a-z0-9.-]{1,253}$/i.test(text),
      'use an address of this machine, for example 127.0.0.1',
    ),
  port: wholeNumber(1, 65_535),
  allowAnonymous: flag,
  publicUrl: z
    .string()
    .refine(isPublicUrl, 'use an address such as https://unloop.example.com, without a path, a query or a password')
    .transform((text) => new URL(text).origin),
  dataDir: path,
  databaseUrl: z
    .string()
    .refine(isDatabaseUrl, 'use file:/path/to/unloop.db for SQLite, or postgres://user:password@host:5432/database'),
  shareMaxDays: wholeNumber(1, 365),
  shareLimit: wholeNumber(0, 100_000),
  sharePreviews: flag,
  readSecretMetadata: flag,
  streamedLists: flag,
  prometheusUrl: z
    .string()
    .refine(
      isPrometheusUrl,
      'use an address such as http://prometheus.monitoring:9090, without a query or a password, or off',
    )
    .transform((text) => (text.endsWith('/') ? text.slice(0, -1) : text)),
  prometheusTokenFile: path,
  prometheusUsername: z.string().refine((text) => !text.includes(':'), 'use a name without a colon'),
  prometheusPasswordFile: path,
  prometheusCaFile: path,
  prometheusCertFile: path,
  prometheusKeyFile: path,
  prometheusTenant: z.string().regex(/^[\x21-\x7e]{1,150}$/, 'use a tenant without spaces'),
  prometheusViaApiServer: flag,
} satisfies Record<SettingKey, z.ZodType>;

const schema = z.object(parsers).partial();

/**
 * The settings, from the environment and the options.
 *
 * `npm start` hands its options to the server process as JSON in UNLOOP_OPTIONS (`optionsFromEnvironment`); the command
 * line passes its own. A source named by an option puts aside every source that the environment names.
 * Relative paths are taken from `cwd`: npm runs scripts in the project's folder and keeps the person's in INIT_CWD.
 * Only `keys` are read. Throws `ConfigError` with everything that is wrong.
 */
export function loadConfig(
  env: Environment,
  options: Options = optionsFromEnvironment(env),
  cwd = env['INIT_CWD'] ?? process.cwd(),
  keys: readonly SettingKey[] = settingKeys,
): Config {
  const raw = readRaw(env, options, keys);
  const parsed = schema.safeParse(raw);
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues.map((issue) => describe(issue.path[0], issue.message, raw));
  const data = parsed.success ? parsed.data : {};
  const host = raw.host ?? '127.0.0.1';
  const anonymous = trueWords.includes((raw.allowAnonymous ?? '').toLowerCase());
  if (!isLoopback(host) && !anonymous && !issues.some((issue) => issue.path[0] === 'host'))
    problems.push(refuseHost(host));
  problems.push(...prometheusProblems(raw));
  if (problems.length > 0) throw new ConfigError(problems);

  const dataDir = resolve(cwd, data.dataDir ?? join(stateHome(env), 'unloop'));
  return {
    recording: data.recording === undefined ? null : resolve(cwd, data.recording),
    sample: data.sample ?? false,
    kubeconfig: data.kubeconfig === undefined ? null : resolve(cwd, data.kubeconfig),
    contexts: data.contexts ?? [],
    namespaces: data.namespaces ?? [],
    host,
    port: data.port ?? 3000,
    allowAnonymous: data.allowAnonymous ?? false,
    publicUrl: data.publicUrl ?? null,
    dataDir,
    databaseUrl: absoluteDatabaseUrl(data.databaseUrl ?? `file:${join(dataDir, 'unloop.db')}`, cwd),
    shareMaxDays: data.shareMaxDays ?? 30,
    shareLimit: data.shareLimit ?? 1000,
    sharePreviews: data.sharePreviews ?? true,
    readSecretMetadata: data.readSecretMetadata ?? false,
    streamedLists: data.streamedLists ?? false,
    prometheus: {
      on: data.prometheusUrl !== 'off',
      url: data.prometheusUrl === 'off' ? null : (data.prometheusUrl ?? null),
      tokenFile: absolute(data.prometheusTokenFile, cwd),
      username: data.prometheusUsername ?? null,
      passwordFile: absolute(data.prometheusPasswordFile, cwd),
      caFile: absolute(data.prometheusCaFile, cwd),
      certFile: absolute(data.prometheusCertFile, cwd),
      keyFile: absolute(data.prometheusKeyFile, cwd),
      tenant: data.prometheusTenant ?? null,
      viaApiServer: data.prometheusViaApiServer ?? false,
    },
    notes: unknownNames(env),
  };
}

const lookKeys = settingKeys.filter(
  (key) =>
    ['kubeconfig', 'contexts', 'namespaces', 'readSecretMetadata', 'streamedLists'].includes(key) ||
    key.startsWith('prometheus'),
);

/**
 * The settings that mean something to one look at a cluster, for the command line: where the server listens and what it keeps is
 * no matter of its own, and no reason to stop it. Throws `ConfigError`.
 */
export function loadLookConfig(env: Environment, options: Pick<Options, 'kubeconfig' | 'contexts'>): Config {
  return loadConfig(env, options, undefined, lookKeys);
}

/** The options that the start script passed on. Empty where it passed none. */
export function optionsFromEnvironment(env: Environment): Options {
  const text = env['UNLOOP_OPTIONS'];
  if (text === undefined || text === '') return {};
  try {
    return optionsSchema.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(['UNLOOP_OPTIONS is what `npm start` hands to its server; do not set it yourself.']);
  }
}

const optionsSchema = z.partialRecord(z.enum(settingKeys), z.string());

const sourceKeys = ['recording', 'sample', 'kubeconfig', 'contexts'] as const satisfies readonly SettingKey[];

function readRaw(env: Environment, options: Options, keys: readonly SettingKey[]): Options {
  const raw: Options = {};
  const sourceByOption = sourceKeys.some((key) => options[key] !== undefined);
  for (const key of keys) {
    if (sourceByOption && options[key] === undefined && sourceKeys.some((source) => source === key)) continue;
    const value = (options[key] ?? fromEnvironment(env, key))?.trim();
    if (value !== undefined && value !== '') raw[key] = value;
  }
  return raw;
}

/**
 * For a Service called `unloop`, the kubelet sets UNLOOP_PORT=tcp://10.0.0.1:3000 in every container of the namespace
 * (`enableServiceLinks`). That is no setting of ours.
 */
function fromEnvironment(env: Environment, key: SettingKey): string | undefined {
  const value = env[settings[key].name];
  return key === 'port' && value?.startsWith('tcp://') === true ? undefined : value;
}

/** Names that begin with UNLOOP_ and are read elsewhere: by the scripts, the lab and the kubelet's Service links. */
const readElsewhere = /^UNLOOP_(OPTIONS|DIST_DIR|TEST_\w+|LAB_\w+|SERVICE_\w+|PORT_\w+)$/;

function unknownNames(env: Environment): string[] {
  const known = new Set<string>(settingKeys.map((key) => settings[key].name));
  return Object.keys(env)
    .filter((name) => name.startsWith('UNLOOP_') && !known.has(name) && !readElsewhere.test(name))
    .sort()
    .map((name) => `${name} is set, but there is no such setting.`);
}

function describe(key: PropertyKey | undefined, remedy: string, raw: Options): string {
  const found = settingKeys.find((candidate) => candidate === key);
  if (found === undefined) return remedy;
  const setting = settings[found];
  const name = setting.option === null ? setting.name : `${setting.name} (--${setting.option})`;
  const value = setting.secret ? 'cannot be used' : `is ${JSON.stringify(raw[found] ?? '')}`;
  return `${name} ${value}: ${remedy}.`;
}

function refuseHost(host: string): string {
  return (
    `UNLOOP_HOST (--host) is ${host}, which other machines can reach, and Unloop has no sign-in yet: everyone who reaches ` +
    'the port would read the diagnoses of this cluster. Leave it out to listen on 127.0.0.1, or set ' +
    'UNLOOP_ALLOW_ANONYMOUS=true where that is meant (behind a proxy that asks who is there, or on a network of your own).'
  );
}

/** Whether only this machine reaches the address. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^::ffff:/, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function absolute(file: string | undefined, cwd: string): string | null {
  return file === undefined ? null : resolve(cwd, file);
}

function prometheusProblems(raw: Options): string[] {
  const { prometheusUrl: url, prometheusUsername: user, prometheusPasswordFile: password } = raw;
  const credentials = (['prometheusTokenFile', 'prometheusPasswordFile', 'prometheusKeyFile'] as const).filter(
    (key) => raw[key] !== undefined,
  );
  const problems =
    url === undefined
      ? credentials.map(
          (key) =>
            `${settings[key].name} needs UNLOOP_PROMETHEUS_URL: credentials are not sent to an address that was found in the cluster.`,
        )
      : [];
  if ((user === undefined) !== (password === undefined)) {
    problems.push('UNLOOP_PROMETHEUS_USERNAME and UNLOOP_PROMETHEUS_PASSWORD_FILE go together: set both or none.');
  }
  if (user !== undefined && raw.prometheusTokenFile !== undefined) {
    problems.push('UNLOOP_PROMETHEUS_TOKEN_FILE and UNLOOP_PROMETHEUS_USERNAME exclude each other: set one.');
  }
  if ((raw.prometheusCertFile === undefined) !== (raw.prometheusKeyFile === undefined)) {
    problems.push('UNLOOP_PROMETHEUS_CERT_FILE and UNLOOP_PROMETHEUS_KEY_FILE go together: set both or none.');
  }
  return problems;
}

function isPrometheusUrl(text: string): boolean {
  if (text === 'off') return true;
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && `${username}${password}${search}${hash}` === '';
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return bare && (url.protocol === 'https:' || url.protocol === 'http:');
}

function isDatabaseUrl(text: string): boolean {
  if (text.startsWith('file:')) return text.length > 'file:'.length && !/[\0?#]/.test(text);
  return /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text);
}

/** SQLite paths are made absolute, so that the folder from which Unloop is started does not choose the database. */
function absoluteDatabaseUrl(url: string, cwd: string): string {
  return url.startsWith('file:') ? `file:${resolve(cwd, url.slice('file:'.length).replace(/^\/\/(?=\/)/, ''))}` : url;
}

// XDG base directories: a relative path in the variable is to be ignored.
function stateHome(env: Environment): string {
  const named = env['XDG_STATE_HOME'];
  return named?.startsWith('/') === true ? named : join(env['HOME'] ?? homedir(), '.local', 'state');
}
