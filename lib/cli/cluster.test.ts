import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FakeApi, startFakeApi } from '../../e2e/fake-api/fake-api';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import { oomPod } from '../../e2e/support/broken-pod';
import { main } from './main';

// A cluster is read over TLS: a second on a quiet machine, more on a busy one.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('a look at a cluster', () => {
  let api: FakeApi;
  beforeAll(async () => {
    const namespaces = ['shop', 'calm'].map(namespaceObject);
    api = await startFakeApi({
      objects: [...namespaces, oomPod('shop', 'cart-0'), pod('shop', 'landing'), pod('calm', 'landing')],
    });
  });
  afterAll(() => api.close());

  const look = (...argv: string[]) => diagnose({ HOME: '/nowhere' }, '--kubeconfig', api.kubeconfig(), ...argv);
  const diagnose = (env: Record<string, string>, ...argv: string[]) => run(env, 'diagnose', ...argv);

  async function run(env: Record<string, string>, ...argv: string[]) {
    const said = { out: '', talk: '' };
    const terminal = {
      out: (text: string) => void (said.out += text),
      talk: (text: string) => void (said.talk += text),
      stdin: (async function* () {})(),
      calledAs: 'unloop',
    };
    const status = await main(argv, env, terminal);
    return { status, ...said };
  }

  it.each([
    ['-n shop', 1, /memory limit/],
    ['-n shop pod/cart-0', 1, /memory limit/],
    ['-n shop pod/landing', 0, /landing/],
    ['-n calm', 0, /^Nothing is broken: 1 workload in 1 namespace/],
    ['-A', 1, /memory limit/],
  ])('%s: ends with %i, and says it', async (line, status, words) => {
    const seen = await look(...line.split(' '));
    expect(seen).toMatchObject({ status, out: expect.stringMatching(words) as unknown });
  });

  it.each([
    ['-n shop pod/card-0', 'There is no Pod card-0 in shop.\nThere is Pod/cart-0, Pod/landing.\n'],
    ['-n shop deploy/cart', 'There is no Deployment cart in shop.\nThere is Pod/cart-0, Pod/landing.\n'],
    ['-n shops pod/cart-0', 'There is no Pod cart-0 in shops.\nNo workload was found there.\n'],
    [
      '-n shop,calm pod/card-0',
      'There is no Pod card-0 in shop, calm.\nThere is calm/Pod/landing, shop/Pod/cart-0, shop/Pod/landing.\n',
    ],
  ])('%s: ends with 2, and says what is there', async (line, talk) => {
    expect(await look(...line.split(' '))).toMatchObject({ status: 2, out: '', talk });
  });

  describe('where options are left out', () => {
    const broken = { status: 1, out: expect.stringMatching(/memory limit/) as unknown };
    const calm = { status: 0, out: expect.stringMatching(/^Nothing is broken: 1 workload in 1/) as unknown };

    it('takes the kubeconfig and the namespaces of the settings', async () => {
      const env = { HOME: '/nowhere', UNLOOP_KUBECONFIG: api.kubeconfig() };
      expect(await diagnose(env, '-n', 'shop')).toMatchObject(broken);
      expect(await diagnose({ ...env, UNLOOP_NAMESPACES: 'shop' })).toMatchObject(broken);
      expect(await diagnose({ ...env, UNLOOP_NAMESPACES: 'shop' }, '-n', 'calm')).toMatchObject(calm);
    });

    it('takes the context of the settings, of several the first, unless an option names a source', async () => {
      const env = { HOME: '/nowhere', KUBECONFIG: api.kubeconfig() };
      expect(await diagnose({ ...env, UNLOOP_CONTEXT: 'prod,fake' }, '-n', 'shop')).toMatchObject({
        status: 2,
        talk: expect.stringContaining('no entry for the context prod') as unknown,
      });
      expect(await diagnose({ ...env, UNLOOP_CONTEXT: '*' }, '-n', 'shop')).toMatchObject(broken);
      expect(await diagnose({ ...env, UNLOOP_CONTEXT: 'prod' }, '--context', 'fake', '-n', 'shop')).toMatchObject(
        broken,
      );
    });
  });

  it('names a setting that cannot be used, and heeds none that is the server’s alone', async () => {
    const env = { HOME: '/nowhere', KUBECONFIG: api.kubeconfig() };
    const server = { UNLOOP_HOST: '0.0.0.0', UNLOOP_PORT: 'abc', UNLOOP_DATABASE_URL: 'mysql://x' };
    expect(await diagnose({ ...env, ...server }, '-n', 'calm')).toMatchObject({ status: 0, talk: '' });
    const { status, talk } = await diagnose({ ...env, UNLOOP_STREAMED_LISTS: 'maybe' }, '-n', 'calm');
    expect({ status, talk }).toMatchObject({
      status: 2,
      talk: expect.stringContaining('UNLOOP_STREAMED_LISTS') as unknown,
    });
    expect(talk).not.toMatch(/A fault in Unloop|\.ts:/);
  });

  it.each(['diagnose', 'record'])('%s: says at once that the credentials are not accepted (F20)', async (verb) => {
    const off = api.fault('F20');
    const startedAt = performance.now();
    try {
      const argv = [verb, ...(verb === 'record' ? ['/nowhere/one.tar.gz'] : []), '-n', 'shop'];
      const seen = await run({ HOME: '/nowhere', KUBECONFIG: api.kubeconfig() }, ...argv);
      expect(seen).toMatchObject({ status: 2, talk: expect.stringContaining('(401)') as unknown });
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    } finally {
      off();
    }
  });

  it('ends with 2 where the namespace does not exist: nothing was judged', async () => {
    expect(await look('-n', 'shops')).toMatchObject({
      status: 2,
      out: expect.stringContaining('cannot be told') as unknown,
      talk: 'Not read: namespace shops (the cluster has none of that name): nothing is seen there\n',
    });
  });

  it('notes that a namespace of which a recording was asked does not exist, and heeds that of the settings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unloop-record-'));
    try {
      const env = { HOME: '/nowhere', KUBECONFIG: api.kubeconfig() };
      const note = 'Not read: namespace shops (the cluster has none of that name)';
      for (const seen of [
        await run(env, 'record', join(folder, 'one.tar.gz'), '-n', 'shops'),
        await run({ ...env, UNLOOP_NAMESPACES: 'shops' }, 'record', join(folder, 'two.tar.gz')),
      ]) {
        expect(seen).toMatchObject({ status: 0, talk: expect.stringContaining(note) as unknown });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
