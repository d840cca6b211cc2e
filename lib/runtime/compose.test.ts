import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../config/config';
import { createCleaner } from '../kubernetes/projection/clean';
import { openRecording } from '../recording/open-recording';
import { createConnection } from '../store/connection';
import { createStore } from '../store/store';
import { compose } from './compose';
import type { Runtime } from './runtime';

const untilReady = async (runtime: Runtime): Promise<void> => {
  while (!runtime.board().ready()) {
    const { state, why } = runtime.board().freshness();
    if (state === 'failed') throw new Error(why ?? 'failed');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

// A whole cluster is read and judged, four times: seconds on a quiet machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe('the runtime, on the sample cluster', () => {
  let folder: string;
  let runtime: Runtime;
  const start = (env: Record<string, string>): Runtime =>
    compose(loadConfig({ ...env, UNLOOP_DATA: folder }, {}), env, ({ name, body }, { asOf, redact }) =>
      openRecording({ name, body }, { clean: createCleaner(redact), asOf }),
    );
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unloop-compose-'));
    runtime = start({ HOME: folder });
    await untilReady(runtime);
    await runtime.board().settled();
  });
  afterAll(async () => {
    await runtime.stop();
    rmSync(folder, { recursive: true });
  });

  it('judges every workload of it, and says that it is a sample', () => {
    const board = runtime.board();
    expect(board.freshness()).toMatchObject({ state: 'frozen', source: { kind: 'sample' } });
    const { byStatus, workloads } = board.totals();
    expect(workloads).toBeGreaterThan(70);
    expect(byStatus.broken).toBeGreaterThan(30);
    expect(byStatus.healthy).toBeGreaterThan(5);
    for (const row of board.rows()) expect(row.pending).toEqual([]);
  });

  it('never takes the sample for a source that was named and cannot be opened', async () => {
    const other = start({ HOME: folder, UNLOOP_RECORDING: '/nowhere/dump.tar.gz' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(other.board().freshness()).toMatchObject({ state: 'failed', source: { kind: 'recording' } });
    expect(other.board().freshness().why).toContain('/nowhere/dump.tar.gz');
    expect(other.board().ready()).toBe(false);
    await other.stop();
  });

  it('answers an upload and forgets it, and keeps an opened one under its id', async () => {
    const sample = await readFile(join(process.cwd(), 'lib/recording/sample/sample.tar.gz'));
    const upload = () => ({ name: 'sample.tar.gz', body: new Blob([new Uint8Array(sample)]).stream() });
    const answer = await runtime.diagnose(upload(), { all: true });
    expect(answer.totals).toEqual(runtime.board().totals());
    expect(answer.items).toHaveLength(answer.totals.workloads);
    const id = await runtime.open(upload());
    expect(runtime.board({ source: id }).source).toMatchObject({ kind: 'recording', name: 'sample.tar.gz' });
    expect(() => runtime.board({ source: 'x'.repeat(22) })).toThrow(/no longer open/);
  });

  it('counts and logs a read that throws, without what is secret in it, and goes on', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const env = { HOME: folder, UNLOOP_DATA: folder };
    const other = compose(loadConfig(env, {}), env, async ({ name, body }, { asOf, redact }) => {
      const opened = await openRecording({ name, body }, { clean: createCleaner(redact), asOf });
      vi.spyOn(opened.source, 'logs').mockRejectedValue(new TypeError('password=hunter2 is not a function'));
      return opened;
    });
    const sample = await readFile(join(process.cwd(), 'lib/recording/sample/sample.tar.gz'));
    const body = new Blob([new Uint8Array(sample)]).stream();
    const answer = await other.diagnose({ name: 'sample.tar.gz', body }, { all: true });
    expect(answer.items.length).toBeGreaterThan(70);
    expect(await other.metrics.render()).toMatch(/unloop_isolated_bugs_total\{where="reading"\} [1-9]/);
    expect(said.mock.calls.join()).toContain('a read failed:,TypeError');
    expect(said.mock.calls.join()).not.toContain('hunter2');
    said.mockRestore();
    await other.stop();
  });

  it('shows the name of a file without what is secret in it', async () => {
    const listed = 'apiVersion: v1\nkind: Pod\nmetadata: { name: cart, namespace: shop }\n';
    for (const name of ['password=hunter2.yaml', 'dump-ada@example.com.yaml', 'https://ada:hunter2@host/x.yaml']) {
      const id = await runtime.open({ name, body: new Blob([listed]).stream() });
      expect(JSON.stringify(runtime.board({ source: id }).source)).toMatch(/(?:«redacted:[^»]+»|…@).*\.yaml/);
      expect(JSON.stringify(runtime.board({ source: id }).source)).not.toMatch(/hunter2|ada@/);
      const refused = runtime.open({ name, body: new Blob(['{"kind":"PodList","items":[']).stream() });
      await expect(refused).rejects.toThrow(/^(?!.*(?:hunter2|ada@)).*(?:«redacted:|…@)/);
    }
    const other = start({ HOME: folder, UNLOOP_RECORDING: '/nowhere/password=hunter2.yaml' });
    expect(JSON.stringify(other.board().source)).not.toContain('hunter2');
    await vi.waitFor(() => expect(other.board().freshness().why).not.toBeNull());
    expect(JSON.stringify(other.board().freshness())).not.toContain('hunter2');
    await other.stop();
  });

  it('deletes links that have ended soon after the start', async () => {
    const config = loadConfig({ HOME: folder, UNLOOP_DATABASE_URL: `file:${join(folder, 'ended.db')}` }, {});
    const [row] = runtime.board().rows();
    const judged = row && runtime.board().judge(row.workload);
    if (!judged) throw new Error('the sample has no workload');
    const old = createStore(config, () => '2026-01-01T00:00:00Z');
    await old.shares.create({ ...judged, expiresInMs: 3_600_000, createdBy: null });
    await old.close();
    const other = start({ HOME: folder, UNLOOP_DATABASE_URL: config.databaseUrl });
    const connection = createConnection({ url: config.databaseUrl, now: () => '2026-11-21T09:00:00.000Z' });
    const left = () => connection.run((client) => client.share.count());
    expect(await left()).toMatchObject({ ok: true, value: 1 });
    await vi.waitFor(async () => expect(await left()).toMatchObject({ ok: true, value: 0 }), {
      timeout: 20_000,
      interval: 100,
    });
    await Promise.all([connection.close(), other.stop()]);
  });

  it('says at the start that links cannot be kept, and goes on', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const other = start({ HOME: folder, UNLOOP_DATABASE_URL: 'file:/proc/unloop-nowhere/unloop.db' });
    await vi.waitFor(() => expect(said).toHaveBeenCalled(), { timeout: 20_000, interval: 50 });
    expect(said.mock.calls.join()).toMatch(
      /^Links cannot be made or opened: .*UNLOOP_DATA.* Everything else goes on\.$/,
    );
    said.mockRestore();
    await untilReady(other);
    await other.stop();
  });
});
