import { describe, expect, it } from 'vitest';
import { diagnoseObjects, podName, podOf, runningFor, terminated, waiting } from './testing/build';

type Fields = Record<string, unknown>;

const limit = (memory: string) => ({ resources: { limits: { memory } } });
const template = (container: Fields) => ({
  spec: { containers: [{ name: 'main', image: 'r.example/app:1', ...container }] },
});
const owner = (kind: string, name: string) => ({ kind, name, uid: `uid-${kind}-${name}`, controller: true });

/** A Deployment with its ReplicaSets, oldest first: what each one's container has; the last one is the Deployment's own. */
function rollouts(...containers: Fields[]) {
  const names = ['app-66b7d9c8f', 'app-7bb9', 'app-8cc0'];
  const sets = containers.map((container, i) => ({
    kind: 'ReplicaSet',
    metadata: {
      name: names[i] ?? '',
      annotations: { 'deployment.kubernetes.io/revision': String(i + 1) },
      ownerReferences: [owner('Deployment', 'app')],
    },
    spec: { replicas: 1, template: template(container) },
  }));
  const spec = { replicas: 1, template: template(containers.at(-1) ?? {}) };
  return [{ kind: 'Deployment', metadata: { name: 'app', namespace: 'test' }, spec }, ...sets];
}
const killed = (container: Fields) => {
  const ended = { restartCount: 4, lastState: terminated(137, 5, { reason: 'OOMKilled' }) };
  const containerStatuses = [waiting('main', 'CrashLoopBackOff', 'back-off', ended)];
  return podOf({ container, status: { phase: 'Running', containerStatuses } });
};
const told = async (...objects: Parameters<typeof diagnoseObjects>[0]) => {
  const { primary, remedies } = await diagnoseObjects(objects);
  expect(primary?.cause).toBe('oom-killed-limit');
  return remedies.map(({ command, why }) => `${command ?? ''} ${why}`).join('\n');
};

describe('a pod of an older template', () => {
  it('is not given what the template has another value of already', async () => {
    const steps = await told(...rollouts(limit('256Mi'), limit('2Gi')), killed(limit('256Mi')));
    expect(steps).not.toContain('set resources');
    expect(steps).toContain('kubectl -n test rollout status deployment/app --watch=false');
    expect(steps).toContain('by now has `resources.limits.memory` `2Gi`, not `256Mi`');
    expect(steps).toContain('is of an older one');
  });
  it('is not named for a container that the template has no more', async () => {
    const renamed = { ...limit('256Mi'), name: 'server' };
    const steps = await told(...rollouts(limit('256Mi'), renamed), killed(limit('256Mi')));
    expect(steps).not.toContain('set resources');
    expect(steps).toContain('by now has no container `main`');
  });
  it('is mended where another field was changed', async () => {
    const other = { ...limit('256Mi'), image: 'r.example/app:2' };
    expect(await told(...rollouts(limit('256Mi'), other), killed(limit('256Mi')))).toContain('--limits=memory=512Mi');
  });
  it('is not led back to by what goes back from a newer one', async () => {
    const lowered = rollouts(limit('512Mi'), limit('256Mi'));
    expect(await told(...rollouts(limit('256Mi')), killed(limit('256Mi')))).toContain('set resources');
    const pod = killed(limit('256Mi'));
    const ofNewest = { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner('ReplicaSet', 'app-7bb9')] } };
    expect(await told(...lowered, ofNewest)).toContain('rollout undo');
    const mended = rollouts(limit('512Mi'), limit('256Mi'), { ...limit('128Mi') });
    expect(await told(...mended, ofNewest)).not.toContain('rollout undo');
  });
});

it('a limit that the newest rollout lowers is none that a pod of an older one met', async () => {
  const causes = async (set: string) => {
    const pod = killed(limit('256Mi'));
    const ofSet = { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner('ReplicaSet', set)] } };
    const { contributing } = await diagnoseObjects([...rollouts(limit('512Mi'), limit('256Mi')), ofSet]);
    return contributing.map(({ cause }) => cause);
  };
  expect(await causes('app-7bb9')).toContain('limit-lowered-by-rollout');
  expect(await causes('app-66b7d9c8f')).not.toContain('limit-lowered-by-rollout');
});

