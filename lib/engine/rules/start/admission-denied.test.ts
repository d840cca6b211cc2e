import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, event } from '../../testing/build';

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
