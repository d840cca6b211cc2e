import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KindState } from '@/lib/model/source';
import type { Freshness } from '@/lib/model/views';
import { setRuntime } from '@/lib/runtime/runtime';
import { aState, aSummary } from '@/lib/runtime/testing';
import { aRuntime, type TestRuntime } from '@/lib/service/testing';
import PodPage from './page';

vi.mock('next/headers', () => ({
  headers: () => Promise.resolve(new Headers()),
  cookies: () => Promise.resolve(new Map()),
}));
vi.mock('next/navigation', () => ({
  notFound: () => {
    throw new Error('404');
  },
  redirect: (to: string) => {
    throw new Error(`to ${to}`);
  },
  useParams: () => ({ namespace: 'shop', pod: 'cart-0' }),
  useRouter: () => ({}),
  useSearchParams: () => new URLSearchParams(),
}));
vi.mock('@/components/live/live-refresh', () => ({ LiveRefresh: () => <i>goes on by itself</i> }));

describe('the address of an alert, where the pod is not known', () => {
  let runtime: TestRuntime;
  const as = (freshness: Partial<Freshness>): void => {
    runtime.freshness = { ...runtime.freshness, ...freshness };
  };
  const shown = async (): Promise<string> =>
    renderToStaticMarkup(await PodPage({ params: Promise.resolve({ namespace: 'shop', pod: 'cart-0' }) })).replaceAll(
      /<[^>]*>/g,
      '',
    );
  const reading = (...states: KindState[]): void => {
    const clusters = runtime.clusters.map((one) => ({ ...one, board: { ...one.board, states: () => states } }));
    Object.assign(runtime, { clusters });
  };
  beforeEach(() => {
    runtime = aRuntime();
    setRuntime(runtime);
  });
  afterEach(async () => {
    setRuntime(null);
    await runtime.close();
  });

  it('is not found only in a picture that is whole', async () => {
    await expect(shown()).rejects.toThrow('404');
    as({ state: 'connecting' });
    expect(await shown()).toContain('Looking for pod cart-0.');
  });

  it('names what hides a pod, and no kind beside pods', async () => {
    runtime.show(aSummary('shop/Deployment/web'));
    const missing = [
      'Pod in shop: refused.',
      'Event: refused.',
      'other namespaces: refused.',
      'ResourceQuota in shop: no.',
    ];
    as({ state: 'stale', why: 'connection refused', attempts: 3, missing });
    expect(await shown()).toContain('Not looked at: Pod in shop: refused; other namespaces: refused. See what');
    expect(await shown()).toContain('Looked among the pods of test that are read: those');
  });

  it('says that there is no picture where the API server never answered, and goes on by itself', async () => {
    as({ state: 'failed', why: 'connection refused', attempts: 3, since: '2026-11-21T02:59:00Z' });
    const text = await shown();
    expect(text).toContain('The cluster cannot be read. connection refused. 3 attempts');
    expect(text).toContain('No picture of the cluster yet.');
    expect(text).toContain('Whether there is a pod cart-0 in shop is not known.');
    expect(text).toContain('goes on by itself');
    expect(text).not.toContain('Looked among all pods');
  });

  it('gives the rule where pods may not be read', async () => {
    const message = 'The account may not list and watch pods.';
    as({ state: 'failed', why: message, since: '2026-11-21T02:59:00Z' });
    const permission = { verbs: ['list', 'watch'], group: '', resource: 'pods', namespace: null };
    const denied = aState('Pod', 'denied', { failure: { code: 'denied', message, permission } });
    reading(denied);
    const text = await shown();
    expect(text).toContain('The account may not list and watch pods');
    expect(text).toMatch(/resources: .*pods/);
  });

  it('is not called unknown in a namespace whose pods are not read, while others are (F22)', async () => {
    const message = 'The account may not list and watch pods in the whole cluster.';
    const permission = { verbs: ['list', 'watch'], group: '', resource: 'pods', namespace: null };
    const denied = aState('Pod', 'denied', { failure: { code: 'denied', message, permission } });
    const inPay = aState('Pod', 'live', { namespace: 'pay' });
    reading(denied, inPay);
    const text = await shown();
    expect(text).toContain('The pods of shop are not read.');
    expect(text).toContain(`Whether there is a pod cart-0 in it is not known. ${message}`);
    expect(text).toMatch(/resources: .*pods/);
    expect(text).toContain('goes on by itself');
    expect(text).not.toMatch(/Looked among|not known in shop|last heard/);
    reading(inPay);
    expect(await shown(), 'named by option').toContain('told to read other namespaces only');
    reading({ ...denied, heardAt: '2026-11-21T02:59:00Z' }, inPay);
    expect(await shown(), 'refused later (F23)').toMatch(
      /last heard at 21 Nov[^:]*, 02:59:00 UTC, and it was not among them\./,
    );
    reading(denied, aState('Pod', 'live', { namespace: 'shop' }));
    await expect(shown(), 'it is read').rejects.toThrow('404');
    reading(denied, inPay);
    runtime.show(aSummary('pay/Deployment/web'));
    as({ state: 'stale', why: 'connection refused', attempts: 3, since: '2026-11-21T02:59:00Z' });
    expect(await shown(), 'and the server is away').toMatch(/API server is not heard.*pods of shop are not read/);
  });

  it('says of an old picture that it is old', async () => {
    runtime.show(aSummary('shop/Deployment/web'));
    as({ state: 'stale', why: 'connection refused', attempts: 3, since: '2026-11-21T02:59:00Z' });
    const text = await shown();
    expect(text).toContain('The API server is not heard.');
    expect(text).toContain('Pod cart-0 is not known in shop.');
    expect(text).toMatch(/The picture is old: a pod that was made after .*03:00.* is not in it\./);
    expect(text).toContain('goes on by itself');
  });

  it('counts no cluster that cannot be read among those looked through', async () => {
    const only = runtime.board();
    const named = (name: string, freshness: Partial<Freshness>) => ({
      ...runtime.clusters[0],
      board: {
        ...only,
        cluster: () => ({ name, id: name }),
        freshness: () => ({ ...runtime.freshness, ...freshness }),
      },
    });
    Object.assign(runtime, {
      clusters: [named('east', {}), named('west', { state: 'failed', why: 'connection refused' })],
    });
    const text = await shown();
    expect(text).toContain('Looked among all pods of east:');
    expect(text).toContain('Not looked at: west, which cannot be read (connection refused).');
  });
});
