import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';
import type { LogRequest } from '../model/source';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Reading logs, and F51: every way in which a log is not to be had. */

let harness: Harness;
let request: LogRequest;

async function reader(options: HarnessOptions = {}): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart'), pod('pay', 'ledger')], ...options });
  await harness.live('Pod', options.namespaces?.[0] ?? null);
  const podUid = harness.feed.object('Pod', 'shop', 'cart')?.metadata.uid ?? '';
  request = {
    namespace: 'shop',
    pod: 'cart',
    podUid,
    container: 'app',
    instance: 'current',
    tailLines: 2_000,
    limitBytes: 256 * 1024,
  };
  return harness;
}

const read = (changes: Partial<LogRequest> = {}): ReturnType<Harness['source']['logs']> =>
  harness.source.logs({ ...request, ...changes }, new AbortController().signal);

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

describe('a log', () => {
  it('is read with timestamps, from the end, and bounded', async () => {
    const { api } = await reader();
    api.logs.set('shop/cart/app', 'starting\nlistening on 8080\n');
    const result = await read();
    expect(result).toMatchObject({ ok: true, value: { truncated: false, timestamps: true } });
    expect(result.ok && result.value.text).toBe(
      '2026-11-21T03:12:44.000000000Z starting\n2026-11-21T03:12:44.000000000Z listening on 8080\n',
    );
    expect(harness.requests('log', 'log')[0]?.query).toEqual({
      container: 'app',
      tailLines: '2000',
      limitBytes: String(4 * 256 * 1024),
      timestamps: 'true',
    });
  });

  it('of the earlier run is asked for as such', async () => {
    const { api } = await reader();
    api.logs.set('shop/cart/app.previous', 'panic: nil pointer\n');
    const result = await read({ instance: 'previous' });
    expect(result.ok && result.value.text).toContain('panic: nil pointer');
    expect(harness.requests('log', 'log')[0]?.query.previous).toBe('true');
  });

  it('keeps its last words even where the kubelet cuts at the end', async () => {
    const { api } = await reader();
    const long = Array.from({ length: 2_000 }, (_, index) => `${index} ${'x'.repeat(1_000)}`);
    api.logs.set('shop/cart/app', [...long, 'the last words'].join('\n'));
    const result = await read();
    expect(result).toMatchObject({ ok: true, value: { truncated: true } });
    const text = result.ok ? result.value.text : '';
    expect(text.trimEnd()).toMatch(/ the last words$/);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 * 1024);
    expect(text.startsWith('2026-11-21T')).toBe(true);
  });

  it('loses its control characters', async () => {
    const { api } = await reader();
    api.logs.set('shop/cart/app', '\u001b[31mred\u001b[0m and \u202eback\n');
    const result = await read();
    expect(result.ok && result.value.text).toBe('2026-11-21T03:12:44.000000000Z red and back\n');
  });

  it('of a pod that was made anew under the same name is not taken for the old one’s', async () => {
    const { api } = await reader();
    api.logs.set('shop/cart/app', 'the new pod speaks\n');
    expect(await read({ podUid: 'another' })).toMatchObject({ ok: false, failure: { code: 'absent' } });
    expect(harness.requests('log', 'log')).toEqual([]);
  });

  it('of a pod that was made anew while it was read is not taken for the old one’s', async () => {
    const { api, feed, source } = await reader();
    // Refused once, so that what happens before the second try is the test's.
    api.fault('F20', { plural: 'pods', times: 1 });
    const turn = async (): Promise<void> => {
      api.remove('Pod', 'shop', 'cart');
      api.apply(pod('shop', 'cart'));
      api.logs.set('shop/cart/app', 'the new pod speaks\n');
      await feed.until(() => feed.object('Pod', 'shop', 'cart')?.metadata.uid !== request.podUid);
    };
    const answer = await source.logs(request, new AbortController().signal, turn);
    expect(harness.requests('log', 'log').map(({ status }) => status)).toEqual([401, 200]);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'absent' } });
  });

  describe('that is read while the pods are not watched', () => {
    const unwatched = async (): Promise<Harness> => {
      const { api } = await reader();
      api.logs.set('shop/cart/app', 'a pod speaks\n');
      api.fault('F16', { where: 'watch', retryAfter: 120 });
      api.fault('F06')();
      await harness.failing();
      return harness;
    };

    it('is that pod’s where the API server says that it is still there', async () => {
      await unwatched();
      expect(await read()).toMatchObject({ ok: true, value: { text: expect.stringContaining('a pod speaks') } });
      expect(harness.requests('list').at(-1)?.query).toEqual({ fieldSelector: 'metadata.name=cart' });
    });

    it('is nobody’s where another has its name', async () => {
      const { api } = await unwatched();
      api.remove('Pod', 'shop', 'cart');
      api.apply(pod('shop', 'cart'));
      expect(await read()).toMatchObject({ ok: false, failure: { code: 'absent' } });
    });

    it.each([{}, { namespaces: ['shop', 'pay'] }])(
      'is not said to be gone where they may not be: %o',
      async (options) => {
        const { api, feed } = await reader({ ...options, kubeconfig: { namespace: 'pay' } });
        const pods = { verbs: ['list', 'watch'], group: '', resources: ['pods'], namespace: 'pay' };
        api.rbac.rules = [pods, { verbs: ['get'], group: '', resources: ['pods/log'], namespace: null }];
        harness.endStreams();
        const scope = options.namespaces?.[0] ?? null;
        await harness.eventually(() => feed.stateOf('Pod', scope).state === 'denied');
        await harness.eventually(() => feed.hasState('Pod', 'pay') && feed.stateOf('Pod', 'pay').state === 'live');
        api.logs.set('shop/cart/app', 'a pod speaks\n');
        expect(await read()).toMatchObject({ ok: false, failure: { code: 'failed' } });
        expect(harness.requests('log', 'log')).toHaveLength(1);
      },
    );

    it('is not given out where that cannot be asked', async () => {
      const { api } = await unwatched();
      api.fault('F16', { where: 'list', retryAfter: 7 });
      expect(await read()).toMatchObject({ ok: false, failure: { code: 'failed' }, pauseMs: 7_000 });
    });
  });
});

