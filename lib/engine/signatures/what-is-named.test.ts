import { describe, expect, it } from 'vitest';
import { decide } from './testing';

describe('a node of Elasticsearch that gets no lock', () => {
  const line = (chain: string) =>
    `{"@timestamp":"2026-11-20T02:58:29.123Z", "log.level":"ERROR", "message":"fatal exception while booting Elasticsearch", "error.message":"failed to obtain node locks, tried [/usr/share/elasticsearch/data]; maybe these locations are not writable or multiple nodes were started on the same data path?","error.stack_trace":"java.lang.IllegalStateException: failed to obtain node locks, tried [/usr/share/elasticsearch/data]\\n\\tat org.elasticsearch.env.NodeEnvironment.<init>(NodeEnvironment.java:293)\\n${chain}"}\n`;

  it('may not write there, where the chain inside its line says so', () => {
    const chain =
      'Caused by: java.nio.file.NoSuchFileException: /usr/share/elasticsearch/data/node.lock\\n\\tSuppressed: java.nio.file.AccessDeniedException: /usr/share/elasticsearch/data/node.lock\\n';
    expect(decide(line(chain))).toMatchObject({
      cause: 'permission-denied',
      captures: { path: '/usr/share/elasticsearch/data/node.lock' },
    });
  });

  it('finds it held, where the chain says that, and where nothing else does', () => {
    const chain =
      'Caused by: org.apache.lucene.store.LockObtainFailedException: Lock held by another program: /usr/share/elasticsearch/data/node.lock\\n';
    expect(decide(line(chain))).toMatchObject({
      cause: 'stale-lock-file',
      captures: { path: '/usr/share/elasticsearch/data/node.lock' },
    });
    expect(decide(line(''))).toMatchObject({ cause: 'stale-lock-file' });
  });
});

describe('what is full', () => {
  it('is not the script whose shell says it', () => {
    for (const head of ['/start.sh: line 3: echo: write error', '/start.sh: 3: echo: echo: I/O error'])
      expect(decide(`${head}: No space left on device\n`)?.captures).not.toHaveProperty('path');
    expect(decide('/start.sh: line 3: /data/x: No space left on device\n')).toMatchObject({
      cause: 'disk-full-or-evicted',
      captures: { path: '/data/x' },
    });
    expect(decide('/start.sh: line 3: cannot create /data/x: No space left on device\n')).toMatchObject({
      captures: { path: '/data/x' },
    });
  });
});

describe('an option that Keycloak wants', () => {
  const head =
    '2026-11-20 02:58:28,101 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: ';

  it.each([
    'hostname is not configured; either configure hostname, or set hostname-strict to false',
    'Strict hostname resolution configured but no hostname setting provided',
  ])('is named by the line after "Failed to start server": %s', (said) => {
    expect(decide(`${head}Failed to start server in (production) mode\n${head}${said}\n`)).toMatchObject({
      cause: 'config-invalid',
      captures: { option: 'hostname' },
      line: 2,
    });
  });
});

describe('a variable that a schema wants', () => {
  const thrown =
    'Error: Invalid environment variables\n    at onValidationError (/app/env.mjs:1:1)\n\nNode.js v20.18.0\n';

  it.each([
    "❌ Invalid environment variables: { DATABASE_URL: [ 'Required' ] }",
    "❌ Invalid environment variables: {\n  DATABASE_URL: [ 'Required' ]\n}",
    'Invalid environment variables {"DATABASE_URL":["Required"],"NEXTAUTH_SECRET":["Required"]}',
    '{"DATABASE_URL":["Invalid input: expected string, received undefined"]}',
  ])('is named by its flattened errors: %s', (said) => {
    expect(decide(`${said}\n${thrown}`)).toMatchObject({
      cause: 'missing-env-var',
      captures: { variable: 'DATABASE_URL' },
    });
  });

  const issue = (path: string, message: string) =>
    `ZodError: [\n  {\n    "code": "invalid_type",\n    "path": [\n      "${path}"\n    ],\n    "message": "${message}"\n  }\n]\n    at Object.get error [as error] (/app/node_modules/zod/lib/types.js:55:31)\n`;

  it('is named by the path of an issue', () => {
    for (const message of ['Required', 'Invalid input: expected string, received undefined'])
      expect(decide(issue('DATABASE_URL', message))).toMatchObject({
        cause: 'missing-env-var',
        captures: { variable: 'DATABASE_URL' },
      });
  });

  it('is none where a field of something else is missing, or the variable has a value', () => {
    expect(decide(issue('email', 'Required'))).toMatchObject({ cause: 'app-error-uncaught' });
    expect(decide(issue('DATABASE_URL', 'Invalid url'))?.cause).not.toBe('missing-env-var');
    expect(decide(`Invalid environment variables: { PORT: [ 'Expected number' ] }\n${thrown}`)).toMatchObject({
      cause: 'config-invalid',
    });
  });
});

