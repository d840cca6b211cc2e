import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, unscheduled } from '../../testing/build';

describe('unschedulable-taint-affinity', () => {
  it.each([
    "0/2 nodes are available: 2 node(s) had taint {a: b}, that the pod didn't tolerate.",
    '0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.',
    '0/2 nodes are available: 2 node(s) had untolerated taint(s).',
    '0/2 nodes are available: 2 node(s) had volume node affinity conflict.',
  ])('fires on: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-taint-affinity proven');
  });
  it('leaves other obstacles to their causes', async () => {
    expect(answerOf(await diagnoseObjects(unscheduled('0/2 nodes are available: 2 Insufficient cpu.')))).toBe(
      'unschedulable-resources proven',
    );
  });
  it('gives the scheduler half a minute', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          unscheduled("0/2 nodes are available: 2 node(s) had taint {a: b}, that the pod didn't tolerate.", 0.2),
        ),
      ),
    ).toBe('healthy');
  });
  it('quotes what the pod asks of a node as it stands in the pod', async () => {
    const spec = {
      nodeSelector: { 'disk/type': 'ssd' },
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
      ],
    };
    const message = '0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.';
    const { evidence } = await diagnoseObjects(unscheduled(message, 20, spec));
    expect(evidence).toContainEqual(
      expect.objectContaining({
        fields: [
          { path: 'spec.nodeSelector["disk/type"]', value: 'ssd', decisive: false },
          { path: 'spec.tolerations[1].key', value: 'gpu', decisive: false },
          { path: 'spec.tolerations[1].operator', value: 'Equal', decisive: false },
          { path: 'spec.tolerations[1].value', value: 'yes', decisive: false },
          { path: 'spec.tolerations[1].effect', value: 'NoSchedule', decisive: false },
        ],
      }),
    );
  });
});
