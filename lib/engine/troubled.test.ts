import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  terminated,
} from './testing/build';

/** A pod of that Deployment under a name of its own, up and ready since its start where that is long ago. */
function runs(name: string, age: number) {
  const ready = age > 2;
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: ago(age) }];
  const containerStatuses = [{ ...runningFor('main', age), ready }];
  const pod = podOf({ age, status: { phase: 'Running', conditions, containerStatuses } });
  return { ...pod, metadata: { ...pod.metadata, name } };
}

const cpu = "Node didn't have enough resource: cpu, requested: 1000, used: 3900, capacity: 4000";
const unknownEnd = {
  terminated: { exitCode: 137, reason: 'ContainerStatusUnknown', startedAt: null, finishedAt: null },
};
const evicted = { reason: 'Evicted', message: 'The node was low on resource: memory. ' };
const ended = (minutes: number) => [{ name: 'main', ready: false, restartCount: 0, state: terminated(143, minutes) }];
const shutDown = { reason: 'Terminated', message: 'Pod was terminated in response to imminent node shutdown.' };
const failed = (age: number, status: object) => podOf({ age, status: { phase: 'Failed', ...status } });

describe('a failed pod while another one starts', () => {
  it.each([
    ['was refused days ago', failed(4000, { reason: 'OutOfcpu', message: `Pod was rejected: ${cpu}` })],
    ['was refused days ago, up to 1.25', failed(4000, { reason: 'OutOfcpu', message: `Pod ${cpu}` })],
    ['was evicted at a time that is not known', failed(4000, evicted)],
    [
      'was evicted, and its containers were not found',
      failed(4000, { ...evicted, containerStatuses: [{ name: 'main', restartCount: 0, state: unknownEnd }] }),
    ],
    ['went with its node', failed(400, { ...shutDown, containerStatuses: ended(20) })],
  ])('is history where it %s', async (_, pod) => {
    const objects = [...deployment(2, { replicas: 2 }), pod, runs('app-a', 90), runs('app-b', 0.3)];
    expect((await diagnoseObjects(objects)).status).toBe('healthy');
  });

  it('is not where none is ready, or fewer than are wanted come', async () => {
    const pod = failed(400, { ...shutDown, containerStatuses: ended(1) });
    const answer = async (...others: object[]) =>
      answerOf(await diagnoseObjects([...deployment(2), pod, ...others] as never));
    expect(await answer(runs('app-a', 0.2), runs('app-b', 0.3))).toBe('node-lost proven');
    expect(await answer(runs('app-a', 90))).toBe('node-lost proven');
  });

  it('is none of those that were refused, however long ago, where it is alone', async () => {
    const refused = { phase: 'Failed', reason: 'OutOfcpu', message: `Pod was rejected: ${cpu}` };
    const pod = { ...podOf({ age: 4000, status: refused }), metadata: { name: 'app', creationTimestamp: ago(4000) } };
    expect(answerOf(await diagnoseObjects([pod], { workload: 'Pod/app' }))).toBe('unschedulable-resources proven');
  });

  const target = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' };
  const dead = (exitCode: number) => [
    { name: 'main', ready: false, restartCount: 0, state: terminated(exitCode, 180, { startedAt: ago(200) }) },
  ];

  it.each([
    ['it failed by itself', { phase: 'Failed', containerStatuses: dead(3) }, 'unknown possible'],
    ['it came through', { phase: 'Succeeded', containerStatuses: dead(0) }, 'healthy'],
    ['it was evicted', { phase: 'Failed', ...evicted, containerStatuses: dead(143) }, 'healthy'],
    ['its node was shut down', { phase: 'Failed', ...shutDown, containerStatuses: dead(143) }, 'healthy'],
    ['it was drained', { phase: 'Failed', conditions: [target], containerStatuses: dead(143) }, 'healthy'],
  ])('is told hours later where nothing makes pods and %s', async (_, status, answer) => {
    const pod = { ...podOf({ age: 4000, spec: { restartPolicy: 'Never' }, status }), metadata: { name: 'app' } };
    expect(answerOf(await diagnoseObjects([pod], { workload: 'Pod/app' }))).toBe(answer);
    const owned = podOf({ age: 4000, status });
    expect((await diagnoseObjects([...deployment(), owned, runs('app-a', 90)])).status).toBe('healthy');
  });

  describe('that the kubelet of its node refused hours ago', () => {
    const label = { reason: 'NodeAffinity', message: 'Pod Predicate NodeAffinity failed' };
    const cause = 'unschedulable-taint-affinity proven';
    const unread = 'ReplicaSet/app-66b7d9c8f';

    it.each([
      ['', label],
      ['in the words of today', { ...label, message: 'Pod was rejected: Predicate NodeAffinity failed' }],
      [
        'for its selector, before 1.18',
        { reason: 'MatchNodeSelector', message: 'Pod Predicate MatchNodeSelector failed' },
      ],
    ])('still stands where nothing took its place: %s', async (_, status) => {
      const [refused, ...controllers] = [failed(300, status), ...deployment(1)];
      expect(answerOf(await diagnoseObjects([...controllers, refused]))).toBe(cause);
      const { primary } = await diagnoseObjects([...controllers, refused]);
      expect(primary?.claims[0]?.text).toBe('The kubelet of node n1 refused the pod.');
      // Its owner was not read.
      expect(answerOf(await diagnoseObjects([refused], { workload: unread }))).toBe(cause);
    });

    it('is a task that was given up where its pod is no service', async () => {
      const task = podOf({ age: 300, status: { phase: 'Failed', ...label }, spec: { restartPolicy: 'Never' } });
      expect((await diagnoseObjects([task], { workload: unread })).status).toBe('healthy');
    });

    it.each([
      ['another runs', [...deployment(1), runs('app-a', 290)], 'Deployment/app'],
      ['another starts', [...deployment(1), runs('app-a', 0.2)], 'Deployment/app'],
      ['another runs, whose owner was not read either', [runs('app-a', 290)], unread],
      ['none is wanted', deployment(0), 'Deployment/app'],
    ])('is left over where %s', async (_, objects, workload) => {
      expect((await diagnoseObjects([failed(300, label), ...objects], { workload })).status).toBe('healthy');
    });
  });
});

