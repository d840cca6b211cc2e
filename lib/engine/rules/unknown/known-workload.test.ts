import { expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { replay } from '../../scenarios/replay';
import { scenarioSchema, type Scenario } from '../../scenarios/scenario';
import { ago, runningFor } from '../../testing/build';

type RawObject = Scenario['objects'][number];

/** So many minutes after `asOf`: the headline, or the status, and when it is looked at again. */
async function said(workload: string, objects: RawObject[], minutes = 0): Promise<string> {
  const expected = { workload, status: 'degraded' };
  const at = ago(-minutes);
  const { diagnosis, reviewAt } = await replay(scenarioSchema.parse({ about: 'a test', asOf: at, objects, expected }));
  const { primary, status } = diagnosis;
  return `${status}: ${primary ? plainHeadline(primary.headline) : ''} until ${reviewAt ?? 'news'}`;
}

/** One that has been ready for so many minutes. */
function readyPod(name: string, owner: { kind: string; name: string }, minutes: number): RawObject {
  return {
    kind: 'Pod',
    metadata: {
      name,
      creationTimestamp: ago(minutes),
      ownerReferences: [{ ...owner, uid: `uid-${owner.kind}-${owner.name}`, controller: true }],
    },
    spec: { nodeName: 'n1', containers: [{ name: 'main', image: 'r.example/db:1' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(minutes) }],
      containerStatuses: [runningFor('main', minutes)],
    },
  };
}

const set = (kind: string, minReadySeconds: number): RawObject => ({
  kind,
  metadata: { name: 'db', namespace: 'test', creationTimestamp: ago(900), generation: 2 },
  spec: { replicas: 3, minReadySeconds },
  status: {
    observedGeneration: 2,
    replicas: 1,
    readyReplicas: 1,
    updatedReplicas: 1,
    conditions: kind === 'Deployment' ? [{ type: 'Available', status: 'True', lastTransitionTime: ago(900) }] : [],
  },
});

it('waits with a StatefulSet until its last pod has been ready for as long as it asks', async () => {
  const objects = [set('StatefulSet', 600), readyPod('db-0', { kind: 'StatefulSet', name: 'db' }, 5)];
  expect(await said('StatefulSet/db', objects)).toBe(`healthy:  until ${ago(-7)}`);
  expect(await said('StatefulSet/db', objects, 6.9)).toMatch(/^healthy/);
  expect(await said('StatefulSet/db', objects, 7)).toMatch(/^degraded: db has 1 of 3 pods/);
  const other = [set('StatefulSet', 0), readyPod('db-0', { kind: 'StatefulSet', name: 'db' }, 5)];
  expect(await said('StatefulSet/db', other)).toMatch(/^degraded: db has 1 of 3 pods/);
});

const replicaSet = (replicas: number): RawObject => ({
  kind: 'ReplicaSet',
  metadata: {
    name: 'db-5f',
    ownerReferences: [{ kind: 'Deployment', name: 'db', uid: 'uid-Deployment-db', controller: true }],
  },
  spec: { replicas: 3 },
  status: { observedGeneration: 1, replicas },
});
const inReplicaSet = (name: string, minutes: number) => readyPod(name, { kind: 'ReplicaSet', name: 'db-5f' }, minutes);

it('does not wait so with what makes all its pods at once', async () => {
  const objects = [set('Deployment', 600), replicaSet(1), inReplicaSet('db-5f-a', 5)];
  expect(await said('Deployment/db', objects)).toMatch(/^degraded: db has 1 of 3/);
});

it('counts no pod that has failed, as what lies about of evictions', async () => {
  const evicted = ['db-5f-x', 'db-5f-y'].map((name) => ({
    ...inReplicaSet(name, 6000),
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'The node was low on resource: memory.',
      startTime: ago(6000),
    },
  }));
  const pods = ['a', 'b', 'c'].map((name) => inReplicaSet(`db-5f-${name}`, 300));
  const objects = (made: number) => [set('Deployment', 0), replicaSet(made), ...pods.slice(0, made), ...evicted];
  expect(await said('Deployment/db', objects(1))).toMatch(/^degraded: db has 1 of 3 pods/);
  expect(await said('Deployment/db', objects(3))).toMatch(/^healthy/);
});

it.each([
  [
    'an API server that failed',
    'True',
    'etcdserver: request timed out',
    10,
    'broken: A pod of app could not be made: etcd',
  ],
  ['the same, just now', 'True', 'etcdserver: request timed out', 0.1, 'healthy:  until'],
  ['what is over', 'False', 'etcdserver: request timed out', 10, 'broken: app has 0 of 3 pods'],
  ['what was refused', 'True', 'pods "app-x" is forbidden: exceeded quota: q', 10, 'broken: Quota'],
])(
  'quotes the condition of a pod that is not made, without its event: %s',
  async (_, status, message, minutes, words) => {
    const at = { lastTransitionTime: ago(minutes) };
    const objects: RawObject[] = [
      {
        kind: 'Deployment',
        metadata: { name: 'app', namespace: 'test', creationTimestamp: ago(900), generation: 1 },
        spec: { replicas: 3 },
        status: {
          observedGeneration: 1,
          conditions: [
            { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', ...at },
            { type: 'ReplicaFailure', status, reason: 'FailedCreate', message, ...at },
          ],
        },
      },
    ];
    expect(await said('Deployment/app', objects)).toContain(words);
  },
);
