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
