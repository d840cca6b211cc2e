import { describe, expect, it } from 'vitest';
import { changeByHand, restart } from '../remedy/change';
import { ask, showWorkload } from '../remedy/look';
import { lookFirst } from './steps';
import { deployment, diagnoseObjects, podName, podOf, waiting } from './testing/build';

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

  it('of a Deployment is replaced', async () => {
    const { primary, remedies } = await diagnoseObjects([...deployment(), podOf({ status })]);
    expect([primary?.cause, remedies.some(({ safety }) => safety === 'changes-workload')]).toEqual([
      'image-not-found',
      true,
    ]);
    expect(remedies.map(({ command }) => command).join()).not.toContain(`delete pod ${podName}`);
  });
});
