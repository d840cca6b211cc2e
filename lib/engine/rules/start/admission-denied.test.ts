import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
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
  it('has one look for the service account that is not there, and asks to relax nothing', async () => {
    const { primary, remedies } = await diagnoseObjects([
      ...deployment(),
      event(
        'ReplicaSet/app-66b7d9c8f',
        'FailedCreate',
        'Error creating: pods "app-" is forbidden: error looking up service account shop/runner: serviceaccount "runner" not found',
      ),
    ]);
    expect(primary?.cause).toBe('admission-denied');
    expect(remedies.map(({ command, title }) => command ?? title)).toEqual([
      'kubectl -n test get serviceaccounts',
      'Create the service account, or name one that is there',
    ]);
  });
  it.each([
    ['violates PodSecurity "restricted:latest": hostPID=true', true],
    ['maximum memory usage per Container is 1Gi, but limit is 2Gi', false],
  ])('speaks of the label of the namespace only where that decides: %s', async (why, isLabelled) => {
    const said = `Error creating: pods "app-" is forbidden: ${why}`;
    const { remedies } = await diagnoseObjects([
      ...deployment(),
      event('ReplicaSet/app-66b7d9c8f', 'FailedCreate', said),
    ]);
    expect(remedies.some((remedy) => remedy.why.includes('labelled'))).toBe(isLabelled);
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
  const failed = (message: string, component = 'replicaset-controller') => [
    ...deployment(),
    event('ReplicaSet/app-66b7d9c8f', 'FailedCreate', message, {
      source: { component },
      firstTimestamp: ago(5),
      count: 5,
    }),
  ];
  it.each([
    'etcdserver: request timed out',
    'Operation cannot be fulfilled on resourcequotas "compute": the object has been modified; please apply your changes to the latest version and try again',
    'Post "https://10.96.0.1:443/api/v1/namespaces/test/pods": dial tcp 10.96.0.1:443: connect: connection refused',
    'Timeout: request did not complete within requested timeout - context deadline exceeded',
    'Internal error occurred: resource quota evaluation timed out',
    'pods "app-66b7d9c8f-abcde" already exists',
  ])('is not said by a request that failed and was not refused: %s', async (words) => {
    const { primary } = await diagnoseObjects(failed(`Error creating: ${words}`));
    expect(primary).toMatchObject({ cause: 'unknown', certainty: 'possible' });
    expect(primary && plainHeadline(primary.headline)).toContain(`could not be made: ${words.slice(0, 30)}`);
  });
  it('is said by who makes pods, of pods', async () => {
    const refusal = 'Error creating: admission webhook "w" denied the request: no';
    expect(answerOf(await diagnoseObjects(failed(refusal)))).toBe('admission-denied proven');
    expect(answerOf(await diagnoseObjects(failed(refusal, 'mesh-operator')))).toBe('healthy');
    const other = 'Error creating: services "app" is forbidden: User "x" cannot create resource "services"';
    expect(answerOf(await diagnoseObjects(failed(other, '')))).not.toContain('admission-denied');
  });
  it('tells of a namespace that is being deleted', async () => {
    const { primary, remedies } = await diagnoseObjects(
      failed(
        'Error creating: pods "app-x" is forbidden: unable to create new content in namespace test because it is being terminated',
      ),
    );
    expect(primary).toMatchObject({ cause: 'admission-denied', certainty: 'proven' });
    expect(primary && plainHeadline(primary.headline)).toContain('Its namespace is being deleted');
    expect(JSON.stringify(remedies)).toContain('describe namespace');
  });
});