describe('F51 a log that is not to be had', () => {
  const rows = [
    ['pseudo', 'absent', 'The node has removed the log of this instance.'],
    ['no-previous', 'absent', 'The log of an earlier run of app is not there.'],
    ['kubelet-down', 'unreachable', 'The API server cannot reach the kubelet of that node.'],
  ] as const;
  it.each(rows)('says why: %s', async (log, code, message) => {
    const { api } = await reader();
    api.fault('F51', { log });
    expect(await read()).toEqual({ ok: false, failure: { code, message } });
  });

  it('names the permission', async () => {
    const { api, source } = await reader();
    api.fault('F51', { log: 'forbidden' });
    const permission = { verbs: ['get'], group: '', resource: 'pods/log', namespace: 'shop' };
    expect(await read()).toEqual({
      ok: false,
      failure: { code: 'denied', message: 'The account may not read logs in shop.', permission },
    });
    expect(source.capabilities().missing).toContainEqual(
      expect.objectContaining({ what: 'logs in shop', permissions: [permission] }),
    );
  });

  it('is missing outside of the namespaces in which logs are read, as long as they are', async () => {
    const { api, source } = await reader();
    api.logs.set('shop/cart/app', 'listening');
    const missing = () => source.capabilities().missing.filter(({ what }) => what.startsWith('logs'));
    const readPods = { verbs: ['list', 'watch'], group: '', resources: ['pods'], namespace: null };
    const readLogs = { verbs: ['get'], group: '', resources: ['pods/log'], namespace: 'shop' };
    api.rbac.rules = [readPods, readLogs];
    source.retryNow();
    await harness.eventually(() => missing().length === 1);
    expect(missing()[0]?.what).toBe('logs in the whole cluster');
    expect(await read()).toMatchObject({ ok: true });
    expect(missing()).toMatchObject([
      {
        what: 'logs outside shop',
        why: 'The account may not read logs in the whole cluster. They are read in shop.',
        permissions: [{ resource: 'pods/log', namespace: null }],
      },
    ]);
    api.rbac.rules = [readPods];
    expect(await read()).toMatchObject({ ok: false, failure: { code: 'denied' } });
    expect(missing()[0]?.what).toBe('logs in the whole cluster');
  });

  it('is not missing any more when an access review allows it', async () => {
    const { api, source } = await reader();
    const off = api.fault('F51', { log: 'forbidden' });
    await read();
    off();
    const missing = (): boolean => source.capabilities().missing.some(({ what }) => what === 'logs in shop');
    expect(missing()).toBe(true);
    source.retryNow();
    await harness.eventually(() => !missing());
  });

  it('is asked for once more with a token read anew where it is not accepted (F19)', async () => {
    const { api } = await reader();
    api.logs.set('shop/cart/app', 'listening');
    api.fault('F20', { times: 1, plural: 'pods' });
    expect(await read()).toMatchObject({ ok: true });
    expect(harness.requests('log', 'log').map(({ status }) => status)).toEqual([401, 200]);
    api.fault('F20', { times: 2, plural: 'pods' });
    expect(await read()).toMatchObject({ ok: false, failure: { code: 'denied' } });
  });

  it('is not asked for that second time before its turn', async () => {
    const { api, source } = await reader();
    api.fault('F20', { times: 1, plural: 'pods' });
    let take = (): void => undefined;
    const turn = () => new Promise<void>((resolve) => (take = resolve));
    const reading = source.logs(request, new AbortController().signal, turn);
    await harness.eventually(() => harness.requests('log', 'log').some(({ done }) => done));
    await harness.idle();
    // However long that is: the limit of 10 s is that of a request.
    harness.clock.advance(20_000);
    expect(harness.requests('log', 'log')).toHaveLength(1);
    api.logs.set('shop/cart/app', 'listening');
    take();
    expect(await reading).toMatchObject({ ok: true });
  });

  it('that has not begun is said so', async () => {
    await reader();
    expect(await read()).toEqual({
      ok: false,
      failure: { code: 'absent', message: 'app has not started yet, so it has no log.' },
    });
  });

  it('is given up after 10 s', async () => {
    const { api, clock } = await reader();
    api.fault('F51', { log: 'hang' });
    const reading = read();
    await harness.eventually(() => harness.requests('log', 'log').length === 1);
    clock.advance(10_001);
    expect(await reading).toEqual({
      ok: false,
      failure: { code: 'timeout', message: 'The log was not there within 10 s.' },
    });
  });

  it('of one line of 20 MB is read to the limit, in few requests', async () => {
    const { api } = await reader();
    api.fault('F51', { log: 'long-line' });
    const result = await read();
    expect(result).toMatchObject({ ok: true, value: { truncated: true } });
    expect(result.ok && Buffer.byteLength(result.value.text)).toBe(256 * 1024);
    expect(harness.requests('log', 'log').map(({ query }) => query.tailLines)).toEqual(['2000', '200', '20', '2', '1']);
  });

  it('that never ends is cut off', async () => {
    const { api } = await reader();
    api.fault('F51', { log: 'endless' });
    const result = await read();
    expect(result).toMatchObject({ ok: true, value: { truncated: true } });
    expect(result.ok && Buffer.byteLength(result.value.text)).toBeLessThanOrEqual(256 * 1024);
  });

  it('that is no longer wanted is given up at once', async () => {
    const { api } = await reader();
    api.fault('F51', { log: 'hang' });
    const abort = new AbortController();
    const reading = harness.source.logs(request, abort.signal);
    await harness.eventually(() => harness.requests('log', 'log').length === 1);
    abort.abort();
    expect(await reading).toMatchObject({ ok: false });
  });
});

