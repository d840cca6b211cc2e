import { expect, it } from 'vitest';
import type { ClusterEvent, Pod } from '../../model/kubernetes';
import type { Snapshot } from '../../model/snapshot';
import { movesUntilMs } from './moving';

const at = '2026-11-20T12:00:00Z';
const pod = (name: string, deletionTimestamp: string | null) => ({ metadata: { name, deletionTimestamp } }) as Pod;
const snapshot = {
  pods: [pod('goes', '2026-11-20T11:58:00Z'), pod('stays', null)],
  deletedPods: [{ pod: pod('gone', null), deletedAt: at }],
} as unknown as Snapshot;

it.each([
  ['goes', '2026-11-20T11:59:00Z'],
  ['gone', '2026-11-20T12:01:00Z'],
  ['goes, gone', '2026-11-20T12:01:00Z'],
  ['gone, stays', null],
  ['gone, never-seen', null],
])('a volume used by %s comes until %s', (users, until) => {
  const message = `Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) ${users}`;
  expect(movesUntilMs([{ message } as ClusterEvent], snapshot)).toBe(until && Date.parse(until));
});

it('does not move where nobody is named', () => {
  const message = 'Multi-Attach error for volume "pvc-1" Volume is already used by 1 pod(s) in different namespaces';
  expect(movesUntilMs([{ message } as ClusterEvent], snapshot)).toBeNull();
});
