import { getEventListeners } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** F45, F50: an end that leaves nothing behind, whatever is under way. No time passes in these tests: nothing is waited for. */

const nothing = { timers: 0, sockets: 0 };
let folder: string | null = null;

afterEach(() => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
});

describe('F50 stop()', () => {
  it('ends nineteen watches, and no connection stays open at the server', async () => {
    const harness = await createHarness({ objects: [pod('shop', 'cart')], allKinds: true });
    await harness.live();
    await harness.eventually(() => harness.api.watches.size === 19);
    await harness.source.stop();
    await harness.eventually(() => harness.api.openConnections === 0);
    expect(await harness.stop()).toEqual(nothing);
  });

  it('ends lists that stall, logs that hang, kinds that wait', async () => {
    const harness = await createHarness({ objects: [pod('shop', 'cart')], kinds: ['Pod', 'Node', 'Event', 'Job'] });
    const { api, feed, source } = harness;
    api.fault('F18', { plural: 'nodes' });
    api.fault('F21', { plural: 'events' });
    api.fault('F16', { plural: 'jobs', where: 'list', retryAfter: 30 });
    api.fault('F51', { log: 'hang' });
    await harness.live();
    await harness.failing('Event');
    await harness.failing('Job');
    const request = {
      namespace: 'shop',
      pod: 'cart',
      container: 'app',
      instance: 'current',
      tailLines: 10,
      limitBytes: 1024,
    } as const;
    const podUid = feed.object('Pod', 'shop', 'cart')?.metadata.uid ?? '';
    const reading = source.logs({ ...request, podUid }, new AbortController().signal);
    await harness.eventually(() => harness.requests('log', 'log').length === 1);
    expect(await harness.stop()).toEqual(nothing);
    expect(await reading).toMatchObject({ ok: false });
  });

  it('has waited for a log that is being read, though nothing else is under way', async () => {
    const harness = await createHarness({ objects: [pod('shop', 'cart')] });
    const { api, source } = harness;
    api.fault('F51', { log: 'hang' });
    const request = { namespace: 'shop', pod: 'cart', podUid: '', container: 'app', instance: 'current' } as const;
    const ended: string[] = [];
    const reading = source.logs({ ...request, tailLines: 10, limitBytes: 1024 }, new AbortController().signal);
    void reading.then(() => ended.push('log'));
    await harness.eventually(() => harness.requests('log', 'log').length === 1);
    await harness.reading();
    void source.stop().then(() => ended.push('source'));
    await harness.eventually(() => ended.length === 2);
    expect(ended).toEqual(['log', 'source']);
    expect(await harness.stop()).toEqual(nothing);
  });

  it('ends a credential plugin that hangs', async () => {
    folder = mkdtempSync(join(tmpdir(), 'unloop-stop-'));
    const command = join(folder, 'plugin');
    writeFileSync(command, '#!/bin/sh\nsleep 600\n');
    chmodSync(command, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command };
    const harness = await createHarness({ kubeconfig: { user: { exec } } });
    harness.start();
    await harness.eventually(() => harness.clock.pending > 0);
    expect(await harness.stop()).toEqual(nothing);
  });

  it('can come before the first answer, and twice', async () => {
    const harness = await createHarness({ objects: [pod('shop', 'cart')] });
    harness.start();
    await harness.source.stop();
    expect(await harness.stop()).toEqual(nothing);
  });

  it('is followed by silence: the feed hears no more', async () => {
    const harness = await createHarness({ objects: [pod('shop', 'cart')] });
    await harness.live();
    await harness.source.stop();
    const { length } = harness.feed.calls;
    harness.api.apply(pod('shop', 'late'));
    expect(await harness.stop()).toEqual(nothing);
    expect(harness.feed.calls).toHaveLength(length);
  });
});

describe('F45 a reader that goes on for months', () => {
  it('leaves no listener behind by watches, lists, waits and logs that have ended', async () => {
    const signals = new Set<AbortSignal>();
    const listen = vi.spyOn(AbortSignal.prototype, 'addEventListener').mockImplementation(function (
      this: AbortSignal,
      ...given: Parameters<EventTarget['addEventListener']>
    ) {
      signals.add(this);
      EventTarget.prototype.addEventListener.apply(this, given);
    });
    const count = (): number =>
      [...signals].reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0);
    const harness = await createHarness({ objects: [pod('shop', 'cart')] });
    const { api, feed, source } = harness;
    await harness.live();
    const podUid = feed.object('Pod', 'shop', 'cart')?.metadata.uid ?? '';
    const request = { namespace: 'shop', pod: 'cart', podUid, container: 'app', instance: 'current' } as const;
    const asking = new AbortController();
    const round = async (isFirst = false): Promise<void> => {
      const { lists, opened } = harness.stats();
      api.fault('F12', { times: 1 });
      harness.endStreams();
      // A second 410 so soon after the first one waits.
      if (!isFirst) await harness.failing();
      if (!isFirst) harness.retry();
      await harness.eventually(() => harness.stats().lists > lists && harness.stats().opened > opened);
      await source.logs({ ...request, tailLines: 10, limitBytes: 1024 }, asking.signal);
      // Long enough not to be a watch that ends at once (F10).
      harness.clock.advance(2_000);
      await harness.idle();
    };
    await round(true);
    const before = count();
    for (let done = 0; done < 5; done++) await round();
    await harness.eventually(() => count() <= before);
    expect(getEventListeners(asking.signal, 'abort')).toEqual([]);
    expect(await harness.stop()).toEqual(nothing);
    listen.mockRestore();
  });
});