describe('a log that the API server itself keeps from us', () => {
  it('says for how long no other is to be asked for: as told where it is busy (F16)', async () => {
    const { api } = await reader();
    const off = api.fault('F16', { where: 'log', retryAfter: 120 });
    expect(await read()).toMatchObject({ failure: { code: 'failed' }, pauseMs: 120_000 });
    off();
    api.logs.set('shop/cart/app', 'listening');
    expect(await read()).not.toHaveProperty('pauseMs');
  });

  it('seldom where it refuses the credentials (F20)', async () => {
    const { api } = await reader();
    api.fault('F20', { plural: 'pods' });
    expect(await read()).toMatchObject({ failure: { code: 'denied' }, pauseMs: 30_000 });
  });

  it('with the back-off of the watches where nobody listens (F02)', async () => {
    const { api, clock } = await reader();
    api.fault('F02');
    await harness.failing();
    const together = await Promise.all([read(), read(), read()]);
    expect(together).toMatchObject([{ pauseMs: 800 }, { pauseMs: 800 }, { pauseMs: 800 }]);
    clock.advance(801);
    expect(await read()).toMatchObject({ failure: { code: 'unreachable' }, pauseMs: 1_600 });
  });

  it('and nothing of it where the node does (F51)', async () => {
    const { api } = await reader();
    api.fault('F51', { log: 'kubelet-down' });
    expect(await read()).not.toHaveProperty('pauseMs');
  });
});
