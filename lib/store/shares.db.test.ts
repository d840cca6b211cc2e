import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '../model/result';
import { createConnection, type Connection } from './connection';
import { createShares, type NewShare, type Shares } from './shares';
import { startTestPostgres, type TestPostgres } from './test-postgres';
import { testDiagnosis, testSeries, testSnapshot } from './test-share';

// Starting an engine is slow on a busy machine; nothing here waits for that long by itself.
vi.setConfig({ testTimeout: 60_000 });

const hourMs = 3_600_000;
const share: NewShare = {
  snapshot: testSnapshot,
  diagnosis: testDiagnosis,
  series: [testSeries],
  expiresInMs: hourMs,
  createdBy: null,
};

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

describe.each(['sqlite', 'postgres'] as const)('shares in %s', (provider) => {
  let folder: string;
  let postgres: TestPostgres | null = null;
  let url: string;
  let connection: Connection;
  let nowMs: number;

  beforeAll(async () => {
    // Spaces, a percent sign and letters beyond ASCII are legal in a folder's name.
    folder = await mkdtemp(join(tmpdir(), 'unloop 100% ü-'));
    if (provider === 'postgres') postgres = await startTestPostgres();
    url = postgres?.url ?? `file:${join(folder, 'deep', 'unloop.db')}`;
  }, 60_000);
  afterAll(async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    nowMs = Date.parse('2026-11-21T09:00:00.000Z');
    connection = createConnection({ url, now });
  });
  afterEach(async () => {
    await connection.run((client) => client.$transaction([client.share.deleteMany(), client.shareEvent.deleteMany()]));
    await connection.close();
  });

  function now(): string {
    return new Date(nowMs).toISOString();
  }

  function open(options: { maxDays?: number; limit?: number } = {}): Shares {
    return createShares({ connection, now, maxDays: 30, limit: 100, ...options });
  }

  async function actions(): Promise<string[]> {
    const rows = await connection.run((client) => client.shareEvent.findMany({ orderBy: { at: 'asc' } }));
    return valueOf(rows).map((row) => row.action);
  }

  it('gives back exactly what was frozen, with its times', async () => {
    const shares = open();
    const made = valueOf(await shares.create({ ...share, createdBy: 'ada' }));
    expect(made.expiresAt).toBe('2026-11-21T10:00:00.000Z');
    expect(valueOf(await shares.read(made.token))).toEqual({
      id: made.id,
      createdAt: '2026-11-21T09:00:00.000Z',
      expiresAt: '2026-11-21T10:00:00.000Z',
      createdBy: 'ada',
      snapshot: testSnapshot,
      diagnosis: testDiagnosis,
      series: [testSeries],
    });
  });

  it('still opens after the process has ended', async () => {
    const made = valueOf(await open().create(share));
    await connection.close();
    connection = createConnection({ url, now });
    expect(valueOf(await open().read(made.token))?.diagnosis).toEqual(testDiagnosis);
  });

  it('keeps the token nowhere', async () => {
    const made = valueOf(await open().create(share));
    const rows = valueOf(
      await connection.run(async (client) => [await client.share.findMany(), await client.shareEvent.findMany()]),
    );
    expect(JSON.stringify(rows)).not.toContain(made.token);
    expect(made.token).not.toContain(made.id);
  });

  it('answers the same for unknown, malformed, expired and revoked tokens', async () => {
    const shares = open();
    const expired = valueOf(await shares.create({ ...share, expiresInMs: 1 }));
    const revoked = valueOf(await shares.create(share));
    await shares.revoke(revoked.id, null);
    nowMs += 1;
    const answers = await Promise.all(
      ['A'.repeat(32), ':key', '', '%', expired.token, revoked.token].map((token) => shares.read(token)),
    );
    for (const answer of answers) expect(answer).toEqual({ ok: true, value: null, asOf: now() });
  });

  it('shortens a life to the configured longest one', async () => {
    const made = valueOf(await open({ maxDays: 2 }).create({ ...share, expiresInMs: 30 * 24 * hourMs }));
    expect(made.expiresAt).toBe('2026-11-23T09:00:00.000Z');
  });

  it('drops the content when it is revoked, and revokes twice without an error', async () => {
    const shares = open();
    const made = valueOf(await shares.create(share));
    expect(valueOf(await shares.revoke(made.id, 'ada'))).toBe(true);
    expect(valueOf(await shares.revoke(made.id, 'ada'))).toBe(true);
    expect(valueOf(await shares.revoke('unknown', null))).toBe(false);
    const row = valueOf(await connection.run((client) => client.share.findUniqueOrThrow({ where: { id: made.id } })));
    expect([row.snapshotJson, row.diagnosisJson]).toEqual(['', '']);
    expect(await actions()).toEqual(['created', 'revoked']);
  });

  it('notes views, one a minute for each link, and none of an unfurler', async () => {
    const shares = open();
    const made = valueOf(await shares.create(share));
    await shares.read(made.token, { seen: false });
    nowMs += 1000;
    await shares.read(made.token);
    await shares.read(made.token);
    nowMs += 61_000;
    await shares.read(made.token);
    expect(await actions()).toEqual(['created', 'opened', 'opened']);
  });

  it('lists what still opens, newest first, without its content', async () => {
    const shares = open();
    const first = valueOf(await shares.create(share));
    nowMs += 1000;
    const second = valueOf(await shares.create(share));
    const gone = valueOf(await shares.create(share));
    await shares.revoke(gone.id, null);
    const listed = valueOf(await shares.list());
    expect(listed.map((row) => row.id)).toEqual([second.id, first.id]);
    expect(listed[1]).toEqual({
      id: first.id,
      createdAt: '2026-11-21T09:00:00.000Z',
      expiresAt: '2026-11-21T10:00:00.000Z',
      createdBy: null,
      cluster: 'prod-eu-1',
      namespace: 'shop',
      kind: 'Deployment',
      name: 'cart',
    });
  });

  it('refuses more open links than the limit, and makes room when one ends', async () => {
    const shares = open({ limit: 1 });
    const made = valueOf(await shares.create(share));
    await expect(shares.create(share)).rejects.toMatchObject({ code: 'too-many-requests' });
    await shares.revoke(made.id, null);
    expect((await shares.create(share)).ok).toBe(true);
  });

  it('refuses a flood and says when to come back', async () => {
    const shares = open();
    const results = await Promise.allSettled(Array.from({ length: 31 }, () => shares.create(share)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map((result) => result.reason)).toMatchObject([{ details: { retryAfterSeconds: 60 } }]);
    nowMs += 60_001;
    expect((await shares.create(share)).ok).toBe(true);
  });

  it('can be turned off', async () => {
    await expect(open({ limit: 0 }).create(share)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('purges what ended, and audit rows after 90 days', async () => {
    const shares = open();
    await shares.create(share);
    const kept = valueOf(await shares.create({ ...share, expiresInMs: 24 * hourMs }));
    nowMs += hourMs;
    expect(valueOf(await shares.purge())).toBe(1);
    expect(valueOf(await shares.list()).map((row) => row.id)).toEqual([kept.id]);
    expect((await actions()).sort()).toEqual(['created', 'created', 'purged']);
    nowMs += 91 * 24 * hourMs;
    expect(valueOf(await shares.purge())).toBe(1);
    expect(await actions()).toEqual(['purged']);
  });
});

describe('the SQLite file', () => {
  it('is closed to other users, with its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'unloop-'));
    const file = join(folder, 'deep', 'unloop.db');
    const connection = createConnection({ url: `file:${file}`, now: () => '2026-11-21T09:00:00.000Z' });
    await connection.run((client) => client.share.count());
    await connection.close();
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(join(folder, 'deep'))).mode & 0o077).toBe(0);
    expect((await readFile(file)).subarray(0, 15).toString()).toBe('SQLite format 3');
    await rm(folder, { recursive: true });
  });

  it.each(['DELETE', 'WAL'])('holds no word of a link that was revoked or purged (journal: %s)', async (mode) => {
    const folder = await mkdtemp(join(tmpdir(), 'unloop-'));
    let nowMs = Date.parse('2026-11-21T09:00:00.000Z');
    const now = () => new Date(nowMs).toISOString();
    const connection = createConnection({ url: `file:${join(folder, 'unloop.db')}`, now });
    await connection.run((client) => client.$queryRawUnsafe(`PRAGMA journal_mode = ${mode}`));
    const shares = createShares({ connection, now, maxDays: 30, limit: 100 });
    // Short enough to share a page with other rows, and long enough to fill many.
    const withMarker = (marker: string, times: number) => {
      const workload = { ...testSnapshot.workload, name: marker.repeat(times) };
      return shares.create({ ...share, snapshot: { ...testSnapshot, workload } });
    };
    const found = async () => {
      const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
      return ['KEPT', 'REVOKED', 'PURGED'].filter((marker) => files.some((text) => text.includes(marker)));
    };
    for (const times of [1, 20_000]) {
      const revoked = valueOf(await withMarker('REVOKED', times));
      await withMarker('PURGED', times);
      expect(await found()).toEqual(['REVOKED', 'PURGED']);
      await shares.revoke(revoked.id, null);
      expect(await found()).toEqual(['PURGED']);
      nowMs += hourMs;
      await withMarker('KEPT', 1);
      await shares.purge();
      expect(await found()).toEqual(['KEPT']);
      nowMs += hourMs;
      await shares.purge();
      expect(await found()).toEqual([]);
    }
    await connection.close();
    await rm(folder, { recursive: true });
  });
});
