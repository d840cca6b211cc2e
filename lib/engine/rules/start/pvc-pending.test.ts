import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, podOf } from '../../testing/build';

describe('pvc-pending', () => {
  it('fires on the wording of older schedulers, without "immediate" and without a count of nodes', async () => {
    const objects = [
      ...deployment(),
      podOf({
        node: null,
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: 'pod has unbound PersistentVolumeClaims',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('pvc-pending proven');
  });
  it('fires on: pod has unbound immediate PersistentVolumeClaims.', async () => {
    const objects = [
      ...deployment(),
      podOf({
        node: null,
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('pvc-pending proven');
  });
  it('fires on: pod has unbound immediate PersistentVolumeClaims. not found', async () => {
    const objects = [
      ...deployment(),
      podOf({
        node: null,
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('pvc-pending proven');
  });
  it('fires on: persistentvolumeclaim "d" not found.', async () => {
    const objects = [
      ...deployment(),
      podOf({
        node: null,
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/2 nodes are available: persistentvolumeclaim "d" not found.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('pvc-pending proven');
  });
  it('leaves other obstacles to their causes', async () => {
    const objects = [
      ...deployment(),
      podOf({
        node: null,
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/2 nodes are available: 2 node(s) had volume node affinity conflict.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-taint-affinity proven');
  });
  it('gives the scheduler half a minute', async () => {
    const objects = [
      ...deployment(),
      podOf({
        node: null,
        age: 0.2,
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
              lastTransitionTime: ago(0.2),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
});
