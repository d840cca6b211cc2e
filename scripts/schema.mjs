// `npm run schema -- <name>`: derives the PostgreSQL schema and writes the next migration of both databases.
// Without a name it only derives, and fails where a migration is due.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importTypeScript } from './bundle.mjs';
import { root } from './root.mjs';

const providers = ['sqlite', 'postgres'];
const files = { sqlite: 'prisma/schema.prisma', postgres: 'prisma/postgres/schema.prisma' };

/** The schema of PostgreSQL, from the authored one of SQLite: the same models under another provider. */
export function derivePostgresSchema(sqlite) {
  const [, generator, rest] = /(generator client \{[^}]*\}\n)([\s\S]*)/.exec(sqlite) ?? [];
  if (generator === undefined || !rest.includes('provider = "sqlite"')) {
    throw new Error('prisma/schema.prisma has no generator called client, or is not for SQLite.');
  }
  return [
    '// Derived from prisma/schema.prisma by `npm run schema`. Do not edit.',
    '',
    generator.replace('"../lib/store/generated/sqlite"', '"../../lib/store/generated/postgres"') +
      rest.replace('provider = "sqlite"', 'provider = "postgresql"'),
  ].join('\n');
}

/**
 * The SQL that leads from the last migration to the schema as it is: "" where nothing is missing. Each migration keeps the
 * schema that it leads to, so that no database is needed to compare.
 */
export async function missingSql(provider) {
  const names = await migrationNames(provider);
  const last = names.at(-1);
  const to = await readFile(join(root, files[provider]), 'utf8');
  const from = last === undefined ? null : await readFile(join(folder(provider), last, 'schema.prisma'), 'utf8');
  const { withSchemaEngine } = await importTypeScript('lib/store/schema-engine.ts');
  const datamodel = (content) => ({ tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] });
  const { stdout } = await withSchemaEngine([['schema.prisma', to]], await idleAdapter(provider), (engine) =>
    engine.diff({
      from: from === null ? { tag: 'empty' } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  if (stdout === null || stdout.includes('This is an empty migration')) return '';
  // PostgreSQL asks for the right to create schemas even where `public` is there, which an account for one database lacks.
  return stdout.replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '');
}

function folder(provider) {
  return join(root, 'prisma/migrations', provider);
}

async function migrationNames(provider) {
  await mkdir(folder(provider), { recursive: true });
  const entries = await readdir(folder(provider), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The engine asks for an adapter to know the dialect; comparing two schemas connects to nothing. */
async function idleAdapter(provider) {
  if (provider === 'sqlite') {
    const { PrismaLibSql } = await import('@prisma/adapter-libsql');
    return new PrismaLibSql({ url: ':memory:' });
  }
  const connection = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => undefined,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    startTransaction: async () => {
      throw new Error('No database is connected.');
    },
    dispose: async () => undefined,
  };
  return { ...connection, connect: async () => connection, connectToShadowDb: async () => connection };
}

async function main(name) {
  const derived = derivePostgresSchema(await readFile(join(root, files.sqlite), 'utf8'));
  await mkdir(join(root, 'prisma/postgres'), { recursive: true });
  await writeFile(join(root, files.postgres), derived);
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  for (const provider of providers) {
    const sql = await missingSql(provider);
    if (sql === '') {
      console.log(`${provider}: nothing to migrate`);
    } else if (name === undefined) {
      console.error(`${provider}: the schema changed. Name the migration: npm run schema -- <name>`);
      process.exitCode = 1;
    } else {
      const path = join(folder(provider), `${stamp}_${name}`);
      await mkdir(path);
      await writeFile(join(path, 'migration.sql'), sql);
      await writeFile(join(path, 'schema.prisma'), await readFile(join(root, files[provider]), 'utf8'));
      console.log(`${provider}: wrote ${path}`);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const name = process.argv[2];
  if (name !== undefined && !/^[a-z][a-z0-9_]{0,40}$/.test(name)) {
    console.error('A migration is named in snake_case: npm run schema -- add_incidents');
    process.exitCode = 1;
  } else {
    await main(name);
  }
}
