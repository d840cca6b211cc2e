/** Every UNLOOP_* setting: its name, option, default and what it does. The parser, `--help` and the README's table come from here. */
import 'server-only';

export interface Setting {
  /** The environment variable. */
  name: `UNLOOP_${string}`;
  /** The option of `npm start -- …` and of the command line, without its dashes; null where there is none. */
  option: string | null;
  /** What stands after the option: "<file>"; null for a switch or where there is no option. */
  argument: string | null;
  /** As written in the README's table. */
  defaultText: string;
  /** One sentence. */
  description: string;
  /** True where the value may hold a password and is never repeated in a message. */
  secret: boolean;
}

type Row = [Setting['name'], string | null, string | null, string, string];

const rows = {
  recording: [
    'UNLOOP_RECORDING',
    'recording',
    '<file or folder>',
    '–',
    'Open this recording (support bundle, cluster dump, YAML or JSON) instead of a cluster.',
  ],
  sample: ['UNLOOP_SAMPLE', 'sample', null, 'false', 'Open the sample cluster, whatever kubeconfig there is.'],
  kubeconfig: ['UNLOOP_KUBECONFIG', 'kubeconfig', '<file>', '–', 'Watch the cluster of this kubeconfig.'],
  contexts: [
    'UNLOOP_CONTEXT',
    'context',
    '<name,…>',
    'the current one',
    'Use this context of the kubeconfig; several, separated by commas, are watched side by side, and `*` is all there are.',
  ],
  namespaces: [
    'UNLOOP_NAMESPACES',
    'namespace',
    '<name,…>',
    'all',
    'Watch these namespaces only, separated by commas; for accounts that may not read the whole cluster.',
  ],
  host: ['UNLOOP_HOST', 'host', '<address>', '127.0.0.1', 'Listen on this address.'],
  port: ['UNLOOP_PORT', 'port', '<number>', '3000', 'Listen on this port.'],
  allowAnonymous: [
    'UNLOOP_ALLOW_ANONYMOUS',
    null,
    null,
    'false',
    'Allow listening beyond this machine, where everyone who reaches the port sees everything: there is no sign-in yet.',
  ],
  publicUrl: [
    'UNLOOP_PUBLIC_URL',
    null,
    null,
    '–',
    'The address under which others reach this Unloop; shared links begin with it.',
  ],
  dataDir: [
    'UNLOOP_DATA',
    null,
    null,
    '`$XDG_STATE_HOME/unloop`, else `~/.local/state/unloop`',
    'The folder for what is kept on disk.',
  ],
  databaseUrl: [
    'UNLOOP_DATABASE_URL',
    null,
    null,
    '`unloop.db` in the data folder',
    'The database for shared links: `file:/path/unloop.db` (SQLite) or `postgres://…`.',
  ],
  shareMaxDays: [
    'UNLOOP_SHARE_MAX_DAYS',
    null,
    null,
    '30',
    'The longest life of a shared link, in days (1 to 365). Every link ends.',
  ],
  shareLimit: [
    'UNLOOP_SHARE_LIMIT',
    null,
    null,
    '1000',
    'How many shared links may be open at once (0 turns sharing off).',
  ],
  sharePreviews: [
    'UNLOOP_SHARE_PREVIEWS',
    null,
    null,
    'true',
    'Whether a chat that unfurls a shared link is told its workload and cause.',
  ],
  readSecretMetadata: [
    'UNLOOP_READ_SECRET_METADATA',
    null,
    null,
    'false',
    'Read the metadata (never the values) of Secrets and ConfigMaps, where the account may, to name a missing key and when it changed.',
  ],
  streamedLists: [
    'UNLOOP_STREAMED_LISTS',
    null,
    null,
    'false',
    'Ask the API server for lists as watch streams, where it has them: less memory there before Kubernetes 1.33.',
  ],
  prometheusUrl: [
    'UNLOOP_PROMETHEUS_URL',
    null,
    null,
    'found by its Service',
    'The address of a Prometheus-compatible API (Prometheus, Thanos, Mimir, VictoriaMetrics), with its path before `/api/v1`; `off` asks none.',
  ],
  prometheusTokenFile: [
    'UNLOOP_PROMETHEUS_TOKEN_FILE',
    null,
    null,
    '–',
    'A file with the bearer token for Prometheus; read again when it changes.',
  ],
  prometheusUsername: ['UNLOOP_PROMETHEUS_USERNAME', null, null, '–', 'The user for basic auth at Prometheus.'],
  prometheusPasswordFile: [
    'UNLOOP_PROMETHEUS_PASSWORD_FILE',
    null,
    null,
    '–',
    'A file with the password for basic auth at Prometheus.',
  ],
  prometheusCaFile: [
    'UNLOOP_PROMETHEUS_CA_FILE',
    null,
    null,
    'the system’s',
    'A file with the certificate authority of Prometheus, as PEM.',
  ],
  prometheusCertFile: [
    'UNLOOP_PROMETHEUS_CERT_FILE',
    null,
    null,
    '–',
    'A file with the client certificate for Prometheus, as PEM.',
  ],
  prometheusKeyFile: [
    'UNLOOP_PROMETHEUS_KEY_FILE',
    null,
    null,
    '–',
    'A file with the key of that client certificate, as PEM.',
  ],
  prometheusTenant: [
    'UNLOOP_PROMETHEUS_TENANT',
    null,
    null,
    '–',
    'The tenant, sent as `X-Scope-OrgID` (Mimir, Cortex).',
  ],
  prometheusViaApiServer: [
    'UNLOOP_PROMETHEUS_VIA_API_SERVER',
    null,
    null,
    'false',
    'Reach the Service of Prometheus through the API server’s proxy (needs `get` on `services/proxy`), where Unloop runs outside the cluster.',
  ],
} satisfies Record<string, Row>;

export type SettingKey = keyof typeof rows;

export const settingKeys: readonly SettingKey[] = keysOfRows();

const mayHoldPassword = new Set<SettingKey>(['databaseUrl', 'publicUrl', 'prometheusUrl']);

/** Settings by the name they have in `Config`. */
export const settings: Record<SettingKey, Setting> = toSettings();

/** `rows` is a literal of this file, so it has no keys but those of its type. */
function keysOfRows(): SettingKey[] {
  return Object.keys(rows) as SettingKey[];
}

/** Every key of `rows` is mapped exactly once, so no key of the record is absent. */
function toSettings(): Record<SettingKey, Setting> {
  const entries = settingKeys.map((key): [SettingKey, Setting] => {
    const row: Row = rows[key];
    const [name, option, argument, defaultText, description] = row;
    return [key, { name, option, argument, defaultText, description, secret: mayHoldPassword.has(key) }];
  });
  return Object.fromEntries(entries) as Record<SettingKey, Setting>;
}
