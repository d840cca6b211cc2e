import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, unscheduled } from '../../testing/build';

describe('pvc-pending', () => {
  it.each([
    // Older schedulers: without "immediate" and without a count of nodes.
    'pod has unbound PersistentVolumeClaims',
    '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
    '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    '0/2 nodes are available: persistentvolumeclaim "d" not found.',
  ])('fires on: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('pvc-pending proven');
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
});
