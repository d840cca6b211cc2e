import { describe, expect, it } from 'vitest';
import { aPod, at } from '../collect/testing';
import type { Snapshot } from '../model/snapshot';
import { lastSeen } from './last-seen';

const gone = (name: string, seconds: number): Snapshot['deletedPods'][number] => ({
  pod: aPod(name, { metadata: { deletionTimestamp: at(seconds - 30), deletionGracePeriodSeconds: 30 } }),
  deletedAt: at(seconds),
});

/** Enough of a snapshot: what `lastSeen` does not look at is passed on as it is. */
const snapshotOf = (more: Partial<Snapshot>): Snapshot =>
  ({ pods: [], deletedPods: [], asOf: at(900), ...more }) as Snapshot;

describe('lastSeen', () => {
  it('shows the pods that went within a minute of the last one, as if nobody had asked them to go', () => {
    const last = lastSeen(snapshotOf({ deletedPods: [gone('c', 600), gone('b', 540), gone('a', 539)] }));
    expect(last?.goneAt).toBe(at(600));
    expect(last?.snapshot.asOf).toBe(at(600));
    expect(last?.snapshot.pods.map(({ metadata }) => [metadata.name, metadata.deletionTimestamp])).toEqual([
      ['c', null],
      ['b', null],
    ]);
    expect(last?.snapshot.podTotals).toEqual({ total: 2, ready: 0, desired: 2 });
    expect(last?.snapshot.deletedPods.map(({ pod }) => pod.metadata.name)).toEqual(['a']);
  });

  it('shows nothing while a pod is there, or where none is remembered', () => {
    expect(lastSeen(snapshotOf({ pods: [aPod('a')], deletedPods: [gone('b', 600)] }))).toBe(null);
    expect(lastSeen(snapshotOf({}))).toBe(null);
  });
});
