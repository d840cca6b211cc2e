import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { diagnose } from '../../run';
import { snapshotOf } from '../../scenarios/replay';
import { readScenario } from '../../testing/play';
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
  it.each([
    ['10', 'likely', 'by now there is room', 'wait-or-restart'],
    ['2', 'proven', 'leaves no room', 'free-quota'],
  ])('tells a quota of %s pods, two of them there: %s', async (hard, certainty, words, step) => {
    const objects = [
      ...deployment(),
      {
        kind: 'ResourceQuota',
        metadata: { name: 'q', namespace: 'test' },
        status: { hard: { pods: hard, 'requests.cpu': '4' }, used: { pods: '2', 'requests.cpu': '3900m' } },
      },
      event(
        'ReplicaSet/app-66b7d9c8f',
        'FailedCreate',
        'Error creating: pods "app-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
      ),
    ];
    const diagnosis = await diagnoseObjects(objects);
    expect(answerOf(diagnosis)).toBe(`quota-exceeded ${certainty}`);
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toContain(words);
    expect(diagnosis.remedies.map(({ id }) => id)).toContain(step);
    const quoted = diagnosis.evidence.flatMap((one) => (one.kind === 'field' ? one.fields : []));
    expect(quoted.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['status.hard.pods', 'status.hard["requests.cpu"]', 'status.used["requests.cpu"]']),
    );
  });
  it.each([
    ['exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2', 'other', 'likely', 'that quota is gone'],
    ['failed quota: q: must specify limits.cpu for: main', 'other', 'likely', 'that quota is gone'],
    ['failed quota: q: must specify limits.cpu for: main', 'q', 'proven', 'refuses pods'],
  ])('says of a quota whether it is there still: %s, of %s', async (why, there, certainty, words) => {
    const objects = [
      ...deployment(),
      { kind: 'ResourceQuota', metadata: { name: there, namespace: 'test' }, status: { hard: {}, used: {} } },
      event('ReplicaSet/app-66b7d9c8f', 'FailedCreate', `Error creating: pods "app-x" is forbidden: ${why}`),
    ];
    const { primary, remedies } = await diagnoseObjects(objects);
    expect(primary).toMatchObject({ cause: 'quota-exceeded', certainty });
    expect(primary && plainHeadline(primary.headline)).toContain(words);
    expect(remedies.some(({ id }) => id === 'wait-or-restart')).toBe(there === 'other');
  });
  it('knows that the only quota of the namespace is gone where its list is known to be empty', async () => {
    const snapshot = await snapshotOf(readScenario('quota-exceeded.fires'));
    const answer = (quotas: null | []) => {
      const { primary } = diagnose({ ...snapshot, quotas }).diagnosis;
      return [primary?.certainty, primary !== null && plainHeadline(primary.headline).includes('that quota is gone')];
    };
    expect(answer([])).toEqual(['likely', true]);
    expect(answer(null)).toEqual(['proven', false]);
  });
  it('leaves a webhook that speaks of a quota to admission', async () => {
    const message =
      'Error creating: admission webhook "limits.shop.test" denied the request: pods "app-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=5, limited: pods=5';
    const objects = [...deployment(), event('ReplicaSet/app-66b7d9c8f', 'FailedCreate', message)];
    expect(answerOf(await diagnoseObjects(objects))).toBe('admission-denied proven');
  });
  it.each([
    ['limits.cpu for: main', 'limits.cpu for: main'],
    ['limits.cpu for: main; limits.memory for: main', 'limits.cpu and limits.memory for: main'],
    ['limits.cpu for: main,belt; limits.memory for: belt', 'limits.cpu for: main,belt; limits.memory for: belt'],
    ['limits.cpu,limits.memory', 'limits.cpu,limits.memory'],
  ])('names all that the quota asks for: %s', async (list, named) => {
    const message = `Error creating: pods "app-x" is forbidden: failed quota: q: must specify ${list}`;
    const { primary } = await diagnoseObjects([
      ...deployment(),
      event('ReplicaSet/app-66b7d9c8f', 'FailedCreate', message),
    ]);
    expect(primary && plainHeadline(primary.headline)).toBe(`Quota q refuses pods of app: they do not name ${named}`);
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
  it('speaks of a volume claim where that is what was refused', async () => {
    const objects = [
      { kind: 'StatefulSet', metadata: { name: 'db', namespace: 'test' }, spec: { replicas: 1 } },
      event(
        'StatefulSet/db',
        'FailedCreate',
        'create Pod db-0 in StatefulSet db failed error: failed to create PVC data-db-0: persistentvolumeclaims "data-db-0" is forbidden: exceeded quota: q, requested: requests.storage=100Gi, used: requests.storage=950Gi, limited: requests.storage=1Ti',
      ),
    ];
    const diagnosis = await diagnoseObjects(objects, { workload: 'StatefulSet/db' });
    expect(answerOf(diagnosis)).toBe('quota-exceeded proven');
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toContain(
      'no room for a volume claim of db',
    );
    expect(diagnosis.remedies.map(({ command }) => command)).toContain('kubectl -n test get pvc');
  });
});
