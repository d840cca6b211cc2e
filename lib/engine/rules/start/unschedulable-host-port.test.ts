import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, podOf } from '../../testing/build';

describe('unschedulable-host-port', () => {
  it('fires on: 2 node(s) didnt have free ports for the requested pod ports.', async () => {
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
              message: "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.",
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-host-port proven');
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
              message: '0/2 nodes are available: 2 Insufficient cpu.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-resources proven');
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
              message: "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.",
              lastTransitionTime: ago(0.2),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
});
