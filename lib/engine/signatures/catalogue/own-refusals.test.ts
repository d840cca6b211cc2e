import { describe, expect, it } from 'vitest';
import { decide } from '../testing';

const keycloak = (message: string) =>
  `2026-11-23 10:09:53,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: ${message}\n`;

describe('a runner whose server does not take it', () => {
  it('was deleted there, though it says that it tries again', () => {
    const gone = 'The runner registration has been deleted from the server, please re-configure.';
    for (const log of [
      `Failed to create a session. ${gone}\n`,
      `Connected to GitHub\nRunner connect error: ${gone}. Retrying until reconnected.\n`,
      'ERROR: Registering runner... forbidden (check registration token)  runner=GR1 status=403\nPANIC: Failed to register the runner.\n',
    ])
      expect(decide(log)).toMatchObject({ cause: 'config-invalid' });
  });

  it('has another of its name, or cannot reach it', () => {
    expect(
      decide(
        'A session for this runner already exists.\nRunner connect error: Error: Conflict. Retrying until reconnected.\n',
      ),
    ).toMatchObject({ cause: 'app-error-uncaught', line: 1 });
    expect(decide('Runner connect error: connect ECONNREFUSED 192.0.2.7:443. Retrying.\n')).toMatchObject({
      cause: 'dependency-unreachable',
    });
  });
});

describe('Keycloak without its database', () => {
  it('knows no such host, where the last message of the chain is a name alone', () => {
    expect(decide(keycloak('The connection attempt failed.') + keycloak('shop-postgres'))).toMatchObject({
      cause: 'dns-failure',
      captures: { host: 'shop-postgres' },
    });
  });

  it('gets no answer, where that message is a sentence', () => {
    expect(decide(keycloak('The connection attempt failed.') + keycloak('Connect timed out'))).toMatchObject({
      cause: 'dependency-unreachable',
    });
  });
});

describe('a product that refuses a setting', () => {
  it.each([
    ['SECRET_KEY', 'Refusing to start due to insecure SECRET_KEY'],
    [
      'query.max-total-memory',
      "2026-11-23T10:09:57.001Z\tERROR\tmain\tio.trino.server.Server\tConfiguration is invalid\n==========\n\nErrors:\n\n1) Configuration property 'query.max-total-memory' was not used\n\n==========",
    ],
    [
      'query.max-memory',
      'ERROR\tmain\tio.trino.server.Server\tConfiguration errors:\n\n1) Error: Invalid configuration property query.max-memory: size is not a valid data size string: 4XB\n\n1 error\nio.airlift.bootstrap.ApplicationConfigurationException: Configuration errors:\n\tat io.airlift.bootstrap.Bootstrap.configure(Bootstrap.java:252)',
    ],
    [
      'stream_filtering',
      '[error] <0.254.0> Feature flags: `stream_filtering`: required feature flag not enabled! It must be enabled before upgrading RabbitMQ.\n[error] <0.254.0> BOOT FAILED\n\nBOOT FAILED\n===========',
    ],
  ])('is quoted with its name: %s', (name, log) => {
    const found = decide(`${log}\n`);
    expect(found?.cause).toBe('config-invalid');
    expect(found?.captures['variable'] ?? found?.captures['setting']).toBe(name);
  });

  it.each([
    [
      'unknown type: "logging"',
      'Error: failed to get config: cannot unmarshal the configuration: decoding failed due to the following error(s):\n\nerror decoding \'exporters\': unknown type: "logging" for id: "logging"',
    ],
    [
      '[config validation of [elasticsearch].username]: value of "elastic" is forbidden.',
      ' FATAL  Error: [config validation of [elasticsearch].username]: value of "elastic" is forbidden.',
    ],
    [
      "section 'prices' tried to instance a plugin name that doesn't exist",
      "[error] [config] section 'prices' tried to instance a plugin name that doesn't exist\n[error] configuration file contains errors, aborting.",
    ],
    [
      'Unsupported JDBC driver provider: mysql',
      'ERROR app[][o.s.application.App] Startup failure\norg.sonar.process.MessageException: Unsupported JDBC driver provider: mysql',
    ],
    [
      "',' is an invalid start of a property name.",
      "System.FormatException: Could not parse the JSON file.\n ---> System.Text.Json.JsonReaderException: ',' is an invalid start of a property name.",
    ],
    [
      'listening socket ::*:6379: bind: Cannot assign requested address',
      '# Warning: Could not create server TCP listening socket ::*:6379: bind: Cannot assign requested address\n# Failed listening on port 6379 (TCP), aborting.',
    ],
  ])('is quoted with what it refuses: %s', (message, log) => {
    expect(decide(`${log}\n`)).toMatchObject({ cause: 'config-invalid', captures: { message } });
  });

  it.each([
    'Error: Refusing to start due to a locked ledger',
    "Error: the archive lists 3) Configuration property 'x' was not used",
    'System.FormatException: Could not read order 12.\n   at Shop.Orders.Read()',
    'Error: Unknown database error',
  ])('is not meant by: %s', (log) => {
    expect(decide(`${log}\n`)?.cause).toBe('app-error-uncaught');
  });

  it('is not meant by what Airlift only warns of', () => {
    expect(
      decide("Warnings:\n\n1) Configuration property 'query.limit' was not used\n\nError: the till broke\n"),
    ).toMatchObject({ cause: 'app-error-uncaught', line: 5 });
  });

  it('names the variables that are missing below the heading', () => {
    expect(
      decide(
        ' Missing environment variables:\n    REDIS_URL: Redis address (eg. "redis://x")\nExiting with error code 1\n',
      ),
    ).toMatchObject({ cause: 'missing-env-var', captures: { variable: 'REDIS_URL' } });
    expect(
      decide(
        "❌ Invalid environment variables: [\n  {\n    received: 'undefined',\n    path: [ 'SHOP_SECRET' ],\n    message: 'Required'\n  }\n]\n",
      ),
    ).toMatchObject({ cause: 'missing-env-var', captures: { variable: 'SHOP_SECRET' } });
    expect(
      decide("Error: bad form: [\n  {\n    path: [ 'surname' ],\n    message: 'Required'\n  }\n]\n")?.cause,
    ).not.toBe('missing-env-var');
  });
});

