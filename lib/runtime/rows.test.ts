import { describe, expect, it } from 'vitest';
import type { Summary } from '../model/diagnosis';
import { workloadKey } from '../model/workload';
import { createRows } from './rows';
import { aSummary } from './testing';

const put = (rows: ReturnType<typeof createRows>, ...summaries: Summary[]): void => {
  for (const summary of summaries) rows.put(workloadKey(summary.workload), summary);
};
const names = (summaries: Iterable<Summary>): string[] => [...summaries].map((row) => row.workload.name).sort();

const postgres = aSummary('pay/StatefulSet/postgres', 'broken', 'volume-mount-failed');
const ledger = aSummary('pay/Deployment/ledger', 'broken', 'dependency-unreachable', {
  dependsOn: 'pay/StatefulSet/postgres',
});
const checkout = aSummary('shop/Deployment/checkout', 'degraded', 'init-container-failing', {
  dependsOn: 'pay/StatefulSet/postgres',
});

describe('the rows of the board', () => {
  it('says nothing where only the instant of judging moved', () => {
    const rows = createRows();
    put(rows, aSummary('shop/Deployment/cart'));
    expect(names(rows.take().changed)).toEqual(['cart']);
    put(rows, aSummary('shop/Deployment/cart', 'broken', 'oom-killed-limit', { asOf: '2026-11-21T03:05:00Z' }));
    expect(rows.take().changed).toEqual([]);
    put(rows, aSummary('shop/Deployment/cart', 'recovering'));
    expect(names(rows.take().changed)).toEqual(['cart']);
  });

  it('tells of a workload that is gone once, and not of one that never was', () => {
    const rows = createRows();
    put(rows, postgres);
    rows.take();
    rows.drop('pay/StatefulSet/postgres');
    rows.drop('pay/StatefulSet/never');
    expect(rows.take()).toEqual({ changed: [], gone: ['pay/StatefulSet/postgres'] });
    expect(rows.take()).toEqual({ changed: [], gone: [] });
  });

  it('counts in a namespace as many as the board lists there: also what recovers, and nothing healthy', () => {
    const rows = createRows();
    put(
      rows,
      aSummary('shop/Deployment/cart'),
      aSummary('shop/Deployment/web', 'recovering'),
      aSummary('shop/Deployment/api', 'healthy'),
    );
    rows.take();
    expect(rows.totals().byNamespace).toEqual([{ namespace: 'shop', count: 2 }]);
  });

  it('puts what fails because of another workload under that one, and counts the two as one cause', () => {
    const rows = createRows();
    put(rows, postgres, ledger, checkout, aSummary('shop/Deployment/cart'));
    rows.take();
    const group = {
      kind: 'cause',
      key: 'workload:pay/StatefulSet/postgres',
      title: 'postgres is down, and two workloads wait for it',
    };
    for (const row of rows.values()) {
      if (row.workload.name !== 'cart') expect(row.group).toEqual(group);
      else expect(row.group?.key).toBe('family:memory');
    }
    expect(rows.totals()).toMatchObject({
      byStatus: { broken: 3, degraded: 1, recovering: 0, healthy: 0 },
      byNamespace: [
        { namespace: 'pay', count: 2 },
        { namespace: 'shop', count: 2 },
      ],
      causesOfBroken: 2,
      workloads: 4,
      namespaces: 2,
    });
  });

  it('moves the followers when their leader recovers, and says so of each', () => {
    const rows = createRows();
    put(rows, postgres, ledger, checkout);
    rows.take();
    put(rows, aSummary('pay/StatefulSet/postgres', 'healthy'));
    const { changed } = rows.take();
    expect(names(changed)).toEqual(['checkout', 'ledger', 'postgres']);
    expect(rows.get('pay/Deployment/ledger')?.group?.key).toBe('family:dependency');
  });

  it('names a leader that is not there at all', () => {
    const rows = createRows();
    put(rows, ledger);
    rows.take();
    expect(rows.get('pay/Deployment/ledger')?.group?.title).toBe(
      'postgres is not there, and one workload waits for it',
    );
  });

  it('follows a chain to its end, and leaves a ring alone', () => {
    const rows = createRows();
    const front = aSummary('shop/Deployment/front', 'broken', 'dependency-unreachable', {
      dependsOn: 'pay/Deployment/ledger',
    });
    put(rows, postgres, ledger, front);
    rows.take();
    expect(rows.get('shop/Deployment/front')?.group?.key).toBe('workload:pay/StatefulSet/postgres');

    const ring = createRows();
    put(
      ring,
      aSummary('a/Deployment/one', 'broken', 'dependency-unreachable', { dependsOn: 'a/Deployment/two' }),
      aSummary('a/Deployment/two', 'broken', 'dependency-unreachable', { dependsOn: 'a/Deployment/one' }),
    );
    ring.take();
    expect(ring.get('a/Deployment/one')?.group?.key).toBe('family:dependency');
  });
});
