import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { answerOf, diagnoseObjects, event, unscheduled } from '../../testing/build';

describe('pvc-pending', () => {
  it.each([
    // Older schedulers: without "immediate" and without a count of nodes.
    'pod has unbound PersistentVolumeClaims',
    'PersistentVolumeClaim is not bound: "d"',
    '[SchedulerPredicates failed due to PersistentVolumeClaim is not bound: "d", which is unexpected.]',
    '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
    '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    '0/2 nodes are available: persistentvolumeclaim "d" not found.',
    '[SchedulerPredicates failed due to persistentvolumeclaims "d" not found, which is unexpected.]',
  ])('fires on: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('pvc-pending proven');
  });
  it.each([
    ['not found', 'does not exist', 'get pvc'],
    ['is being deleted', 'is being deleted', 'describe pvc data'],
  ])('says what it is with a claim that %s', async (words, headline, command) => {
    const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };
    const message = `0/3 nodes are available: persistentvolumeclaim "data" ${words}.`;
    const { primary, remedies } = await diagnoseObjects(unscheduled(message, 20, spec));
    expect(primary).toMatchObject({ cause: 'pvc-pending', certainty: 'proven' });
    expect(primary && plainHeadline(primary.headline)).toBe(`The pod waits for its claim data, which ${headline}`);
    expect(remedies[0]?.command).toContain(command);
  });

  it('waits for a claim that has come since the scheduler looked', async () => {
    const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };
    const claim = {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'test' },
      status: { phase: 'Pending' },
    };
    const { primary } = await diagnoseObjects([
      ...unscheduled('0/3 nodes are available: persistentvolumeclaim "data" not found.', 20, spec),
      claim,
    ]);
    expect(primary && plainHeadline(primary.headline)).toBe('The pod waits for its claim data which is Pending');
  });
  it('names one of several claims, counts the others and shows all', async () => {
    const claims = ['data', 'wal', 'logs'].map((name) => ({
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: 'test' },
      status: { phase: name === 'logs' ? 'Bound' : 'Pending' },
    }));
    const spec = {
      volumes: claims.map(({ metadata: { name } }) => ({ name, persistentVolumeClaim: { claimName: name } })),
    };
    const message = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
    const { primary, evidence } = await diagnoseObjects([...unscheduled(message, 20, spec), ...claims]);
    expect(primary && plainHeadline(primary.headline)).toBe(
      'The pod waits for its claim data which is Pending, and for 1 more',
    );
    expect(evidence.map(({ object }) => object)).toEqual(
      expect.arrayContaining(['PersistentVolumeClaim test/data', 'PersistentVolumeClaim test/wal']),
    );
    expect(evidence.map(({ object }) => object)).not.toContain('PersistentVolumeClaim test/logs');
  });
  it('says of claims that are bound by now what was, and to wait for the next try', async () => {
    const claim = (name: string, phase: string) => ({
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: 'test' },
      status: { phase },
    });
    const told = async (...claims: ReturnType<typeof claim>[]) => {
      const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };
      const message = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
      const { primary, remedies } = await diagnoseObjects([...unscheduled(message, 20, spec), ...claims]);
      const step = remedies[0]?.id;
      return [primary && plainHeadline(primary.headline), primary?.certainty, step === 'wait-for-try'];
    };
    const waited = ['The pod waited for its claim data which was not bound in time', 'likely', true];
    expect(await told(claim('data', 'Bound'))).toEqual(waited);
    // A sibling's claim is none of its own.
    expect(await told(claim('data', 'Bound'), claim('other', 'Pending'))).toEqual(waited);
    expect(await told(claim('data', 'Pending'))).toEqual([
      'The pod waits for its claim data which is Pending',
      'proven',
      false,
    ]);
  });
  it.each([
    [
      'FailedBinding',
      'no persistent volumes available for this claim and no storage class is set',
      'Name a class, mark one as default, or make a volume',
    ],
    [
      'ProvisioningFailed',
      'storageclass.storage.k8s.io "fast" not found',
      'Make the class fast, or name one that is there',
    ],
    ['ProvisioningFailed', 'failed to provision volume with StorageClass "fast": quota', undefined],
  ])('says how to mend a claim that no class serves: %s %s', async (reason, said, title) => {
    const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };
    const message = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
    const { remedies } = await diagnoseObjects([
      ...unscheduled(message, 20, spec),
      {
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data', namespace: 'test' },
        spec: {},
        status: { phase: 'Pending' },
      },
      event('PersistentVolumeClaim/data', reason, said),
    ]);
    expect(remedies.map(({ id }) => id).slice(0, 2)).toEqual(['describe-object', 'list-objects']);
    expect(remedies.find(({ id }) => id === 'give-class')?.title).toBe(title);
  });
  it('leaves other obstacles to their causes', async () => {
    expect(
      answerOf(
        await diagnoseObjects(unscheduled('0/2 nodes are available: 2 node(s) had volume node affinity conflict.')),
      ),
    ).toBe('unschedulable-taint-affinity proven');
  });
  it('gives the scheduler half a minute', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          unscheduled('0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.', 0.2),
        ),
      ),
    ).toBe('healthy');
  });
  it.each([
    [[], 'waits for its claim data which is not bound', 'proven'],
    [['Pending'], 'waits for its claim data which is Pending', 'proven'],
    [['Bound'], 'waited for its claim data which was not bound in time', 'likely'],
  ])('quotes the scheduler that waited for the binding, of a claim %j', async (phases, words, certainty) => {
    const message = 'running PreBind plugin "VolumeBinding": binding volumes: timed out waiting for the condition';
    const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };
    const claims = phases.map((phase) => ({
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: {},
      status: { phase },
    }));
    const { primary } = await diagnoseObjects([...unscheduled(message, 20, spec), ...claims]);
    expect(primary).toMatchObject({ cause: 'pvc-pending', certainty });
    expect(primary && plainHeadline(primary.headline)).toBe(
      `The pod ${words}: binding volumes: timed out waiting for the condition`,
    );
  });
});
