import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, unscheduled } from '../../testing/build';

describe('unschedulable-host-port', () => {
  it.each(["0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports."])(
    'fires on: %s',
    async (message) => {
      expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-host-port proven');
    },
  );
  it('is likely where the scheduler tells one reason of several', async () => {
    const said = 'Failed for reason PodFitsPorts and possibly others';
    expect(answerOf(await diagnoseObjects(unscheduled(said)))).toBe('unschedulable-host-port likely');
    const other = 'Failed for reason PodFitsResources and possibly others';
    expect(answerOf(await diagnoseObjects(unscheduled(other)))).toBe('unschedulable-resources likely');
  });
  it('leaves other obstacles to their causes', async () => {
    expect(answerOf(await diagnoseObjects(unscheduled('0/2 nodes are available: 2 Insufficient cpu.')))).toBe(
      'unschedulable-resources proven',
    );
  });
  it('gives the scheduler ten seconds', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          unscheduled("0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.", 0.15),
        ),
      ),
    ).toBe('healthy');
  });
});