describe('what is narrower than the wording around it', () => {
  it('is a network that does not answer, not the setting for which it was asked', () => {
    const seal = 'Error parsing Seal configuration:';
    expect(decide(`${seal} Put "https://kms.shop.example/": dial tcp 192.0.2.7:443: i/o timeout\n`)).toMatchObject({
      cause: 'dependency-unreachable',
      captures: { address: 'kms.shop.example' },
    });
    expect(decide(`${seal} unknown key type "kmz"\n`)).toMatchObject({ cause: 'config-invalid' });
  });

  it('is an address that refuses, not the unknown error that follows', () => {
    const refused = 'connect ECONNREFUSED 192.0.2.3:3306';
    expect(decide(`ERROR ${refused}\n\n${refused}\n\n"Unknown database error"\n\nError ID:\n    500\n`)).toMatchObject({
      cause: 'dependency-unreachable',
    });
    expect(decide("ERROR 1049 (42000): Unknown database 'shop'\n")).toMatchObject({ cause: 'config-invalid' });
  });

  it('is a library made for another system, not the exception of its loader', () => {
    const head = 'Error: /srv/shop/node_modules/till/till.node: invalid ELF header';
    expect(
      decide(
        `${head}\n    at Module._extensions..node (node:internal/modules/cjs/loader:1327:18)\n\nNode.js v20.11.1\n`,
      ),
    ).toMatchObject({
      cause: 'runtime-library-missing',
      captures: { library: '/srv/shop/node_modules/till/till.node' },
    });
    expect(decide('Error: the upload has an invalid ELF header\n')?.cause).toBe('app-error-uncaught');
  });

  it('is the line below an empty message', () => {
    const frame = '    at start (/srv/shop/main.js:3:9)\n\nNode.js v20.11.1\n';
    expect(
      decide(`Error: \n        The shop needs a newer till.\n        Update it.\n${frame}`)?.captures,
    ).toMatchObject({
      message: 'The shop needs a newer till.',
    });
    expect(decide(`Error: the till broke\n${frame}`)?.captures['message']).toBe('the till broke');
  });

  it('is the letter in brackets that some loggers write for a level', () => {
    expect(decide('2026/11/23 10:09:57 setting.go:174:load() [F] the shop cannot be opened\n')).toMatchObject({
      cause: 'app-error-uncaught',
    });
    expect(decide('2026/11/23 10:09:57 setting.go:174:load() [I] no price list found\n')).toBeNull();
    expect(decide('[F] Gitea is not supposed to be run as root. Sorry.\n')).toMatchObject({
      cause: 'run-as-nonroot-violation',
    });
  });
});

describe('a tool that does not take what it was given', () => {
  it.each([
    [
      '2026/11/23 10:09:57 CRITICAL: Failed to create file system for "s3:acme": didn\'t find section in config file ("s3")',
      'config-invalid',
    ],
    [
      'ERROR: (gcloud.storage.cp) You do not currently have an active account selected.\nPlease run:\n\n  $ gcloud auth login',
      'config-invalid',
    ],
    ['Exception: Cannot recognize storage type for /mnt/pvc', 'config-invalid'],
    ['mysqldump: Got errno 28 on write', 'disk-full-or-evicted'],
  ])('%s', (line, cause) => {
    expect(decide(`${line}\n`)?.cause).toBe(cause);
  });

  it('is none where it cannot tell what a thing is', () => {
    expect(decide('Exception: cannot recognize the file system\n')?.cause).not.toBe('config-invalid');
  });
});
