/** One lazily opened database: each piece of work answers with a value or a failure, and a broken connection is opened anew. */
import 'server-only';
import { Problem } from '../model/problem';
import type { Result } from '../model/result';
import { isNewDatabase, openDatabase, type Database } from './database';
import type { Prisma, PrismaClient } from './generated/sqlite/client';
import { retryBusy } from './retry';
import { toStoreFailure } from './store-failure';

export interface Connection {
  /**
   * Runs `work` against the database. A `Problem` that it throws is a refusal and goes through; everything else becomes a
   * failure. `work` may run more than once where the database is locked, so it is one query or one transaction.
   */
  run<T>(work: (client: PrismaClient) => Promise<T>): Promise<Result<T>>;
  /**
   * As `run`, in one transaction, for all that changes what must not outlive its end: what is deleted or overwritten is
   * zeroed in SQLite's files, and so are the copies that a growing table leaves behind when it moves rows.
   */
  change<T>(work: (transaction: Transaction) => Promise<T>): Promise<Result<T>>;
  /** Whether nothing was ever kept there: it is not opened for that. False where only opening it would tell. */
  isNew(): Promise<Result<boolean>>;
  close(): Promise<void>;
}

export type Transaction = Prisma.TransactionClient;

export interface ConnectionOptions {
  url: string;
  now: () => string;
  /** Waits between two tries; a test passes its own. */
  wait?: ((ms: number) => Promise<void>) | undefined;
}

/** Opens the database when it is first needed, and anew after it was lost; a failure is a result, never thrown. */
export function createConnection({ url, now, wait }: ConnectionOptions): Connection {
  let live: Database | null = null;
  let opening: Promise<Database> | null = null;

  async function current(): Promise<Database> {
    if (live !== null && !(await live.intact())) await drop();
    if (live !== null) return live;
    opening ??= openDatabase(url).finally(() => {
      opening = null;
    });
    live = await opening;
    return live;
  }

  async function drop(): Promise<void> {
    const last = live;
    live = null;
    await last?.close();
  }

  async function attempt<T>(work: (database: Database) => Promise<T>): Promise<Result<T>> {
    try {
      return { ok: true, value: await retryBusy(async () => work(await current()), wait), asOf: now() };
    } catch (error) {
      if (error instanceof Problem) throw error;
      const failure = toStoreFailure(error);
      // A connection that failed for another reason than a lock may be broken for good: the next call opens a new one.
      if (failure.code !== 'timeout') await drop();
      return { ok: false, failure };
    }
  }

  return {
    run: (work) => attempt(({ client }) => work(client)),
    async change(work) {
      const result = await attempt(({ client, provider }) =>
        client.$transaction(async (transaction) => {
          // Inside, for each transaction has a connection of its own (the adapter drops it afterwards), and so its settings.
          if (provider === 'sqlite') await transaction.$queryRaw`PRAGMA secure_delete = ON`;
          return work(transaction);
        }),
      );
      // Where somebody turned on a write-ahead log, the old pages stand in it. Busy with a reader, it waits for the next time.
      if (result.ok) {
        await attempt(async ({ client, provider }) => {
          if (provider === 'sqlite') await client.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
        });
      }
      return result;
    },
    async isNew() {
      try {
        return { ok: true, value: live === null && (await isNewDatabase(url)), asOf: now() };
      } catch (error) {
        return { ok: false, failure: toStoreFailure(error) };
      }
    },
    async close() {
      // One that is being opened is waited for, or it would stay open behind our back.
      await Promise.allSettled([opening]);
      await drop();
    },
  };
}
