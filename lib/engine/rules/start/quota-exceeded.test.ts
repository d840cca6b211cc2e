import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, event } from '../../testing/build';

describe('quota-exceeded', () => {
  it('fires on what is used up', async () => {
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
  it('fires on what is not named', async () => {
    const objects = [
      ...deployment(),
      event(
        'ReplicaSet/app-66b7d9c8f',
        'FailedCreate',
        '(combined from similar events): Error creating: pods "app-x" is forbidden: failed quota: q: must specify limits.cpu for: main',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('quota-exceeded proven');
  });
  it('leaves a LimitRange to admission', async () => {
    const objects = [
      ...deployment(),
      event(
        'ReplicaSet/app-66b7d9c8f',
        'FailedCreate',
        'Error creating: pods "app-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('admission-denied proven');
  });
});
