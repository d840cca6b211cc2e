/** The one door to the database: opens SQLite or PostgreSQL by its address, migrated, behind one Prisma client. */
import 'server-only';
import type { Stats } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { PrismaClient as PostgresClient } from './generated/postgres/client';
import type { PrismaClient } from './generated/sqlite/client';
import { applyMigrations, migrationNames, type Provider } from './migrations';
import { retryBusy } from './retry';

export interface Database {
  provider: Provider;
  client: PrismaClient;
  /** False where the SQLite file was removed or replaced: SQLite would go on writing into the unlinked one. */
  intact(): Promise<boolean>;
  close(): Promise<void>;
}

/** How long SQLite's calls may wait for a lock. They block the process meanwhile, so `retry.ts` tries again instead. */
const lockWaitMs = 50;

/**
 * Opens the database at "file:/absolute/path" or "postgres://…", makes the file and its folder where they are missing,
 * and applies migrations. Throws what the driver throws.
 */
export async function openDatabase(url: string): Promise<Database> {
  return url.startsWith('file:') ? openSqlite(url.slice('file:'.length)) : openPostgres(url);
}

/**
 * Whether nothing was ever kept in it: a file of SQLite's that is empty or was not there (it is made). Told without Prisma, whose
 * query compiler is some 35 MB of memory. Throws what making the file throws.
 */
export async function isNewDatabase(url: string): Promise<boolean> {
  return url.startsWith('file:') && (await ownFile(url.slice('file:'.length))).size === 0;
}

/** Shared diagnoses hold log excerpts: nobody but the owner reads the file. */
async function ownFile(path: string): Promise<Stats> {
  await makeFolder(dirname(path));
  const file = await open(/* turbopackIgnore: true */ path, 'a', 0o600);
  return file.stat().finally(() => file.close());
}

async function openSqlite(path: string): Promise<Database> {
  const { ino } = await ownFile(path);
  const [{ PrismaLibSql }, { PrismaClient: Client }] = await Promise.all([
    import('@prisma/adapter-libsql'),
    import('./generated/sqlite/client'),
  ]);
  const adapter = new PrismaLibSql({ url: pathToFileURL(path).href, timeout: lockWaitMs });
  const client = new Client({ adapter, errorFormat: 'minimal' });
  const lock = new PrismaLibSql({ url: pathToFileURL(`${path}.lock`).href, timeout: lockWaitMs });
  await migrated('sqlite', client, () => withFileLock(lock, () => applyMigrations('sqlite', adapter)));
  return {
    provider: 'sqlite',
    client,
    intact: () =>
      stat(/* turbopackIgnore: true */ path).then(
        (now) => now.ino === ino,
        () => false,
      ),
    close: () => client.$disconnect(),
  };
}

/**
 * Step by step: where a folder answers ENOENT although its parent is there (below /proc), Node's own `recursive` tries for
 * ever, on a thread that nothing can end.
 */
async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(/* turbopackIgnore: true */ path, { mode: 0o700 }).catch(unlessThere);
  try {
    await make();
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  }
}

/** A file in the folder's place is found when the database below it is opened. */
function unlessThere(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function openPostgres(url: string): Promise<Database> {
  const [{ PrismaPg }, { PrismaClient: Client }] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('./generated/postgres/client'),
  ]);
  const adapter = new PrismaPg(
    { connectionString: url, max: 5, connectionTimeoutMillis: 5000, query_timeout: 10_000, application_name: 'unloop' },
    // An idle connection that the server ends is an event, and unheard it would end the process. The next query reports it.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  const client = asSqliteClient(new Client({ adapter, errorFormat: 'minimal' }));
  await migrated('postgres', client, () => applyMigrations('postgres', adapter));
  return { provider: 'postgres', client, intact: () => Promise.resolve(true), close: () => client.$disconnect() };
}

/**
 * Both clients are generated from the same models (scripts/schema.test.ts holds the schemas together), and this room uses
 * only calls that both databases have: no createMany({ skipDuplicates }), no JSON filters, no case-insensitive mode.
 * A union of the two cannot be called.
 */
function asSqliteClient(client: PostgresClient): PrismaClient {
  return client as unknown as PrismaClient;
}

/** Migrations load 5 MB of WebAssembly, so a look at the names that are applied comes first. */
async function migrated(provider: Provider, client: PrismaClient, apply: () => Promise<unknown>): Promise<void> {
  try {
    const applied = await appliedNames(provider, client);
    if (!(await migrationNames(provider)).every((name) => applied.has(name))) await apply();
  } catch (error) {
    await client.$disconnect();
    throw error;
  }
}

/**
 * Lets one process at a time migrate a SQLite file. The engine's own lock (exclusive mode) is taken only at its first write,
 * after it has decided what is missing. A write lock on an empty database beside it ends with the process, however that ends.
 */
async function withFileLock<T>(factory: SqlDriverAdapterFactory, work: () => Promise<T>): Promise<T> {
  const connection = await factory.connect();
  try {
    const held = await retryBusy(async () => {
      const transaction = await connection.startTransaction();
      try {
        await transaction.executeRaw({ sql: 'PRAGMA user_version = 1', args: [], argTypes: [] });
        return transaction;
      } catch (error) {
        await transaction.rollback();
        throw error;
      }
    });
    try {
      return await work();
    } finally {
      await held.rollback();
    }
  } finally {
    await connection.dispose();
  }
}

async function appliedNames(provider: Provider, client: PrismaClient): Promise<Set<string>> {
  const tables =
    provider === 'sqlite'
      ? await client.$queryRaw<unknown[]>`SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`
      : await client.$queryRaw<unknown[]>`SELECT 1 WHERE to_regclass('_prisma_migrations') IS NOT NULL`;
  if (tables.length === 0) return new Set();
  const rows = await client.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  return new Set(rows.map((row) => row.migration_name));
}
