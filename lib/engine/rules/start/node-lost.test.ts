import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, podOf, runningFor } from '../../testing/build';

describe('node-lost', () => {
  it('fires on a node that is Unknown NodeStatusUnknown', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 60,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(60) }],
          containerStatuses: [runningFor('main', 60)],
        },
      }),
      {
        kind: 'Node',
        metadata: { name: 'n1' },
        spec: {},
        status: {
          conditions: [
            { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'm', lastTransitionTime: ago(5) },
          ],
        },
      },
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a node that is False KubeletNotReady', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 60,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(60) }],
          containerStatuses: [runningFor('main', 60)],
        },
      }),
      {
        kind: 'Node',
        metadata: { name: 'n1' },
        spec: {},
        status: {
          conditions: [
            { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'm', lastTransitionTime: ago(5) },
          ],
        },
      },
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a pod ended as Terminated', async () => {
    const objects = [...deployment(), podOf({ status: { phase: 'Failed', reason: 'Terminated', message: 'm' } })];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a pod ended as Shutdown', async () => {
    const objects = [...deployment(), podOf({ status: { phase: 'Failed', reason: 'Shutdown', message: 'm' } })];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a pod ended as NodeShutdown', async () => {
    const objects = [...deployment(), podOf({ status: { phase: 'Failed', reason: 'NodeShutdown', message: 'm' } })];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('is silent on a node that is ready', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 60,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(60) }],
          containerStatuses: [runningFor('main', 60)],
        },
      }),
      {
        kind: 'Node',
        metadata: { name: 'n1' },
        spec: {},
        status: {
          conditions: [
            { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'm', lastTransitionTime: ago(5) },
          ],
        },
      },
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
});
