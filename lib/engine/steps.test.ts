import { describe, expect, it } from 'vitest';
import { changeByHand, restart, rollBack } from '../remedy/change';
import { ask, showWorkload } from '../remedy/look';
import type { Remedy } from '../model/diagnosis';
import { createWorkloadView } from './facts/views';
import { snapshotOf } from './scenarios/replay';
import { scenarioSchema } from './scenarios/scenario';
import { lookFirst, whilePaused, withDeletion } from './steps';
import { ago, asOf, deployment, diagnoseObjects, podName, podOf, waiting } from './testing/build';

const ref = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
const look = showWorkload(ref, 'why');
const spare = { ...look, id: 'spare' };
const change = restart(ref, 'why');
const byHand = changeByHand('by-hand', 'title', 'why');
const question = ask('ask', 'title', 'why');

describe('lookFirst', () => {
  it.each([
    ['leaves what looks first', [look, change], ['show-workload', 'restart']],
    ['takes a look before a change', [byHand, change, look], ['show-workload', 'by-hand', 'restart']],
    ['leaves a question where it stands', [question, change, look], ['ask', 'show-workload', 'restart']],
    ['looks where nothing else does', [change], ['spare', 'restart']],
    ['adds no command where there is none', [byHand, question], ['by-hand', 'ask']],
  ])('%s', (_, steps, expected) => {
    expect(lookFirst(steps, () => spare).map(({ id }) => id)).toEqual(expected);
  });
});

describe('a paused Deployment', () => {
  const refused = 'Back-off pulling image "r.example/app:1": ErrImagePull: r.example/app:1: not found';
  const pod = podOf({ status: { containerStatuses: [waiting('main', 'ImagePullBackOff', refused)] } });
  const stepsWhere = async (paused: boolean) =>
    (
      await diagnoseObjects([
        ...deployment().map((object) =>
          object.kind === 'Deployment' ? { ...object, spec: { replicas: 1, paused } } : object,
        ),
        pod,
      ])
    ).remedies;

  it('is resumed after what is changed of it, and nothing of it is undone before', async () => {
    const steps = await stepsWhere(true);
    expect(steps.map(({ id }) => id).slice(-2)).toEqual(['set-image', 'resume-rollout']);
    expect(steps.at(-1)?.command).toBe('kubectl -n test rollout resume deployment/app');
    expect(JSON.stringify(steps)).not.toContain('rollout undo');
    expect((await stepsWhere(false)).map(({ id }) => id)).not.toContain('resume-rollout');
  });
  it('is not rolled back', async () => {
    const rollBackStep = rollBack({ ...ref, name: 'app' }, 'why', 5);
    const objects = [{ kind: 'Deployment', metadata: { name: 'app', namespace: 'test' }, spec: { paused: true } }];
    const expected = { workload: 'Deployment/app', status: 'broken' };
    const view = createWorkloadView(
      await snapshotOf(scenarioSchema.parse({ about: 'a test', asOf, objects, expected })),
    );
    expect(whilePaused(view, [look, rollBackStep]).map(({ id }) => id)).toEqual(['show-workload', 'resume-rollout']);
    expect(whilePaused(view, [look])).toEqual([look]);
  });
});

describe('a broken pod', () => {
  const refused = 'Back-off pulling image "r.example/app:1": ErrImagePull: r.example/app:1: not found';
  const status = { containerStatuses: [waiting('main', 'ImagePullBackOff', refused)] };

  it('of a StatefulSet has to be deleted once its template is mended', async () => {
    const owner = { kind: 'StatefulSet', name: 'db', uid: 'uid-StatefulSet-db', controller: true };
    const pod = (name: string) => {
      const { metadata, ...rest } = podOf({ status });
      return { ...rest, kind: 'Pod', metadata: { ...metadata, name, ownerReferences: [owner] } };
    };
    const set = { kind: 'StatefulSet', metadata: { name: 'db', namespace: 'test' }, spec: { replicas: 11 } };
    const { remedies } = await diagnoseObjects([set, pod('db-10'), pod('db-2')], { workload: 'StatefulSet/db' });
    expect(remedies.map(({ command }) => command)).toContain('kubectl -n test delete pod db-2');
    expect(remedies[0]?.safety).toBe('read-only');
  });

  describe('of a StatefulSet', () => {
    const owner = { kind: 'StatefulSet', name: 'db', uid: 'uid-StatefulSet-db', controller: true };
    const set = { kind: 'StatefulSet', metadata: { name: 'db', namespace: 'test' }, spec: { replicas: 3 } };
    const pod = (name: string, is: string, more: Record<string, unknown> = {}) => {
      const conditions = [{ type: 'Ready', status: is, lastTransitionTime: ago(5) }];
      const { metadata, ...rest } = podOf({ status: { conditions } });
      return { ...rest, metadata: { ...metadata, name, ownerReferences: [owner], ...more } };
    };
    const stepsFor = async (pods: ReturnType<typeof pod>[], steps: Remedy[] = [change]) => {
      const asked = { about: 'a test', asOf, objects: [set, ...pods] };
      const expected = { workload: 'StatefulSet/db', status: 'broken' };
      const view = createWorkloadView(await snapshotOf(scenarioSchema.parse({ ...asked, expected })));
      return withDeletion(view, new Set(['db-0', 'db-1', 'db-2']), steps).map(({ command }) => command);
    };
    const deletes = (name: string) => `kubectl -n test delete pod ${name}`;

    it('is not the one that is ready again, is going already, or is in no trouble', async () => {
      const pods = [
        pod('db-0', 'True'),
        pod('db-1', 'False', { deletionTimestamp: ago(1) }),
        pod('db-2', 'False'),
        pod('d', 'False'),
      ];
      expect(await stepsFor(pods)).toContain(deletes('db-2'));
      expect(await stepsFor(pods.slice(0, 2))).toEqual([change.command]);
    });
    it('is left where nothing of the template is changed', async () => {
      expect(await stepsFor([pod('db-2', 'False')], [look])).toEqual([look.command]);
    });
  });

  it('of a Deployment is replaced', async () => {
    const { primary, remedies } = await diagnoseObjects([...deployment(), podOf({ status })]);
    expect([primary?.cause, remedies.some(({ safety }) => safety === 'changes-workload')]).toEqual([
      'image-not-found',
      true,
    ]);
    expect(remedies.map(({ command }) => command).join()).not.toContain(`delete pod ${podName}`);
  });
});
