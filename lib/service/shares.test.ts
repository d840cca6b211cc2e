import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noPrometheus } from '../model/views';
import { setRuntime } from '../runtime/runtime';
import { remedy } from '../remedy/look';
import { aState, aSummary } from '../runtime/testing';
import { testSeries } from '../store/test-share';
import { createShare } from './create-share';
import { readShare } from './read-share';
import { revokeShare } from './revoke-share';
import { aRuntime, testNow, type TestRuntime } from './testing';

const cart = aSummary('shop/Deployment/cart');
const workload = { namespace: 'shop', kind: 'Deployment', name: 'cart' };

describe('shared links, on a real SQLite file', () => {
  let folder: string;
  let runtime: TestRuntime;
  const start = (env: Record<string, string> = {}): TestRuntime => {
    const made = aRuntime({ UNLOOP_DATA: folder, ...env });
    setRuntime(made);
    return made;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'unloop-shares-'));
    runtime = start();
    runtime.show(cart);
  });
  afterEach(async () => {
    setRuntime(null);
    await runtime.close();
    rmSync(folder, { recursive: true });
  });
  const tokenOf = (path: string): string => path.slice('/s/'.length);

  it('opens the same diagnosis after the workload and the process are gone', async () => {
    const { path, url, expiresAt } = await createShare({ workload });
    expect(url).toBeNull();
    expect(expiresAt).toBe('2026-11-28T03:00:00.000Z');
    const before = await readShare(tokenOf(path));
    expect(before?.now).toMatchObject({ status: 'broken', headline: 'Container app fails' });
    await runtime.close();
    runtime = start();
    const after = await readShare(tokenOf(path));
    expect(after?.diagnosis).toEqual(before?.diagnosis);
    expect(after?.now).toBeNull();
  });

  it('keeps the curves of the last hour and of the window that was looked at', async () => {
    const { board } = runtime;
    const answers = { prometheus: () => ({ ...noPrometheus, state: 'answers' }) };
    const series = (_: unknown, window: string) => Promise.resolve({ ...testSeries, window });
    Object.assign(runtime, { board: () => ({ ...board(), ...answers, series }) });
    const { path } = await createShare({ workload, window: '7d' });
    const kept = (await readShare(tokenOf(path)))?.series;
    expect(kept?.map(({ window }) => window)).toEqual(['1h', '7d']);
    expect(kept?.[0]?.curves).toEqual(testSeries.curves);
  });

  it('keeps no curves where there is no Prometheus', async () => {
    const { path } = await createShare({ workload });
    expect((await readShare(tokenOf(path)))?.series).toEqual([]);
  });

  it('freezes nothing that is a secret, and hides what only newer rules know', async () => {
    runtime.quoted = 'FATAL: login failed for https://ada:hunter2secret@db.internal:5432/x';
    const { path } = await createShare({ workload });
    const [quote] = (await readShare(tokenOf(path)))?.diagnosis.evidence ?? [];
    expect(JSON.stringify(quote)).not.toContain('hunter2secret');
    expect(JSON.stringify(quote)).toContain('db.internal:5432');
    // Marks are offsets into a text that is another now.
    expect(quote).toMatchObject({ marks: [] });
    Object.assign(runtime, { redact: (text: string) => text.replace('db.internal', '«redacted:host:0000»') });
    expect(JSON.stringify(await readShare(tokenOf(path)))).not.toContain('db.internal');
  });

  it('says the same of a link that never was and of one that was revoked', async () => {
    const { id, path } = await createShare({ workload, expiresIn: '1h' });
    await revokeShare(id);
    await revokeShare(id);
    expect(await readShare(tokenOf(path))).toBeNull();
    expect(await readShare('x'.repeat(32))).toBeNull();
    expect(await readShare('../../etc/passwd')).toBeNull();
    await expect(revokeShare('7e57ed00-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('makes absolute addresses from the configuration only, and caps the life', async () => {
    await runtime.close();
    runtime = start({ UNLOOP_PUBLIC_URL: 'https://unloop.example.com', UNLOOP_SHARE_MAX_DAYS: '2' });
    runtime.show(cart);
    const made = await createShare({ workload, expiresIn: '30d' });
    expect(made.url).toBe(`https://unloop.example.com${made.path}`);
    expect(made.expiresAt).toBe('2026-11-23T03:00:00.000Z');
  });

  it('refuses what it does not know, and more than the quota', async () => {
    await expect(createShare({ workload: { ...workload, name: 'none' } })).rejects.toMatchObject({ code: 'not-found' });
    await runtime.close();
    runtime = start({ UNLOOP_SHARE_LIMIT: '1' });
    runtime.show(cart);
    await createShare({ workload });
    await expect(createShare({ workload })).rejects.toMatchObject({ code: 'too-many-requests' });
  });

  it('says of one that is not heard any more how it was when it last was (F02, F23)', async () => {
    const { path } = await createShare({ workload });
    const now = async () => (await readShare(tokenOf(path)))?.now;
    expect(await now()).toMatchObject({ at: testNow, heard: true });
    const live = runtime.freshness;
    runtime.freshness = { ...live, state: 'stale', showing: '2026-11-21T02:59:12Z' };
    expect(await now()).toMatchObject({ status: 'broken', at: '2026-11-21T02:59:12Z', heard: false });
    runtime.freshness = { ...live, old: { shop: '2026-11-21T02:58:00Z' } };
    expect(await now()).toMatchObject({ status: 'broken', at: '2026-11-21T02:58:00Z', heard: false });
    runtime.freshness = { ...live, old: { pay: '2026-11-21T02:58:00Z' } };
    expect(await now()).toMatchObject({ at: testNow, heard: true });
  });

  it('says of one that is gone since when, and offers no command that asks for it', async () => {
    const step = (id: string, command: string) =>
      remedy({ id, title: id, why: 'because', safety: 'read-only', command });
    runtime.remedies = [step('logs', 'kubectl -n shop logs cart-1'), step('quota', 'kubectl -n shop get quota')];
    const { path } = await createShare({ workload });
    const shown = async () => {
      const share = await readShare(tokenOf(path));
      return { now: share?.now, gone: share?.gone, steps: share?.diagnosis.remedies.map(({ id }) => id) };
    };
    expect(await shown()).toMatchObject({ gone: null, steps: ['logs', 'quota'] });
    runtime.hide(cart);
    runtime.goneAt = '2026-11-21T03:00:00Z';
    expect(await shown()).toEqual({ now: null, gone: { noticedAt: runtime.goneAt }, steps: ['quota'] });
    // After an hour it is forgotten; where it is not seen it may be there.
    runtime.goneAt = null;
    expect(await shown()).toEqual({ now: null, gone: null, steps: ['logs', 'quota'] });
    runtime.states = [aState('Pod', 'live'), aState('Deployment', 'live')];
    expect(await shown()).toEqual({ now: null, gone: { noticedAt: null }, steps: ['quota'] });
    runtime.states = [aState('Pod', 'live'), aState('Deployment', 'denied')];
    expect(await shown()).toMatchObject({ gone: null });
  });

  it('says nothing of now where another cluster is watched', async () => {
    const { path } = await createShare({ workload });
    runtime.show({ ...cart, status: 'recovering' });
    expect((await readShare(tokenOf(path)))?.now?.status).toBe('recovering');
    runtime.hide(cart);
    expect((await readShare(tokenOf(path)))?.now).toBeNull();
  });
});
