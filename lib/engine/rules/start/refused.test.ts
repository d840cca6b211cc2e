import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, deployment, diagnoseObjects, event, podOf, runningFor, waiting } from '../../testing/build';

const denied = 'Error creating: admission webhook "w" denied the request: no';
const refused = (name: string, kind = 'ReplicaSet') =>
  event(`${kind}/${name}`, 'FailedCreate', denied, { lastTimestamp: ago(5) });
/** One pod of app-66b7d9c8f, made half an hour ago, whose image cannot be found. */
const broken = podOf({
  status: { containerStatuses: [waiting('main', 'ImagePullBackOff', 'Back-off pulling image "r.example/app:1"')] },
});

async function toldOf(objects: Parameters<typeof diagnoseObjects>[0], workload = 'Deployment/app') {
  const { primary, contributing } = await diagnoseObjects(objects, { workload });
  return [primary, ...contributing].some((one) => one?.cause === 'admission-denied');
}

describe('a refusal', () => {
  it('is over where its controller has all that it wants, and none of them is ready', async () => {
    expect(await toldOf([...deployment(), broken, refused('app-66b7d9c8f')])).toBe(false);
    expect(await toldOf([...deployment(2), broken, refused('app-66b7d9c8f')])).toBe(true);
  });

  it('still holds where the one that is there has failed', async () => {
    const failed = { ...broken, status: { phase: 'Failed', reason: 'Evicted', message: 'm' } };
    expect(await toldOf([...deployment(), failed, refused('app-66b7d9c8f')])).toBe(true);
  });

  it('is over where its replica set wants none, or is gone', async () => {
    const old = (objects: (typeof broken)[]) => [...deployment(2), ...objects, broken, refused('app-old')];
    const owner = { kind: 'Deployment', name: 'app', uid: 'uid-Deployment-app', controller: true };
    const set = (replicas: number) => ({
      kind: 'ReplicaSet',
      metadata: { name: 'app-old', ownerReferences: [owner] },
      spec: { replicas },
    });
    expect(await toldOf(old([set(1)]))).toBe(true);
    expect(await toldOf(old([set(0)]))).toBe(false);
    expect(await toldOf(old([]))).toBe(false);
  });

  it('holds for a new revision while the old one has all its pods', async () => {
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: ago(25) }];
    const status = { phase: 'Running', conditions, containerStatuses: [runningFor('main', 25)] };
    const owner = { kind: 'Deployment', name: 'app', uid: 'uid-Deployment-app', controller: true };
    const answer = async (replicas: number, on: object = {}) => {
      const next = { kind: 'ReplicaSet', metadata: { name: 'app-new', ownerReferences: [owner] }, spec: { replicas } };
      const objects = [...deployment(), podOf({ status }), { ...next, ...on }, refused('app-new')];
      const diagnosis = await diagnoseObjects(objects);
      return `${answerOf(diagnosis)} ${diagnosis.status}`;
    };
    expect(await answer(1)).toBe('admission-denied proven degraded');
    expect(await answer(1, { status: { replicas: 1 } })).toBe('healthy healthy');
    expect(await answer(0)).toBe('healthy healthy');
  });

  it.each([
    ['wrote nothing', 1, undefined, true],
    ['wrote nothing since the template changed', 4, 3, true],
    ['counted, and wants none any more', 4, 4, false],
  ])(
    'of a DaemonSet with no counts holds where its controller %s',
    async (_, generation, observedGeneration, holds) => {
      const set = {
        kind: 'DaemonSet',
        metadata: { name: 'agent', namespace: 'test', generation },
        spec: {},
        status: { desiredNumberScheduled: 0, currentNumberScheduled: 0, numberReady: 0, observedGeneration },
      };
      expect(await toldOf([set, refused('agent', 'DaemonSet')], 'DaemonSet/agent')).toBe(holds);
    },
  );

  it('of a Job is over once it has a pod', async () => {
    const job = (active: number) => ({
      kind: 'Job',
      metadata: { name: 'app', namespace: 'test', creationTimestamp: ago(30) },
      spec: { parallelism: 1, completions: 1, template: { spec: { containers: [] } } },
      status: { active },
    });
    const pod = {
      ...broken,
      metadata: {
        name: 'app-x5kqz',
        creationTimestamp: ago(6),
        ownerReferences: [{ kind: 'Job', name: 'app', uid: 'uid-Job-app', controller: true }],
      },
    };
    expect(await toldOf([job(1), pod, refused('app', 'Job')], 'Job/app')).toBe(false);
    expect(await toldOf([job(0), refused('app', 'Job')], 'Job/app')).toBe(true);
  });

  it('is told by the condition alone, where the replica set was refused and the events are gone', async () => {
    const said = (type: string, status: string) =>
      deployment()
        .slice(0, 1)
        .map((one) => ({
          ...one,
          status: {
            conditions: [
              {
                type,
                status,
                reason: 'ReplicaSetCreateError',
                message: `Failed to create new replica set "app-66b7d9c8f": ${denied.replace('Error creating: ', '')}`,
                lastTransitionTime: ago(60),
              },
            ],
          },
        }));
    const { primary } = await diagnoseObjects(said('Progressing', 'False'));
    expect(primary?.cause).toBe('admission-denied');
    expect(primary && plainHeadline(primary.headline)).toBe(
      'An admission webhook refuses the ReplicaSets of app: admission webhook "w" denied the request: no',
    );
    expect(await toldOf(said('Progressing', 'True'))).toBe(false);
  });

  it.each([
    [denied.replace('creating', 'creating job'), 'An admission webhook refuses the Jobs of app'],
    [
      'Error creating job: jobs.batch "app-1" is forbidden: exceeded quota: q, requested: count/jobs.batch=1, used: count/jobs.batch=9, limited: count/jobs.batch=9',
      'Quota q leaves no room for a Job of app',
    ],
  ])('says that the Job of a CronJob is refused: %s', async (message, words) => {
    const cronJob = {
      kind: 'CronJob',
      metadata: { name: 'app', namespace: 'test', creationTimestamp: ago(900) },
      spec: { schedule: '*/5 * * * *' },
    };
    const { primary } = await diagnoseObjects([cronJob, event('CronJob/app', 'FailedCreate', message)], {
      workload: 'CronJob/app',
    });
    expect(primary && plainHeadline(primary.headline)).toContain(words);
  });
});