describe('a pod of a rollout that is not ready yet', () => {
  const starting = ['Deploying web application archive', 'Initializing Spring root WebApplicationContext'];
  const answer = async (
    minutes: number,
    { lines = starting, available = 'True', progressing = 'True' }: { [key: string]: string | string[] } = {},
  ) => {
    const conditions = [
      { type: 'Available', status: available, reason: 'MinimumReplicasAvailable' },
      { type: 'Progressing', status: progressing, reason: 'ReplicaSetUpdated' },
    ];
    const pod = podOf({
      age: minutes,
      container: { readinessProbe: { httpGet: { path: '/health', port: 8080 }, periodSeconds: 10 } },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(minutes) }],
        containerStatuses: [{ ...runningFor('main', minutes), ready: false }],
      },
    });
    const failed = event(
      `Pod/${podName}`,
      'Unhealthy',
      'Readiness probe failed: HTTP probe failed with statuscode: 404',
      {
        firstTimestamp: ago(minutes - 0.2),
        lastTimestamp: ago(0.1),
        count: minutes * 6,
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      },
    );
    const objects = [...deployment(1, { conditions }), pod, runs('app-old', 900), failed];
    const current = [...lines].map((line, n) => `${ago(0.9 - n * 0.5)} ${line}\n`).join('');
    return answerOf(await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { current } } }));
  };

  it('is silence while its log gets on with its start and the old revision serves', async () => {
    expect(await answer(4)).toBe('healthy');
    expect(await answer(10)).toBe('readiness-never-ready proven');
  });

  it.each([
    ['it listens', { lines: ['Initializing', 'Server is listening on port 8080'] }],
    ['its log tells of other things', { lines: ['GET /health 404 1 ms', 'GET /health 404 2 ms'] }],
    ['too few serve', { available: 'False' }],
    ['the rollout has been given up', { progressing: 'False' }],
  ])('is none where %s', async (_, more) => {
    expect(await answer(4, more)).toBe('readiness-never-ready proven');
  });
});

describe('a pod of a suspended Job', () => {
  const job = (suspend: boolean) => ({
    kind: 'Job',
    metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(90) },
    spec: { parallelism: 1, suspend },
    status: { active: 1, startTime: ago(90) },
  });
  const owner = { kind: 'Job', name: 'load', uid: 'uid-Job-load', controller: true };
  const pod = (metadata: object, status: object = runningFor('main', 90)) => {
    const made = podOf({ age: 90, status: { phase: 'Running', containerStatuses: [status] } });
    return { ...made, metadata: { ...made.metadata, name: 'load-x', ownerReferences: [owner], ...metadata } };
  };
  const going = (minutes: number) => ({ deletionTimestamp: ago(minutes), deletionGracePeriodSeconds: 30 });
  const answer = async (one: ReturnType<typeof pod>) =>
    answerOf(await diagnoseObjects([job(true), one], { workload: 'Job/load' }));

  it('is told where it does not go away', async () => {
    expect(await answer(pod(going(160)))).toBe('unknown possible');
  });

  it('is silent within its grace, and of what it does until it is deleted', async () => {
    expect(await answer(pod(going(-0.2)))).toBe('healthy');
    const crashed = { name: 'main', ready: false, restartCount: 9, state: terminated(1, 2) };
    expect(await answer(pod({}, crashed))).toBe('healthy');
    expect((await diagnoseObjects([job(false), pod({}, crashed)], { workload: 'Job/load' })).status).toBe('broken');
  });
});

describe('a workload whose one pod has recovered', () => {
  const up = { ...runningFor('main', 6), restartCount: 7, lastState: terminated(1, 6.1) };
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: ago(6) }];
  const pod = podOf({ status: { phase: 'Running', conditions, containerStatuses: [up] } });
  const full = 'pods "app-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5';
  const refused = event('ReplicaSet/app-66b7d9c8f', 'FailedCreate', `Error creating: ${full}`, { count: 9 });

  it('recovers, unless the other cannot be made', async () => {
    const answer = async (...more: (typeof refused)[]) => {
      const { status, primary } = await diagnoseObjects([...deployment(2), pod, ...more]);
      return [status, primary?.cause];
    };
    expect(await answer()).toEqual(['recovering', 'unknown']);
    expect(await answer(refused)).toEqual(['degraded', 'quota-exceeded']);
  });
});
