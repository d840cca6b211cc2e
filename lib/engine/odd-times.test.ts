import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../model/diagnosis';
import { ago, deployment, diagnoseObjects, podOf, terminated, waiting } from './testing/build';

/** A pod whose container loops, killed for memory, with odd times about it. */
function looping(message: string, metadata: Record<string, unknown> = {}, spec: Record<string, unknown> = {}) {
  const last = terminated(137, 5, { reason: 'OOMKilled' });
  const status = waiting('main', 'CrashLoopBackOff', message, { restartCount: 5, lastState: last });
  const pod = podOf({ status: { phase: 'Running', containerStatuses: [status] }, spec });
  return { ...pod, metadata: { ...pod.metadata, ...metadata } };
}
const node = {
  kind: 'Node',
  metadata: { name: 'n1' },
  spec: {
    taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '+275760-09-13T00:00:00Z' }],
  },
  status: { conditions: [{ type: 'Ready', status: 'Unknown', lastTransitionTime: '+275760-09-13T00:00:00Z' }] },
};
const backOff = 'back-off 5m0s restarting failed container';

describe('a workload with an odd but type-correct time', () => {
  it.each([
    ['a grace of 1e13 s', [looping(backOff, { deletionTimestamp: ago(5), deletionGracePeriodSeconds: 1e13 })]],
    ['a grace of int64', [looping(backOff, { deletionTimestamp: ago(5), deletionGracePeriodSeconds: 2 ** 63 })]],
    ['a back-off of 3000000000 h', [looping('back-off 3000000000h restarting failed container')]],
    [
      'a node lost in the year 275760',
      [
        looping(
          backOff,
          {},
          { tolerations: [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 2 ** 63 }] },
        ),
        node,
      ],
    ],
  ])('is diagnosed all the same: %s', async (_, objects) => {
    const { primary, restarts } = await diagnoseObjects([...deployment(), ...objects]);
    expect(primary).not.toBeNull();
    expect(restarts.next.every(({ at }) => at < '2027')).toBe(true);
  });

  it('names no deadline that nothing can wait for', async () => {
    const job = {
      kind: 'Job',
      metadata: { name: 'j' },
      spec: { activeDeadlineSeconds: 2 ** 63, backoffLimit: 2 ** 63 },
      status: {
        startTime: ago(10),
        failed: 1,
        conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded', lastTransitionTime: ago(4) }],
      },
    };
    const { primary } = await diagnoseObjects([job], { workload: 'Job/j' });
    expect(plainHeadline(primary?.headline ?? [])).toBe('j was ended because it ran longer than its deadline');
  });
});
