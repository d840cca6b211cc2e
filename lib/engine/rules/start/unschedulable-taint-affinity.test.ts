import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, podOf } from '../../testing/build';

describe('unschedulable-taint-affinity', () => {
  it('fires on: 2 node(s) had taint {a: b}, that the pod didnt tolerate.', async () => {
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
              message: "0/2 nodes are available: 2 node(s) had taint {a: b}, that the pod didn't tolerate.",
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-taint-affinity proven');
  });
  it('fires on: 2 node(s) had untolerated taint {a: b}.', async () => {
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
              message: '0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-taint-affinity proven');
  });
  it('fires on: 2 node(s) had untolerated taint(s).', async () => {
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
              message: '0/2 nodes are available: 2 node(s) had untolerated taint(s).',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unschedulable-taint-affinity proven');
  });
  it('fires on: 2 node(s) had volume node affinity conflict.', async () => {
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
              message: "0/2 nodes are available: 2 node(s) had taint {a: b}, that the pod didn't tolerate.",
              lastTransitionTime: ago(0.2),
            },
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
  it('quotes what the pod asks of a node as it stands in the pod', async () => {
    const { evidence } = await diagnoseObjects([
      ...deployment(),
      podOf({
        node: null,
        spec: {
          nodeSelector: { 'disk/type': 'ssd' },
          tolerations: [{ key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }],
        },
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.',
              lastTransitionTime: ago(20),
            },
          ],
        },
      }),
    ]);
    expect(evidence).toContainEqual(
      expect.objectContaining({
        fields: [
          { path: 'spec.nodeSelector["disk/type"]', value: 'ssd', decisive: false },
          {
            path: 'spec.tolerations',
            value: '[{"key":"gpu","operator":"Equal","value":"yes","effect":"NoSchedule"}]',
            decisive: false,
          },
        ],
      }),
    );
  });
});
