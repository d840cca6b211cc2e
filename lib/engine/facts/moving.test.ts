import { expect, it } from 'vitest';
import type { ClusterEvent, Pod } from '../../model/kubernetes';
import type { Snapshot } from '../../model/snapshot';
import { movesUntilMs } from './moving';

const at = '2026-11-20T12:00:00Z';
const pod = (name: string, deletionTimestamp: string | null) => ({ metadata: { name, deletionTimestamp } }) as Pod;
const snapshot = {
  workload: { namespace: 'test', name: 'app' },
  podTotals: { total: 2 },
  failures: [],
  pending: [],
  pods: [pod('goes', '2026-11-20T11:58:00Z'), pod('stays', null)],
  deletedPods: [{ pod: pod('gone', null), deletedAt: at }],
} as unknown as Snapshot;

it.each([
  ['goes', '2026-11-20T11:59:00Z'],
  ['gone', '2026-11-20T12:01:00Z'],
  ['goes, gone', '2026-11-20T12:01:00Z'],
  ['gone, stays', null],
  ['gone, never-seen', null],
  ['app-5d9c-x7k2p', '2026-11-20T12:00:30Z'],
  ['app-admin-5d9c-x7k2p', null],
])('a volume used by %s comes until %s', (users, until) => {
  const message = `Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) ${users}`;
  expect(movesUntilMs([{ message, firstAt: '2026-11-20T11:59:00Z' } as ClusterEvent], snapshot, 30_000)).toBe(
    until && Date.parse(until),
  );
});

it('does not move where nobody is named', () => {
  const message = 'Multi-Attach error for volume "pvc-1" Volume is already used by 1 pod(s) in different namespaces';
  expect(movesUntilMs([{ message } as ClusterEvent], snapshot, 30_000)).toBeNull();
});

it.each([
  ['of pods that were not read', { failures: [{ what: 'pods in test' }] }],
  ['where not all pods are told', { podTotals: { total: 3 } }],
])('says nothing %s', (_, more) => {
  const message = 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) app-5d9c-x7k2p';
  const partly = { ...snapshot, ...more } as unknown as Snapshot;
  expect(movesUntilMs([{ message, firstAt: at } as ClusterEvent], partly, 30_000)).toBeNull();
});
