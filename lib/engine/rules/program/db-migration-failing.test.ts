import { describe, expect, it } from 'vitest';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

describe('db-migration-failing', () => {
  it('fires', async () => {
    expect(await saysOf('db-migration-failing.fires', 'db-migration-failing')).toMatch(/^likely: .*17/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('db-migration-failing.near-miss', 'db-migration-failing')).toBeNull();
  });

  it('needs only the decisive line', async () => {
    expect(await saysOf('db-migration-failing.fires', 'db-migration-failing', { log: 'pending' })).toMatch(/^likely/);
  });

  const refusal = 'ERROR: permission denied for schema ledger';
  it.each([
    ['in one sentence', `error: migration failed: ${refusal} in line 0: CREATE TABLE entries (id int)`],
    [
      'behind the tool’s own word',
      `2026-11-20T09:57:00Z ERROR Migration of schema "ledger" to version "7 - entries" failed! Changes rolled back.\n${refusal}`,
    ],
    [
      'below the tool’s frames',
      `Exception in thread "main" org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException: Script V7__entries.sql failed\n${'\tat org.flywaydb.core.Step.run(Step.java:7)\n'.repeat(20)}Caused by: org.postgresql.util.PSQLException: ${refusal}`,
    ],
    [
      'as the last exception of a chain',
      `Traceback (most recent call last):\n  File "/app/manage.py", line 9, in <module>\n    main()\ndjango.db.migrations.exceptions.MigrationSchemaMissing: Unable to create the django_migrations table (permission denied for schema ledger`,
    ],
    [
      'above the frames of Entity Framework',
      `Unhandled exception. Npgsql.PostgresException (0x80004005): 42501: permission denied for schema ledger\n\nPOSITION: 14\n${'   at Npgsql.Internal.NpgsqlConnector.ReadMessageLong(Boolean async)\n'.repeat(15)}   at Microsoft.EntityFrameworkCore.Migrations.Internal.Migrator.Migrate(String targetMigration)`,
    ],
    [
      'by MySQL',
      "failed to apply migration 7_entries: Error 1142 (42000): CREATE command denied to user 'ledger'@'10.0.0.7' for table 'entries'",
    ],
  ])('takes a right that the database refuses to a migration, %s', async (_, log) => {
    const { primary, remedies } = await crashing(log);
    expect(primary?.cause).toBe('db-migration-failing');
    expect(remedies.map(({ id }) => id)).toContain('grant-rights');
  });

  it.each([
    `migrations applied: 7\nlistening\n${refusal}`,
    `info: Microsoft.EntityFrameworkCore.Migrations[20402]\n      Applying migration '7_Entries'.\nUnhandled exception. Npgsql.PostgresException (0x80004005): 42501: permission denied for table entries\n   at Microsoft.EntityFrameworkCore.Query.Internal.Enumerator.MoveNext()`,
    `no migrations to run\nFATAL cannot list entries: ${refusal}`,
  ])('leaves a right that is refused to a query: %s', async (log) => {
    expect((await crashing(log)).primary?.cause).toBe('config-invalid');
  });
});
