import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, podOf, runningFor } from './testing/build';

const lost = { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown', message: 'could not be located' } };
const node = (status: string) => ({
  kind: 'Node',
  metadata: { name: 'n1' },
  spec: {},
  status: { conditions: [{ type: 'Ready', status, reason: 'r', message: 'm', lastTransitionTime: ago(5) }] },
});
const runningPod = podOf({
  age: 60,
  status: { phase: 'Running', containerStatuses: [runningFor('main', 60)] },
});

describe('the runs', () => {
  it('have ended where the kubelet lost the container, once, and nothing was restarted', async () => {
    const status = { name: 'main', ready: false, restartCount: 1, state: lost, lastState: lost };
    const pod = podOf({ status: { phase: 'Failed', reason: 'Evicted', message: 'm', containerStatuses: [status] } });
    const { runs, restarts } = await diagnoseObjects([...deployment(), pod]);
    expect(runs).toMatchObject([{ startedAt: null, finishedAt: null, endedBy: 'node', exitCode: 137 }]);
    expect(restarts).toMatchObject({ total: 0, lastHour: 0 });
  });
  it('are known only until their node fell silent', async () => {
    const { runs } = await diagnoseObjects([...deployment(), runningPod, node('Unknown')]);
    expect(runs).toMatchObject([{ finishedAt: null, endedBy: null, silentSince: ago(5) }]);
  });
  it('go on where the kubelet of a node that is not ready still speaks', async () => {
    const { runs } = await diagnoseObjects([...deployment(), runningPod, node('False')]);
    expect(runs).toMatchObject([{ endedBy: null }]);
    expect(runs[0]?.silentSince).toBeUndefined();
  });
});