describe('what is wanted is named', () => {
  it.each([
    ['TILL', '"TILL" Environment Variable is missing.\n'],
    [
      'POSTGRES_PASSWORD',
      'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".\n',
    ],
    [
      'MARIADB_ROOT_PASSWORD',
      '2026-11-20 02:58:28+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD\n',
    ],
    [
      'MYSQL_ROOT_PASSWORD',
      '2026-11-20 02:58:28+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD\n',
    ],
    [
      'RAILS_MASTER_KEY',
      "/usr/local/bundle/gems/activesupport-7.1.2/lib/active_support/encrypted_configuration.rb:58:in `read': Missing encryption key to decrypt file with. Ask your team for your master key and write it to /app/config/master.key or put it in the ENV['RAILS_MASTER_KEY']. (ActiveSupport::EncryptedFile::MissingKeyError)\n\tfrom /app/config/environment.rb:5:in `<main>'\n",
    ],
  ])('%s', (variable, text) => {
    expect(decide(text)).toMatchObject({ cause: 'missing-env-var', captures: { variable } });
  });

  it('as missing even where the line after it was cut off', () => {
    expect(decide('Error: Database is uninitialized and superuser password is not specified.\n')).toMatchObject({
      cause: 'missing-env-var',
    });
  });

  it('by its address, where that stands behind what it is', () => {
    const text = `time="2026-11-20T02:58:29Z" level=fatal msg="Couldn't connect to redis instance (redis://localhost:6379)"\n`;
    expect(decide(text)).toMatchObject({ captures: { address: 'redis://localhost:6379' } });
  });
});

describe('a supervisor that gave up', () => {
  const gaveUp = `2026-11-20 02:58:21,000 INFO spawned: 'web' with pid 8
2026-11-20 02:58:22,000 WARN exited: web (exit status 1; not expected)
2026-11-20 02:58:29,000 INFO gave up: web entered FATAL state, too many start retries too quickly
2026-11-20 02:58:29,500 WARN received SIGQUIT indicating exit request
`;

  it('is the reason where its child said none', () => {
    expect(decide(gaveUp)).toMatchObject({ cause: 'app-error-uncaught', line: 3 });
  });

  it('is none where its child did', () => {
    expect(decide(`ModuleNotFoundError: No module named 'flask'\n${gaveUp}`)).toMatchObject({
      cause: 'runtime-library-missing',
    });
  });

  it('names the command that it did not find, though it calls that information', () => {
    const missing = `2026-11-20 02:58:20,000 INFO spawnerr: can't find command '/usr/bin/gunicorn'\n`;
    expect(decide(missing + gaveUp)).toMatchObject({
      cause: 'command-not-found',
      captures: { command: '/usr/bin/gunicorn' },
    });
    const dispatchers = missing.replace(/can't.*'/, 'unknown error making dispatchers');
    expect(decide(dispatchers + gaveUp)?.cause).toBe('app-error-uncaught');
    // It retried, and its program came up.
    const up = `2026-11-20 02:58:40,000 INFO success: web entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)\n`;
    expect(decide(`${missing}${up}2026-11-20 02:59:20,000 INFO listening on 0.0.0.0:8080\n`)).toBe(null);
  });
});

describe('what stands before the reason, and before a quote', () => {
  it.each([
    ['redis.ConnectionError: Error -2 connecting to cart-redis:6379. Name or service not known.', 'host', 'cart-redis'],
    ['level=fatal msg="missing required flag --cluster-name"', 'flag', '--cluster-name'],
    ['Error: required flags --shop, --till not set', 'flag', '--shop, --till'],
    ['Error: required flag -o,--output is missing', 'flag', '-o,--output'],
  ])('%s', (line, name, value) => {
    expect(decide(`${line}\n`)?.captures[name]).toBe(value);
  });

  it('is no host where no port says that it is one', () => {
    expect(decide('Error connecting to the shop. Name or service not known\n')?.captures['host']).toBeUndefined();
  });
});

describe('a tool that names the network or a module in its own words', () => {
  const pip = (reason: string) =>
    `WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError('Failed to establish a new connection: ${reason}')': /simple/requests/
ERROR: Could not find a version that satisfies the requirement requests (from versions: none)
ERROR: No matching distribution found for requests
`;
  it('pip only warns that a name was not resolved', () => {
    expect(decide(pip('[Errno -3] Temporary failure in name resolution'))?.cause).toBe('dns-failure');
    expect(decide(pip('').replace(/^.*\n/, ''))?.cause).toBe('app-error-uncaught');
  });

  it('.NET has the words of EAGAIN for a name that is not resolved now', () => {
    const nuget = (peer: string) => `/src/Api.csproj : error NU1301:   Resource temporarily unavailable (${peer})\n`;
    expect(decide(nuget('api.nuget.org:443'))).toMatchObject({
      cause: 'dns-failure',
      captures: { host: 'api.nuget.org' },
    });
    expect(decide(nuget('10.0.0.7:443'))?.cause).not.toBe('dns-failure');
  });

  it('Lua and Julia name the module', () => {
    const lua = "nginx: [error] init_by_lua error: init_by_lua:3: module 'resty.redis2' not found:\n";
    expect(decide(`${lua}\tno field package.preload['resty.redis2']\n`)).toMatchObject({
      cause: 'runtime-library-missing',
      captures: { library: 'resty.redis2' },
    });
    expect(decide("INFO module 'cart' not found: using the built-in one\n")).toBe(null);
    expect(decide('ERROR: LoadError: ArgumentError: Package HTTP not found in current path.\n')).toMatchObject({
      cause: 'runtime-library-missing',
      captures: { library: 'HTTP' },
    });
  });
});
