import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Summary } from '../model/diagnosis';
import type { ListQuery } from '../model/views';
import { setRuntime } from '../runtime/runtime';
import { aSummary } from '../runtime/testing';
import { listDiagnoses } from './list-diagnoses';
import { aRuntime, testNow, type TestRuntime } from './testing';

const names = (items: Summary[]): string[] => items.map((row) => row.workload.name);

describe('listing diagnoses', () => {
  let runtime: TestRuntime;
  beforeEach(() => {
    runtime = aRuntime();
    setRuntime(runtime);
    runtime.show(
      aSummary('shop/Deployment/old', 'broken', 'exits-zero', { since: '2026-11-20T02:00:00Z' }),
      aSummary('shop/Deployment/new', 'broken', 'oom-killed-limit', { since: '2026-11-21T02:30:00Z' }),
      aSummary('pay/Deployment/slow', 'degraded', 'liveness-probe-failing'),
      aSummary('pay/Deployment/better', 'recovering', 'oom-killed-limit'),
      aSummary('pay/Deployment/fine', 'healthy'),
    );
  });
  afterEach(async () => {
    setRuntime(null);
    await runtime.close();
  });

  it('puts the worst first, then the newest, and leaves the healthy out', async () => {
    expect(names((await listDiagnoses({})).items)).toEqual(['new', 'old', 'slow', 'better']);
    expect(names((await listDiagnoses({ status: 'all' })).items)).toEqual(['new', 'old', 'slow', 'better', 'fine']);
  });

  it.each<[ListQuery, string[]]>([
    [{ namespace: 'pay' }, ['slow', 'better']],
    [{ cause: 'oom-killed-limit' }, ['new', 'better']],
    [{ status: 'recovering' }, ['better']],
    [{ status: 'healthy' }, ['fine']],
    [{ q: 'SHOP exits' }, ['old']],
    [{ q: 'deployment/slow' }, ['slow']],
    [{ cluster: 'uid-of-kube-system', namespace: 'shop' }, ['new', 'old']],
  ])('filters by %o', async (query, expected) => {
    const { items, totals } = await listDiagnoses(query);
    expect(names(items)).toEqual(expected);
    expect(totals.byStatus).toEqual({ broken: 2, degraded: 1, recovering: 1, healthy: 1 });
  });

  it('F02: is of the moment that was heard last while the API server is away', async () => {
    expect((await listDiagnoses({})).asOf).toBe(testNow);
    runtime.freshness = { ...runtime.freshness, state: 'stale', showing: '2026-11-21T02:50:00Z' };
    expect((await listDiagnoses({})).asOf).toBe('2026-11-21T02:50:00Z');
  });

  it('pages through everything once, and stays in place while rows move', async () => {
    const first = await listDiagnoses({ status: 'all', limit: 2 });
    expect(names(first.items)).toEqual(['new', 'old']);
    // A row of the first page recovers, and a new one breaks, between the two requests.
    runtime.show(aSummary('shop/Deployment/new', 'healthy'), aSummary('shop/Deployment/newest', 'broken'));
    const second = await listDiagnoses({ status: 'all', limit: 2, cursor: first.nextCursor ?? '' });
    expect(names(second.items)).toEqual(['slow', 'better']);
    const third = await listDiagnoses({ status: 'all', limit: 2, cursor: second.nextCursor ?? '' });
    expect(names(third.items)).toEqual(['fine', 'new']);
    expect(third.nextCursor).toBeNull();
  });

  it.each(['x', Buffer.from('[1]').toString('base64url'), Buffer.from('{"__proto__":1}').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      await expect(listDiagnoses({ cursor })).rejects.toMatchObject({
        code: 'bad-request',
        details: { field: 'cursor' },
      });
    },
  );
});
