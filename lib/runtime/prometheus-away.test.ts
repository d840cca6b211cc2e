import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeApi, type FakeApi } from '../../e2e/fake-api/fake-api';
import { namespaceObject } from '../../e2e/fake-api/objects';
import { type Behaviour, type FakePrometheus, startFakePrometheus } from '../../e2e/prometheus/fake';
import { oomPod } from '../../e2e/support/broken-pod';
import { loadConfig } from '../config/config';
import { diagnose } from '../engine/run';
import { createCleaner } from '../kubernetes/projection/clean';
import type { Diagnosis } from '../model/diagnosis';
import { createPrometheus } from '../prometheus/prometheus';
import { createRedactor } from '../redact/redactor';
import { type Board, createBoard } from './board';
import { createGatherer } from './gatherer';
import { connect, lookAtCluster } from './once';

const ref = { namespace: 'shop', kind: 'Pod', name: 'cart-0' };
/** What a page waits for metrics (lib/service/diagnose-workload), and what a busy machine may add. */
const [patienceMs, slackMs] = [800, 1500];

describe('a page while Prometheus', () => {
  let api: FakeApi;
  let fake: FakePrometheus;
  let bare: Diagnosis;

  /** A board of its own: what one Prometheus did is not remembered against the next. */
  async function withBoard<T>(url: string, look: (board: Board) => Promise<T>): Promise<T> {
    const redact = createRedactor('test');
    const env = { HOME: '/nowhere', UNLOOP_PROMETHEUS_URL: url };
    const { source } = await connect({ kubeconfig: api.kubeconfig(), env }, () => [], createCleaner(redact));
    const { prometheus: config } = loadConfig(env, {});
    const board = createBoard({
      gatherer: createGatherer({
        source,
        redact,
        clusterId: () => null,
        prometheus: (services, nowSeconds) => createPrometheus({ config, services, proxied: () => null, nowSeconds }),
      }),
      judge: diagnose,
    });
    try {
      while (!board.ready()) await new Promise((resolve) => setTimeout(resolve, 20));
      await board.settled();
      return await look(board);
    } finally {
      await board.stop();
    }
  }

  async function page(board: Board): Promise<{ diagnosis: Diagnosis; ms: number }> {
    const started = performance.now();
    await board.look(ref, patienceMs);
    const judged = board.judge(ref);
    if (judged === null) throw new Error('cart-0 is not there');
    return { diagnosis: judged.diagnosis, ms: performance.now() - started };
  }
  /** All that a reader acts on; when it was said and what was not looked at may differ. */
  const answer = ({ status, primary, contributing, remedies, evidence, runs, risks, alerts }: Diagnosis) => ({
    ...{ status, primary, contributing, remedies, evidence, runs, risks, alerts },
  });

  beforeAll(async () => {
    api = await startFakeApi({ objects: [namespaceObject('shop'), oomPod('shop', 'cart-0')], bookmarkMs: 1000 });
    fake = await startFakePrometheus(ref);
    bare = await withBoard('off', async (board) => (await page(board)).diagnosis);
    expect(bare.primary?.cause).toBe('oom-killed-limit');
  });
  afterAll(async () => {
    await fake?.stop();
    await api?.close();
  });

  it.each<[string, Behaviour, RegExp]>([
    ['is away', { kind: 'away' }, /cannot be reached/],
    [
      'answers 422',
      { kind: 'status', status: 422, body: { status: 'error', error: 'too many samples' } },
      /422.*too many samples/,
    ],
    ['answers 429', { kind: 'status', status: 429, retryAfter: '60' }, /fewer queries \(429\)/],
    ['answers 503', { kind: 'status', status: 503 }, /not available \(503\)/],
    ['refuses', { kind: 'status', status: 401 }, /refuses the question \(401\)/],
  ])('%s: it is up in its usual time, unchanged, and says why', async (_, behaviour, why) => {
    fake.behave(behaviour);
    await withBoard(fake.url, async (board) => {
      const { diagnosis, ms } = await page(board);
      expect(ms).toBeLessThan(patienceMs + slackMs);
      expect(answer(diagnosis)).toEqual(answer(bare));
      expect(diagnosis.notChecked.map((one) => one.why).join('\n')).toMatch(why);
      const series = await board.series(ref, '1h');
      expect(series?.curves).toEqual([]);
      expect(series?.missing.map((one) => one.why).join('\n')).toMatch(why);
      expect(board.prometheus()).toMatchObject({ state: 'fails', why: expect.stringMatching(why) });
    });
  });

  it('takes 10 s: it does not wait, and says then that no answer came', async () => {
    fake.behave({ kind: 'answers', afterMs: 10_000 });
    await withBoard(fake.url, async (board) => {
      const { diagnosis, ms } = await page(board);
      expect(ms).toBeGreaterThanOrEqual(patienceMs * 0.9);
      expect(ms).toBeLessThan(patienceMs + slackMs);
      expect(answer(diagnosis)).toEqual(answer(bare));
      expect(diagnosis.pending).toEqual(['metrics']);
      const series = await board.series(ref, '1h');
      expect(series?.missing.map((one) => one.why).join('\n')).toMatch(/no answer within 5 s/);
      const later = await page(board);
      expect(later.diagnosis.pending).toEqual([]);
      expect(later.diagnosis.notChecked.map((one) => one.why).join('\n')).toMatch(/no answer within 5 s/);
      expect(answer(later.diagnosis)).toEqual(answer(bare));
    });
  });

  it.each<[string, [string, string, string]]>([
    ['the usual ones', ['namespace', 'pod', 'container']],
    ['those of old', ['namespace', 'pod_name', 'container_name']],
    ['those of a federation', ['exported_namespace', 'exported_pod', 'exported_container']],
  ])('has other label names, %s: the curve is there', async (_, labels) => {
    fake.behave({ kind: 'answers', labels });
    await withBoard(fake.url, async (board) => {
      const { diagnosis } = await page(board);
      expect(diagnosis.primary?.cause).toBe('oom-killed-limit');
      const series = await board.series(ref, '1h');
      expect(series?.curves).toMatchObject([{ id: 'memory-working-set', pod: 'cart-0', container: 'app' }]);
      expect(series?.missing.map(({ what }) => what)).toContain('probe history');
    });
  });

  it('answers the command line too', async () => {
    fake.behave({ kind: 'answers' });
    const connection = { kubeconfig: api.kubeconfig(), env: { HOME: '/nowhere', UNLOOP_PROMETHEUS_URL: fake.url } };
    const workload = { kind: 'Pod', name: 'cart-0' };
    const one = await lookAtCluster({ ...connection, namespaces: ['shop'], all: false, workload });
    const all = await lookAtCluster({ ...connection, namespaces: [], all: false });
    for (const { items } of [one, all]) {
      expect(items[0]?.contributing.map(({ cause }) => cause)).toContain('memory-leak-trend');
    }
    fake.behave({ kind: 'away' });
    const without = await lookAtCluster({ ...connection, namespaces: [], all: false });
    expect(without.items[0]?.notChecked.map((one) => one.why).join('\n')).toMatch(/cannot be reached/);
  });

  it('names pods in a way that nobody knows: it says that they are not scraped, and nothing changes', async () => {
    fake.behave({ kind: 'answers', labels: ['ns', 'workload_pod', 'c'] });
    await withBoard(fake.url, async (board) => {
      const { diagnosis } = await page(board);
      expect(answer(diagnosis)).toEqual(answer(bare));
      expect(diagnosis.notChecked.map((one) => one.why).join('\n')).toMatch(/container_memory_working_set_bytes/);
    });
  });
});
