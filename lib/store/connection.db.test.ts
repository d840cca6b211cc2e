import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnection, type Connection } from './connection';
import { startTestPostgres, type TestPostgres } from './test-postgres';

// Starting an engine is slow on a busy machine; nothing here waits for that long by itself.
vi.setConfig({ testTimeout: 60_000 });

const now = () => '2026-11-21T09:00:00.000Z';
const count = (connection: Connection) => connection.run((client) => client.share.count());

describe('a connection to SQLite', () => {
  let folder: string;
  let file: string;
  let connection: Connection;
  let waits: number[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unloop-store-'));
    file = join(folder, 'unloop.db');
    waits = [];
    connection = connect();
  });
  afterEach(async () => {
    await connection.close();
    await rm(folder, { recursive: true, force: true });
  });

  function connect(onWait?: () => Promise<void>): Connection {
    return createConnection({
      url: `file:${file}`,
      now,
      wait: async (ms) => {
        waits.push(ms);
        await onWait?.();
      },
    });
  }

  async function holdWriteLock() {
    const other = await new PrismaLibSql({ url: pathToFileURL(file).href }).connect();
    const transaction = await other.startTransaction();
    await transaction.executeRaw({ sql: 'PRAGMA user_version = 1', args: [], argTypes: [] });
    return {
      rollback: async () => {
        await transaction.rollback();
        await other.dispose();
      },
    };
  }

  it('is migrated by the first of several that open it at once', async () => {
    const others = [connect(), connect(), connect()];
    const results = await Promise.all([connection, ...others].map(count));
    for (const result of results) expect(result).toEqual({ ok: true, value: 0, asOf: now() });
    await Promise.all(others.map((other) => other.close()));
  });

  it('tells a database that is new without opening it', async () => {
    expect(await connection.isNew()).toMatchObject({ ok: true, value: true });
    expect((await stat(file)).size).toBe(0);
    await count(connection);
    expect(await connection.isNew()).toMatchObject({ ok: true, value: false });
    await connection.close();
    expect(await connect().isNew()).toMatchObject({ ok: true, value: false });
  });

  it('fails in words while another program holds the lock, and goes on after', async () => {
    await count(connection);
    const lock = await holdWriteLock();
    const write = () => connection.run((client) => client.share.deleteMany());
    expect(await write()).toEqual({
      ok: false,
      failure: { code: 'timeout', message: 'The database is locked by another program.' },
    });
    expect(waits).toHaveLength(7);
    await lock.rollback();
    expect(await write()).toMatchObject({ ok: true, value: { count: 0 } });
  });

  it('waits for a lock that is let go', async () => {
    await count(connection);
    await connection.close();
    const lock = await holdWriteLock();
    connection = connect(async () => {
      if (waits.length === 3) await lock.rollback();
    });
    expect(await connection.run((client) => client.share.deleteMany())).toMatchObject({ ok: true });
    expect(waits).toHaveLength(3);
  });

  it('opens a new file when the old one is removed', async () => {
    await count(connection);
    await rm(file);
    expect(await count(connection)).toMatchObject({ ok: true, value: 0 });
  });

  it('fails in words when the file is no database, and opens again once it is mended', async () => {
    await writeFile(file, 'not a database at all, but long enough to be read as a header'.repeat(4));
    expect(await count(connection)).toMatchObject({ ok: false, failure: { code: 'invalid' } });
    await rm(file);
    expect(await count(connection)).toMatchObject({ ok: true, value: 0 });
  });

  it('fails in words when a file stands where the folder should be', async () => {
    await writeFile(join(folder, 'plain'), '');
    const other = createConnection({ url: `file:${join(folder, 'plain', 'unloop.db')}`, now });
    expect(await count(other)).toMatchObject({ ok: false, failure: { code: 'absent' } });
  });

  it('fails in words where no folder can be made, instead of trying for ever', async () => {
    const other = createConnection({ url: 'file:/proc/unloop-nowhere/deeper/unloop.db', now });
    const result = await count(other);
    expect(result).toMatchObject({ ok: false, failure: { code: 'absent' } });
    expect(result.ok ? '' : result.failure.message).toContain('UNLOOP_DATA');
  }, 10_000);

  it('makes every folder above the file, for its owner alone', async () => {
    const other = createConnection({ url: `file:${join(folder, 'a', 'b', 'unloop.db')}`, now });
    expect(await count(other)).toMatchObject({ ok: true });
    await other.close();
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
  });

  it('fails in words when the disk is full', async () => {
    await count(connection);
    const result = await connection.run(async (client) => {
      // SQLite's own limit on pages stands for the disk's.
      await client.$queryRawUnsafe('PRAGMA max_page_count = 1');
      await client.$executeRawUnsafe('CREATE TABLE filler AS SELECT randomblob(1000000) AS blob');
    });
    expect(result).toEqual({ ok: false, failure: { code: 'failed', message: 'The disk of the database is full.' } });
    expect(await count(connection)).toMatchObject({ ok: true, value: 0 });
  });

  it('fails in words when it may not write', async () => {
    await count(connection);
    const result = await connection.run(async (client) => {
      await client.$executeRawUnsafe('PRAGMA query_only = 1');
      await client.share.deleteMany();
    });
    expect(result).toMatchObject({ ok: false, failure: { code: 'denied' } });
  });
});

describe('a connection to PostgreSQL', () => {
  let postgres: TestPostgres;
  let connection: Connection;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    connection = createConnection({ url: postgres.url, now });
  }, 60_000);
  afterAll(async () => {
    await connection.close();
    await postgres.stop();
  });

  it('is migrated by the first of several that open it at once', async () => {
    const others = [1, 2, 3].map(() => createConnection({ url: postgres.url, now }));
    const results = await Promise.all([connection, ...others].map(count));
    for (const result of results) expect(result).toEqual({ ok: true, value: 0, asOf: now() });
    await Promise.all(others.map((other) => other.close()));
  });

  it('fails in words while the server is away, and goes on when it is back', async () => {
    expect(await count(connection)).toMatchObject({ ok: true });
    await postgres.crash();
    expect(await count(connection)).toEqual({
      ok: false,
      failure: { code: 'unreachable', message: 'The database cannot be reached.' },
    });
    expect(await count(connection)).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
    await postgres.restart();
    expect(await count(connection)).toMatchObject({ ok: true, value: 0 });
  }, 30_000);

  it('fails in words where the database does not exist', async () => {
    const other = createConnection({ url: postgres.url.replace(/postgres$/, 'none'), now });
    expect(await count(other)).toMatchObject({ ok: false, failure: { code: 'absent' } });
  });
});
