import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../model/diagnosis';
import {
  ago,
  deployment,
  diagnoseObjects,
  nodeReady,
  podName,
  podOf,
  settledPod,
  terminated,
  waiting,
} from './testing/build';

const looping = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) });
const node = (status: string, minutes = 1) => nodeReady(status, 'r', minutes);
const stepsFor = async (status: string, containerStatus = looping) => {
  const pod = podOf({ status: { phase: 'Running', containerStatuses: [containerStatus] } });
  const { remedies } = await diagnoseObjects([...deployment(), pod, node(status)]);
  return remedies.map(({ id }) => id);
};

describe('the offer to read a log', () => {
  it('is made where the kubelet answers', async () => {
    expect(await stepsFor('True')).toContain('show-logs');
  });

  it('is not made where the node has gone silent, and something is left to do', async () => {
    const steps = await stepsFor('Unknown');
    expect(steps).not.toContain('show-logs');
    expect(steps.length).toBeGreaterThan(0);
  });
});

describe('a log that was not read', () => {
  const headlineOf = async (logs: Record<string, { previous: string }>) => {
    const pod = podOf({ status: { phase: 'Running', containerStatuses: [looping] } });
    const { primary } = await diagnoseObjects([...deployment(), pod, node('True')], { logs });
    expect(primary?.cause).toBe('unknown');
    return primary ? plainHeadline(primary.headline) : '';
  };

  it('is not called silent', async () => {
    expect(await headlineOf({})).toContain('its log could not be read');
    expect(await headlineOf({ [`${podName}/main`]: { previous: 'served 3 pages\n' } })).toContain('nothing says why');
  });
});

describe('a step of a contributing cause', () => {
  it('says which cause it is for, and those of the headline do not', async () => {
    const lost = settledPod();
    const waits = podOf({
      node: null,
      age: 20,
      status: {
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
            lastTransitionTime: ago(20),
          },
        ],
      },
    });
    const second = { ...waits, metadata: { ...waits.metadata, name: 'app-66b7d9c8f-waits' } };
    const { primary, remedies } = await diagnoseObjects([...deployment(2), lost, second, node('Unknown', 30)]);
    expect(primary?.cause).toBe('node-lost');
    const labelled = remedies.filter(({ why }) => why.startsWith('For the contributing cause “'));
    expect(labelled.map(({ id }) => id)).not.toEqual([]);
    expect(labelled.map(({ title }) => title)).not.toContain('Look at node n1');
  });
});
