import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, diagnoseObjects, unscheduled } from '../../testing/build';

/** Nodes of these ages, in minutes. */
const nodes = (...ages: number[]) =>
  ages.map((minutes, i) => ({
    kind: 'Node',
    metadata: { name: `n${i + 1}`, creationTimestamp: ago(minutes) },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }] },
  }));

describe('nodes that joined after the scheduler’s word', () => {
  it.each([
    ['2 Insufficient cpu', 'unschedulable-resources'],
    ["2 node(s) didn't match pod anti-affinity rules", 'unschedulable-taint-affinity'],
    ["2 node(s) didn't have free ports for the requested pod ports", 'unschedulable-host-port'],
  ])('take the proof from it: %s', async (reason, cause) => {
    const objects = unscheduled(`0/2 nodes are available: ${reason}.`, 20);
    const { primary, remedies, evidence } = await diagnoseObjects([...objects, ...nodes(900, 900, 5)]);
    expect(primary).toMatchObject({ cause, certainty: 'likely' });
    expect(primary && plainHeadline(primary.headline)).toMatch(/; nodes were added since$/);
    expect(primary?.claims.map(({ text }) => text).join()).toContain('It counted 2 nodes, and there are 3 by now');
    expect(JSON.stringify(evidence)).toContain(`"value":"${ago(5)}"`);
    expect(remedies.map(({ id }) => id)).toContain('wait-for-try');
  });

  it.each([
    ['it counted them all', nodes(900, 5)],
    ['none is younger than its word', nodes(900, 900, 900)],
    ['no node was read', []],
    ['some nodes were not read', nodes(5)],
  ])('are none where %s', async (_, now) => {
    const objects = unscheduled('0/2 nodes are available: 2 Insufficient cpu.', 20);
    const { primary } = await diagnoseObjects([...objects, ...now]);
    expect(primary).toMatchObject({ cause: 'unschedulable-resources', certainty: 'proven' });
    expect(primary && plainHeadline(primary.headline)).not.toContain('added');
  });

  it('are none where more are in the cluster than in the picture', async () => {
    const objects = unscheduled('0/40 nodes are available: 40 Insufficient cpu.', 20);
    const many = nodes(...Array<number>(60).fill(5));
    expect((await diagnoseObjects([...objects, ...many])).primary?.certainty).toBe('proven');
  });

  it('are told where there was none before', async () => {
    const objects = unscheduled('no nodes available to schedule pods', 20);
    const { primary } = await diagnoseObjects([...objects, ...nodes(5)]);
    expect(primary && plainHeadline(primary.headline)).toBe(
      'There is no node for a pod of app; nodes were added since',
    );
  });
});
