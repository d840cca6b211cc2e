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

  async function look(...argv: string[]) {
    const said = { out: '', talk: '' };
    const terminal = {
      out: (text: string) => void (said.out += text),
      talk: (text: string) => void (said.talk += text),
      stdin: (async function* () {})(),
      calledAs: 'unloop',
    };
    const status = await main(['diagnose', '--kubeconfig', api.kubeconfig(), ...argv], { HOME: '/nowhere' }, terminal);
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

  it('ends with 2 where the namespace does not exist: nothing was judged', async () => {
    expect(await look('-n', 'shops')).toMatchObject({
      status: 2,
      out: expect.stringContaining('cannot be told') as unknown,
      talk: 'Not read: namespace shops: the cluster has none of that name, so nothing is seen there\n',
    });
  });
});
