/** What single products say when they refuse a setting, where no sentence of `wording` or `config` fits their words. */

import type { Signature } from '../signature';

export const ownRefusals: readonly Signature[] = [
  {
    // Linkerd's init container: connections are not redirected to its proxy, which the CNI plugin or the node has to do.
    id: 'linkerd-network-validator',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['failed to validate networking configuration'],
    pattern: /(?<message>Failed to validate networking configuration)/,
    example: 'ERROR linkerd_network_validator: Failed to validate networking configuration timeout=30s',
    near: 'validated the networking configuration',
  },
  {
    id: 'flannel-interface',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['could not find valid interface matching', 'failed to find interface to use that matches'],
    pattern:
      /(?<message>[Cc]ould not find valid interface matching (?<value>[\w.:*^$-]{1,60})|Failed to find interface to use that matches the interfaces)/,
    example:
      'Could not find valid interface matching bond7: error looking up interface bond7: route ip+net: no such network interface',
    near: 'Using interface with name bond7 and address 10.4.7.2',
  },
  {
    // A runner of CI, an agent: the server answered, and knows it no more. It says that it tries again, to no end.
    id: 'registration-gone',
    cause: 'config-invalid',
    weight: 'error',
    anyLevel: true,
    literals: ['registration has been', 'registration was'],
    pattern:
      /(?<message>\b(?:[Rr]unner|[Aa]gent) registration (?:has been|was) (?:deleted|removed|revoked)\b.{0,60}|\b[Rr]egistration (?:has been|was) (?:deleted|removed|revoked) (?:from|by|on) the server\b.{0,60})/,
    example:
      'Failed to create a session. The runner registration has been deleted from the server, please re-configure.',
    near: 'the registration was deleted by its user',
  },
  {
    // Two of one name: which of them is too many, it does not say.
    id: 'runner-session-taken',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['session for this '],
    pattern: /(?<message>\bA session for this (?:runner|agent) already exists\b)/,
    example: 'A session for this runner already exists.',
    near: 'A session for this user already exists.',
  },
  {
    id: 'gitlab-runner-token',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' runner... '],
    pattern:
      /(?<message>\b(?:Registering|Verifying) runner\.\.\. (?:forbidden \(check registration token\)|is not valid|is removed))/,
    example: 'ERROR: Registering runner... forbidden (check registration token)  runner=GR1348941',
    near: 'Registering runner... succeeded                     runner=GR1348941',
  },
  {
    // Kibana names the section in brackets, and its key behind it.
    id: 'kibana-setting',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['config validation of '],
    pattern: /(?<message>\[config validation of \[[\w.-]{1,120}\](?:\.[\w.[\]-]{1,120})?\]: .{1,200})/,
    example: 'FATAL  Error: [config validation of [elasticsearch].username]: value of "elastic" is forbidden.',
    near: 'config validation of the shop is over',
  },
  {
    // It has a value, so that none is missing: that of the image, or of its documentation.
    id: 'insecure-value-refused',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['refusing to ', 'refuses to '],
    pattern:
      /(?<message>\b[Rr]efus(?:ing|es) to (?:start|run|boot) (?:due to|because of|with) (?:an? |the )?(?:insecure|unsafe|weak|default) ["'`]?(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})\b)/,
    example: 'Refusing to start due to insecure SECRET_KEY',
    near: 'Refusing to start due to a locked ledger',
  },
  {
    // Trino and whatever else is built on Airlift list them below "Configuration errors", and end; what it lists as warnings it ignores.
    id: 'airlift-property',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['configuration property', 'defunct property'],
    pattern:
      /^\d{1,3}\) (?:Error: )?(?<message>(?:Configuration property '(?<setting>[\w.-]{1,120})' was not used|Invalid configuration property (?<setting2>[\w.-]{1,120}): .{1,200}|Defunct property '(?<setting3>[\w.-]{1,120})'.{0,160}))/,
    context: [{ before: 6, pattern: /^(?:Configuration warnings|Warnings):?$/, absent: true }],
    example: "1) Configuration property 'query.max-total-memory' was not used",
    near: "Warning: Configuration property 'query.max-total-memory' was not used",
  },
  {
    // The line below it says what could not be decoded.
    id: 'collector-config',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['cannot unmarshal the configuration'],
    pattern: /(?<message>cannot unmarshal the configuration.{0,200})/,
    example: 'Error: failed to get config: cannot unmarshal the configuration: decoding failed',
    near: 'the configuration was unmarshalled',
  },
  {
    id: 'fluent-bit-plugin',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['tried to instance a plugin', 'unknown configuration property'],
    pattern:
      /\[config\] (?<message>section '(?<name>[^']{1,120})' tried to instance a plugin name that doesn't exist|\S{1,80}: unknown configuration property '(?<setting>[^']{1,120})')/,
    example: "[error] [config] section 'prices' tried to instance a plugin name that doesn't exist",
    near: "[info] [config] section 'prices' was read",
  },
  {
    id: 'rabbit-feature-flag',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['required feature flag not enabled'],
    pattern: /Feature flags: (?<message>`(?<setting>\w{1,80})`: required feature flag not enabled!.{0,100})/,
    example:
      'Feature flags: `stream_filtering`: required feature flag not enabled! It must be enabled before upgrading RabbitMQ.',
    near: 'Feature flags: `stream_filtering`: enabled',
  },
  {
    id: 'jdbc-provider-unsupported',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['unsupported jdbc driver'],
    pattern: /(?<message>Unsupported JDBC driver provider: \S{1,80})/,
    example: 'org.sonar.process.MessageException: Unsupported JDBC driver provider: mysql',
    near: 'The JDBC driver of mysql is unsupported from 8.0 on',
  },
  {
    // The words of .NET's own reader of appsettings.json, and of nothing else, where it does not name the file above.
    id: 'dotnet-settings-unparsable',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['could not parse the json file'],
    pattern: /FormatException: Could not parse the JSON file\b/,
    context: [{ before: 2, pattern: /Failed to load configuration from file '/, absent: true }],
    example: 'System.FormatException: Could not parse the JSON file.',
    near: 'FormatException: Could not parse the JSON of order 12',
  },
  {
    // `envalid` lists them below, each with what it is for.
    id: 'env-missing-listed',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['missing environment variables:'],
    pattern: /^\s{0,4}Missing environment variables:$/,
    context: [{ after: 1, pattern: /^\s{2,8}(?<variable>[A-Z][A-Z0-9_]{1,80}): / }],
    example: ' Missing environment variables:',
    near: 'Missing environment variables: none',
  },
  {
    // The driver of PostgreSQL says only that much of a failure that it does not know; the whole message of Java's
    // UnknownHostException is the name, and Keycloak prints one message of the chain on each line.
    id: 'keycloak-host-unknown',
    cause: 'dns-failure',
    weight: 'error',
    literals: ['executionexceptionhandler'],
    pattern:
      /ExecutionExceptionHandler\] \([^)]{1,60}\) ERROR: (?<host>[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){0,8})$/,
    context: [{ before: 1, pattern: /ERROR: The connection attempt failed\.$/ }],
    example:
      '2026-11-23 10:09:53,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: shop-postgres',
    near: '2026-11-23 10:09:53,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Connect timed out',
  },
  {
    // rclone: the name before the colon is a section of its file.
    id: 'rclone-remote-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['find section in config file'],
    pattern: /(?<message>didn't find section in config file(?: \("[^"]{1,120}"\))?)/,
    example:
      'CRITICAL: Failed to create file system for "s3backup:acme": didn\'t find section in config file ("s3backup")',
    near: 'did find section in config file',
  },
  {
    id: 'gcloud-no-account',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['active account selected'],
    pattern: /ERROR: \(gcloud[\w.-]{0,80}\) (?<message>You do not currently have an active account selected)/,
    example: 'ERROR: (gcloud.storage.cp) You do not currently have an active account selected.',
    near: 'The till has no active account selected',
  },
  {
    // A path or a name in one word stands behind it: a value that it was given, not what it thinks of a thing.
    id: 'value-not-recognized',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['cannot recognize ', 'could not recognize ', 'unable to recognize '],
    pattern:
      /(?<message>\b(?:[Cc]annot|[Cc]ould not|[Uu]nable to) recognize (?:the )?(?:[a-z]{1,20} ){1,3}for (?:\/\S{1,120}|["'`]\S{1,120}["'`]))/,
    example: 'Exception: Cannot recognize storage type for /mnt/pvc',
    near: 'cannot recognize the file system for this reason',
  },
  {
    // Atlas, which locks a database while it migrates it: another run holds the lock, or left it.
    id: 'atlas-lock',
    cause: 'db-migration-failing',
    weight: 'error',
    literals: ['acquiring database lock: '],
    pattern: /(?<message>\bacquiring database lock: .{0,80}(?:lock is held|timeout|timed out|deadline).{0,80})/,
    example: 'Error: sql/migrate: acquiring database lock: sql/schema: lock is held by other session',
    near: 'acquiring database lock: done',
  },
];
