import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, event } from '../../testing/build';

describe('admission-denied', () => {
  it('fires on Pod Security', async () => {
    const objects = [
      ...deployment(),
      event(
        'ReplicaSet/app-66b7d9c8f',
        'FailedCreate',
        'Error creating: pods "app-x" is forbidden: violates PodSecurity "restricted:latest": hostPID=true',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('admission-denied proven');
  });
  const refused = (pod: string, minutes: number) => ({
    ...event(
      'ReplicaSet/app-66b7d9c8f',
      'FailedCreate',
      `Error creating: pods "app-${pod}" is forbidden: violates PodSecurity "restricted:latest": hostPID=true`,
      { firstTimestamp: ago(minutes), lastTimestamp: ago(minutes) },
    ),
    metadata: { name: `app.${pod}` },
  });
  it('began with the first refusal, each of which names another pod', async () => {
    const { since } = await diagnoseObjects([
      ...deployment(),
      refused('aaaaa', 41),
      refused('bbbbb', 19),
      refused('ccccc', 2),
    ]);
    expect(since).toBe(ago(41));
  });
  it('began after the last pod that could be made', async () => {
    const made = event('ReplicaSet/app-66b7d9c8f', 'SuccessfulCreate', 'Created pod: app-x', {
      type: 'Normal',
      lastTimestamp: ago(30),
    });
    const { since } = await diagnoseObjects([
      ...deployment(),
      refused('aaaaa', 41),
      made,
      refused('bbbbb', 19),
      refused('ccccc', 2),
    ]);
    expect(since).toBe(ago(19));
  });
  it('fires on a webhook that is away', async () => {
    const objects = [
      ...deployment(),
      event(
        'ReplicaSet/app-66b7d9c8f',
        'FailedCreate',
        'Error creating: Internal error occurred: failed calling webhook "w": no endpoints available for service "w"',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('admission-denied proven');
  });
  it('leaves a quota to its own cause', async () => {
    const objects = [
      ...deployment(),
      event(
        'ReplicaSet/app-66b7d9c8f',
        'FailedCreate',
        'Error creating: pods "app-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('quota-exceeded proven');
  });
  it('fires by the condition where the event is gone', async () => {
    const objects = [
      ...deployment(1, {
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: 'admission webhook "w" denied the request: no',
          },
        ],
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('admission-denied proven');
  });
});
