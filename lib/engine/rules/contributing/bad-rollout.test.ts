import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import {
  ago,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  unscheduled,
  waiting,
} from '../../testing/build';
import { replay } from '../../scenarios/replay';
import { readScenario, saysOf } from '../../testing/play';

describe('bad-rollout', () => {
  it('fires', async () => {
    expect(await saysOf('bad-rollout.fires', 'bad-rollout')).toMatch(/^likely: .*revision 2.*image/);
  });

  it('quotes the controller that gave the rollout up for late', async () => {
    const scenario = readScenario('bad-rollout.fires');
    const said = 'has timed out progressing.';
    const late = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: said };
    const objects = scenario.objects.map((object) =>
      object.kind === 'Deployment' ? { ...object, status: { updatedReplicas: 1, conditions: [late] } } : object,
    );
    const { contributing, evidence } = (await replay({ ...scenario, objects })).diagnosis;
    const claim = contributing.find(({ cause }) => cause === 'bad-rollout')?.claims[0];
    const quoted = (claim?.evidence ?? []).map((index) => evidence[index]);
    expect(JSON.stringify(quoted)).toContain(said);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('bad-rollout.near-miss', 'bad-rollout')).toBeNull();
  });

  it('is only possible without a pod of the revision before', async () => {
    expect(await saysOf('bad-rollout.fires', 'bad-rollout', { object: 'Pod/quote-feed-66d5c8b7f9-f2k9m' })).toMatch(
      /^possible/,
    );
  });

  const revision = (number: number, image: string, more: Record<string, unknown> = {}) => ({
    kind: 'ReplicaSet',
    metadata: {
      name: number === 2 ? 'app-66b7d9c8f' : 'app-5f6d7c8b9',
      creationTimestamp: ago(number === 2 ? 20 : 5000),
      annotations: { 'deployment.kubernetes.io/revision': String(number) },
      ownerReferences: [{ kind: 'Deployment', name: 'app', uid: 'uid-Deployment-app', controller: true }],
    },
    spec: { replicas: 1, template: { spec: { containers: [{ name: 'main', image, ...more }] } } },
  });
  it('goes back to the revision that serves, not to a try between that served nobody', async () => {
    const owner = (name: string) => [{ kind: 'ReplicaSet', name, uid: `uid-${name}`, controller: true }];
    const set = (number: number, name: string, image: string) => {
      const made = revision(number, image);
      return { ...made, metadata: { ...made.metadata, name } };
    };
    const good = podOf({ age: 5000, status: { phase: 'Running', containerStatuses: [runningFor('main', 5000)] } });
    const old = { ...good, metadata: { ...good.metadata, name: 'app-1111-abcde', ownerReferences: owner('app-1111') } };
    const bad = podOf({
      age: 20,
      status: { containerStatuses: [waiting('main', 'ImagePullBackOff', 'x: not found')] },
    });
    const { contributing, remedies } = await diagnoseObjects([
      ...deployment(2).slice(0, 1),
      set(1, 'app-1111', 'app:1'),
      set(2, 'app-2222', 'app:none'),
      { ...set(3, 'app-66b7d9c8f', 'app:3') },
      old,
      bad,
    ]);
    const found = contributing.find(({ cause }) => cause === 'bad-rollout');
    expect(found && plainHeadline(found.headline)).toContain('revision 1 still serves');
    expect(remedies.map(({ command }) => command ?? '').join()).toContain('--to-revision=1');
  });

  const [app] = deployment();
  const pull = podOf({ age: 20, status: { containerStatuses: [waiting('main', 'ImagePullBackOff', 'x: not found')] } });
  const creating = podOf({ age: 20, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } });
  const sandbox = event(`Pod/${podName}`, 'FailedCreatePodSandBox', 'Failed to create pod sandbox: no free IP');
  const large = { resources: { requests: { cpu: '8' } } };

  it.each([
    ['an image that is not there', [pull], {}, true],
    ['a sandbox, which comes before the image', [creating, sandbox], {}, false],
    ['a sandbox, where more than the image was changed', [creating, sandbox], large, true],
    ['a node that has no room', unscheduled('0/2 nodes are available: 2 Insufficient cpu.').slice(2), {}, false],
    ['a node that has no room, by a request', unscheduled('0/2 nodes: 2 Insufficient cpu.').slice(2), large, true],
  ])('blames a new image for what it can bring about: %s', async (_, objects, more, isBlamed) => {
    if (!app) throw new Error('no Deployment');
    const { contributing } = await diagnoseObjects([app, revision(1, 'app:1'), revision(2, 'app:2', more), ...objects]);
    expect(contributing.some(({ cause }) => cause === 'bad-rollout')).toBe(isBlamed);
  });
});