describe('the way back to a revision', () => {
  /** Nothing that is seen of the templates differs: a restart writes an annotation, and most values are not kept. */
  const undone = async (...sets: (readonly [set: string, dies: boolean])[]) => {
    const pods = sets.map(([set, dies], i) => {
      const name = `${set}-pod${i}`;
      const ended = { restartCount: 4, lastState: terminated(2, 5) };
      const main = dies ? waiting('main', 'CrashLoopBackOff', 'back-off', ended) : runningFor('main', 30);
      const pod = podOf({ status: { phase: 'Running', containerStatuses: [main] } });
      return { ...pod, metadata: { ...pod.metadata, name, ownerReferences: [owner('ReplicaSet', set)] } };
    });
    const logs = Object.fromEntries(
      pods.map(({ metadata }) => [`${metadata.name}/main`, { previous: 'panic: assignment to entry in nil map\n' }]),
    );
    const { primary, remedies } = await diagnoseObjects([...rollouts({}, {}, {}), ...pods], { logs });
    expect(primary?.cause).toBe('app-error-uncaught');
    return remedies.flatMap(({ id, command }) => (id === 'roll-back' ? [command] : []));
  };
  const [old, newest] = ['app-7bb9', 'app-8cc0'];

  it('is told where only pods of the newest one fail', async () => {
    const back = ['kubectl -n test rollout undo deployment/app --to-revision=2'];
    expect(await undone([newest, true])).toEqual(back);
    expect(await undone([newest, true], [old, false])).toEqual(back);
  });
  it('is none for pods of an older one, which the newest is to replace', async () => {
    expect(await undone([old, true], [newest, false])).toEqual([]);
    expect(await undone([old, true])).toEqual([]);
  });
  it('is none to one whose own pods fail', async () => {
    expect(await undone([newest, true], [old, true])).toEqual([]);
  });
});

it('a pod of the template as it is, which admission gave another limit, is no older one', async () => {
  const steps = await told(...rollouts(limit('2Gi')), killed(limit('256Mi')));
  expect(steps).not.toContain('older');
});

it('a StatefulSet that waits for a pod of its older template needs only that pod deleted', async () => {
  const { metadata, ...rest } = killed(limit('256Mi'));
  const labels = { 'controller-revision-hash': 'db-1' };
  const pod = {
    ...rest,
    metadata: { ...metadata, name: 'db-0', labels, ownerReferences: [owner('StatefulSet', 'db')] },
  };
  const set = (updateRevision: string) => ({
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'test' },
    spec: { replicas: 1, template: template(limit('2Gi')) },
    status: { updateRevision },
  });
  const steps = async (revision: string) =>
    (await diagnoseObjects([set(revision), pod], { workload: 'StatefulSet/db' })).remedies
      .filter(({ safety }) => safety === 'changes-workload')
      .map(({ title }) => title);
  expect(await steps('db-2')).toEqual(['Delete db-0, so that it is made anew from the template']);
  expect(await steps('db-1')).toContain('After a change of the template, delete db-0');
});

it('a variable, an image and a patch are known by what they write', async () => {
  const env = [{ name: 'SMTP_HOST', value: 'x' }];
  const ended = { restartCount: 4, lastState: terminated(1, 5) };
  const status = { phase: 'Running', containerStatuses: [waiting('main', 'CrashLoopBackOff', 'back-off', ended)] };
  const logs = { [`${podName}/main`]: { previous: 'FATAL: environment variable SMTP_HOST is not set\n' } };
  const { remedies, primary } = await diagnoseObjects([...rollouts({}, { env }), podOf({ status })], { logs });
  expect(primary?.cause).toBe('missing-env-var');
  expect(primary?.claims.map(({ text }) => text)).toContain('The pod does not set `SMTP_HOST`.');
  expect(remedies.some(({ id }) => id === 'set-env')).toBe(false);
  expect(remedies.find(({ id }) => id === 'show-rollout')?.why).toContain('by now has `env SMTP_HOST`');

  const refused = 'Back-off pulling image "r.example/app:1": ErrImagePull: r.example/app:1: not found';
  const pull = podOf({ status: { containerStatuses: [waiting('main', 'ImagePullBackOff', refused)] } });
  const image = await diagnoseObjects([...rollouts({}, { image: 'r.example/app:2' }), pull]);
  expect(image.remedies.map(({ id }) => id)).not.toContain('set-image');

  const never = podOf({
    container: { imagePullPolicy: 'Never' },
    status: { containerStatuses: [waiting('main', 'ErrImageNeverPull', 'Container image is not present')] },
  });
  const policies = rollouts({ imagePullPolicy: 'Never' }, { imagePullPolicy: 'IfNotPresent' });
  const patched = await diagnoseObjects([...policies, never]);
  expect(patched.primary?.cause).toBe('image-never-pull');
  expect(patched.remedies.every(({ patch }) => patch === null)).toBe(true);
  expect((await diagnoseObjects([...policies.slice(0, 2), never])).remedies.map(({ id }) => id)).toContain(
    'show-rollout',
  );
});
