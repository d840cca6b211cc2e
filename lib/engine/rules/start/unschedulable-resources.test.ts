import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, podOf } from '../../testing/build';

describe('unschedulable-resources', () => {
  it('fires on: 2 Insufficient cpu.', async () => {
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
              message: '0/2 nodes are available: 2 Insufficient cpu.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-resources proven');
  });
  it('fires on: 1 node(s) had untolerated taint(s), 1 Too many pods. no new ', async () => {
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
              message:
                '0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 Too many pods. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-resources proven');
  });
  it('fires on: Insufficient memory (3).', async () => {
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
              message: 'No nodes are available that match all of the predicates: Insufficient memory (3).',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-resources proven');
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
              message: '0/2 nodes are available: 2 node(s) were unschedulable.',
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
              message: '0/2 nodes are available: 2 Insufficient cpu.',
              lastTransitionTime: ago(0.2),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
});
