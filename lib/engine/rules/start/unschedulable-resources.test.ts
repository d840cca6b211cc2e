import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, unscheduled } from '../../testing/build';

describe('unschedulable-resources', () => {
  it.each([
    '0/2 nodes are available: 2 Insufficient cpu.',
    '0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 Too many pods. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    'No nodes are available that match all of the predicates: Insufficient memory (3).',
  ])('fires on: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-resources proven');
  });
  it('leaves other obstacles to their causes', async () => {
    expect(answerOf(await diagnoseObjects(unscheduled('0/2 nodes are available: 2 node(s) were unschedulable.')))).toBe(
      'unschedulable-taint-affinity proven',
    );
  });
  it('gives the scheduler ten seconds', async () => {
    expect(answerOf(await diagnoseObjects(unscheduled('0/2 nodes are available: 2 Insufficient cpu.', 0.15)))).toBe(
      'healthy',
    );
  });
});
