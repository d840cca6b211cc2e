/** Brings a database to the newest schema: prisma/migrations/<provider>, in order, each once. */
import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { withSchemaEngine } from './schema-engine';

export type Provider = 'sqlite' | 'postgres';

/** The authored schema, and the one derived from it. */
export const schemaFiles: Record<Provider, string> = {
  sqlite: 'prisma/schema.prisma',
  postgres: 'prisma/postgres/schema.prisma',
};

// Read where the program lies, at run time: without the marks below Turbopack takes a path that it cannot foresee for the
// whole project, and puts all of it into the build.

/** Names of the migrations that the program brings along, oldest first. */
export async function migrationNames(provider: Provider, root = process.cwd()): Promise<string[]> {
  const entries = await readdir(/* turbopackIgnore: true */ join(root, 'prisma/migrations', provider), {
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Applies what is missing and answers the names of what it applied.
 *
 * Safe when several processes start at once: the engine holds an advisory lock (PostgreSQL) or the file (SQLite) meanwhile.
 * Throws the engine's error where a migration fails or the database is from a newer Unloop.
 */
export async function applyMigrations(
  provider: Provider,
  adapter: SqlMigrationAwareDriverAdapterFactory,
  root = process.cwd(),
): Promise<string[]> {
  const path = schemaFiles[provider];
  const schema = await readFile(/* turbopackIgnore: true */ join(root, path), 'utf8');
  const baseDir = join(root, 'prisma/migrations', provider);
  const migrationDirectories = await Promise.all(
    (await migrationNames(provider, root)).map(async (name) => {
      const content = await readFile(/* turbopackIgnore: true */ join(baseDir, name, 'migration.sql'), 'utf8');
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: content } } };
    }),
  );
  return withSchemaEngine([[path, schema]], adapter, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: { baseDir, lockfile: lockfile(provider), shadowDbInitScript: '', migrationDirectories },
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  });
}

/** What Prisma's tools write beside migrations; here it follows from the folder. */
function lockfile(provider: Provider): { path: string; content: string } {
  const name = provider === 'postgres' ? 'postgresql' : provider;
  return { path: 'migration_lock.toml', content: `provider = "${name}"\n` };
}
