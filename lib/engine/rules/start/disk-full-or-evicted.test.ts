import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, event, podName, podOf, runningFor } from '../../testing/build';
import { evictedFor } from './disk-full-or-evicted';

describe('disk-full-or-evicted', () => {
  it.each([
    [
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ',
      'the node was low on memory',
    ],
    [
      'The node was low on resource: ephemeral-storage. Container main was using 9Gi, which exceeds its request of 0. ',
      'the node was low on ephemeral-storage',
    ],
    ['Pod was rejected: The node had condition: [DiskPressure]. ', 'the node had DiskPressure'],
    ['The node had condition: [MemoryPressure]. ', 'the node had MemoryPressure'],
    ['Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi"'],
  ])('reads %s', (message, what) => {
    expect(evictedFor(message)).toBe(what);
  });

  it('fires on an evicted pod', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ' } }),
      event(`Pod/${podName}`, 'Evicted', 'The node was low on resource: memory. '),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('disk-full-or-evicted proven');
  });
  it('fires without its event', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ' } }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('disk-full-or-evicted proven');
  });
  it('fires on several evictions of pods that are gone', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 12,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(12) }],
          containerStatuses: [runningFor('main', 12)],
        },
      }),
      event('Pod/app-66b7d9c8f-b4c5d', 'Evicted', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', {
        lastTimestamp: ago(30),
      }),
      event('Pod/app-66b7d9c8f-zzx2q', 'Evicted', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', {
        lastTimestamp: ago(15),
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('disk-full-or-evicted proven');
  });
  it('forgets a single eviction after ten minutes', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 12,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(12) }],
          containerStatuses: [runningFor('main', 12)],
        },
      }),
      event('Pod/app-66b7d9c8f-b4c5d', 'Evicted', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', {
        lastTimestamp: ago(15),
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
});
