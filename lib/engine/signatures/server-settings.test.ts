import { describe, expect, it } from 'vitest';
import { crashing } from '../testing/crashing';
import { decide } from './testing';

describe('what a server says of its settings', () => {
  it.each([
    [
      'permission-denied',
      'FATAL Unable to initialize backend: Unable to write to the backend\n      > Please ensure MinIO binary has write permissions for the backend',
    ],
    [
      'config-invalid',
      '{"level":"fatal","msg":"discovery failed","error":"couldn\'t find local name \\"etcd-9\\" in the initial cluster configuration"}',
    ],
    [
      'config-invalid',
      'ERROR: Failed to start server in (production) mode\nERROR: Key material not provided to setup HTTPS. Please configure your keys/certificates or start the server in development mode.',
    ],
    [
      'config-invalid',
      '[10-May-2026 11:58:47] ERROR: [pool belts] please specify user and group other than root\n[10-May-2026 11:58:47] ERROR: FPM initialization failed',
    ],
    [
      'config-invalid',
      'ERROR: JAVA_HOME is set to an invalid directory: /opt/jdk-9\n\nPlease set the JAVA_HOME variable in your environment to match the\nlocation of your Java installation.',
    ],
    [
      'config-invalid',
      'SyntaxError: /srv/belts/speeds.json: Unexpected token } in JSON at position 7\n    at JSON.parse (<anonymous>)\n    at Module.load (node:internal/modules/cjs/loader:1197:22)',
    ],
    [
      'config-invalid',
      'INFO listening on :8080\nERROR invalid value for option slack: "4 ells": time: unknown unit\nINFO shutting down\nERROR http: Server closed\nERROR belt stopped err="context canceled"',
    ],
    ['config-invalid', "ERROR Invalid value 'x' for property belt.speed: not a number"],
    ['db-migration-failing', 'Error: sql/migrate: acquiring database lock: sql/schema: lock is held by other session'],
    ['db-migration-failing', 'migration 0012_belts failed: pq: column "speed" contains null values'],
  ])('%s: %s', (cause, text) => {
    expect(decide(`${text}\n`)?.cause).toBe(cause);
  });

  it('leaves a migration that found no database to the connection', () => {
    const text = 'migration 0012_belts failed: dial tcp 10.0.0.7:5432: connect: connection refused\n';
    expect(decide(text)?.cause).toBe('dependency-unreachable');
  });

  it('leaves a broken file of the modules to the program', async () => {
    const text = `SyntaxError: /srv/node_modules/belts/package.json: Unexpected token } in JSON at position 7
    at JSON.parse (<anonymous>)
    at Module.load (node:internal/modules/cjs/loader:1197:22)`;
    expect((await crashing(text)).primary?.cause).toBe('app-error-uncaught');
  });
});
