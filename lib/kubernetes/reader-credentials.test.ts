import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Faults of who asks: watch-faults F19, F20. */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart'), pod('shop', 'web')], ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

describe('F19 the token is rotated', () => {
  it('reads the token file anew at once, and says nothing', async () => {
    const file = join(tmpdir(), `unloop-token-${process.pid}`);
    writeFileSync(file, 'old\n', { mode: 0o600 });
    const { api, feed } = await reader({ token: 'old', kubeconfig: { user: { tokenFile: file } } });
    await harness.live();
    const from = feed.calls.length;
    api.token = 'new';
    writeFileSync(file, 'new\n');
    harness.endStreams();
    api.apply(pod('shop', 'during'));
    await harness.inSync();
    expect(harness.requests('watch').map(({ status }) => status)).toEqual([200, 401, 200]);
    expect(feed.statesSince(from, 'Pod').filter((state) => state !== 'live')).toEqual([]);
  });

  it('reads it again of its own accord when it is older than a minute', async () => {
    const file = join(tmpdir(), `unloop-token-aged-${process.pid}`);
    writeFileSync(file, 'old', { mode: 0o600 });
    const { api, clock } = await reader({ token: 'old', kubeconfig: { user: { tokenFile: file } } });
    await harness.live();
    api.token = 'new';
    writeFileSync(file, 'new');
    clock.advance(61_000);
    harness.endStreams();
    await api.until(() => harness.requests('watch').length === 2 && harness.requests('watch')[1]?.status !== 0);
    expect(harness.requests('watch').map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('F19 the token comes from a plugin, and is refused before it has expired', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unloop-plugin-'));
  const token = join(folder, 'token');
  const runs = join(folder, 'runs');
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A reader that is live with a plugin which prints what stands in the file. */
  async function withPlugin(): Promise<Harness> {
    writeFileSync(token, 'old');
    writeFileSync(runs, '');
    const apiVersion = 'client.authentication.k8s.io/v1';
    const print = `printf '{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":{"token":"%s"}}' "$(cat ${token})"`;
    const exec = {
      apiVersion,
      command: 'sh',
      args: ['-c', `echo run >> ${runs}; ${print}`],
      interactiveMode: 'IfAvailable',
    };
    await reader({ token: 'old', kubeconfig: { user: { exec } } });
    await harness.live();
    return harness;
  }
  const runCount = (): number => readFileSync(runs, 'utf8').split('\n').length - 1;

  it('runs it again at once, and says nothing', async () => {
    const { api, feed } = await withPlugin();
    const from = feed.calls.length;
    expect(runCount()).toBe(1);
    api.token = 'new';
    writeFileSync(token, 'new');
    harness.endStreams();
    api.apply(pod('shop', 'during'));
    await harness.inSync();
    expect(runCount()).toBe(2);
    expect(harness.requests('watch').map(({ status }) => status)).toEqual([200, 401, 200]);
    expect(feed.statesSince(from, 'Pod').filter((state) => state !== 'live')).toEqual([]);
  });

  it('runs it again at the next try where it has not got the new token yet', async () => {
    const { api, feed } = await withPlugin();
    api.token = 'new';
    harness.endStreams();
    await harness.failing();
    expect(runCount()).toBe(2);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'stale', failure: { code: 'denied' } });
    writeFileSync(token, 'new');
    harness.retry();
    await harness.eventually(() => harness.requests('watch').at(-1)?.status === 200);
    api.bookmark();
    await feed.until(() => feed.stateOf('Pod').state === 'live');
    expect(runCount()).toBe(3);
  });
});

describe('F20 the credentials are refused for good', () => {
  it('says so at once, keeps the picture, and tries every half minute', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    const stop = api.fault('F20', { plural: 'pods' });
    harness.endStreams();
    await harness.failing();
    expect(feed.stateOf('Pod')).toMatchObject({
      state: 'stale',
      objects: 2,
      failure: { code: 'denied', message: 'The API server does not accept the credentials (401).' },
    });
    expect(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now()).toBe(30_000);
    // One try, one more with renewed credentials, and no more.
    expect(harness.requests('watch').map(({ status }) => status)).toEqual([200, 401, 401]);
    stop();
    harness.retry();
    await harness.watching();
    api.bookmark();
    await feed.until(() => feed.stateOf('Pod').state === 'live');
  });

  it('inside of each stream that it opens: one more with renewed credentials, and no more', async () => {
    const { api, feed, clock } = await reader();
    await harness.live();
    api.fault('F17', { code: 401 });
    harness.endStreams();
    await harness.failing();
    expect(harness.requests('watch')).toHaveLength(3);
    expect(Date.parse(feed.stateOf('Pod').nextAttemptAt ?? '') - clock.now()).toBe(30_000);
    expect(feed.stateOf('Pod').failure?.code).toBe('denied');
  });
});
