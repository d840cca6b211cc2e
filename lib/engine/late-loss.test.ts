import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, nodeReady, podOf, runningFor, terminated, waiting } from './testing/build';

type Pod = ReturnType<typeof podOf>;
const named = (pod: Pod, letter: string): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, name: `app-66b7d9c8f-${letter.repeat(5)}` },
});
/** In back-off since so many minutes, on a node that answers, or on the one that is lost. */
const looping = (letter: string, sinceMinutes: number, node: string, lastMinutes = 2): Pod => {
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: ago(sinceMinutes) }];
  const status = waiting('main', 'CrashLoopBackOff', '', { restartCount: 9, lastState: terminated(1, lastMinutes) });
  return named(podOf({ age: 60, node, status: { phase: 'Running', conditions, containerStatuses: [status] } }), letter);
};
const well = (letter: string): Pod => {
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: ago(5) }];
  const containerStatuses = [runningFor('main', 600)];
  return named(podOf({ age: 600, status: { phase: 'Running', conditions, containerStatuses } }), letter);
};

/** Node n1 is lost since five minutes. */
async function told(...pods: Pod[]) {
  const previous = 'ERROR JWT_SECRET is not set\n';
  const logs = Object.fromEntries(['a', 'b'].map((l) => [`app-66b7d9c8f-${l.repeat(5)}/main`, { previous }]));
  const objects = [...deployment(pods.length), ...pods, nodeReady('Unknown', 'NodeStatusUnknown', 5)];
  const { primary, contributing } = await diagnoseObjects(objects, { logs });
  return [primary, ...contributing].map((one) => `${one?.cause ?? ''} ${one?.pods.affected ?? 0}`);
}

describe('a node that is lost while pods elsewhere die', () => {
  it('is told after what they died of before', async () => {
    expect(await told(looping('a', 30, 'n2'), well('x'))).toEqual(['missing-env-var 1', 'node-lost 1']);
    expect(await told(looping('c', 30, 'n2'), well('x'))).toEqual(['unknown 1', 'node-lost 1']);
  });

  it('is told before what they began to die of with it, or since', async () => {
    expect(await told(looping('a', 5.5, 'n2'), well('x'))).toEqual(['node-lost 1', 'missing-env-var 1']);
    expect(await told(looping('a', 3, 'n2'), well('x'))).toEqual(['node-lost 1', 'missing-env-var 1']);
  });

  it('does not explain what pods of other nodes die of with the lost one', async () => {
    const both = [looping('a', 30, 'n2'), looping('b', 30, 'n1', 6)];
    expect(await told(...both)).toEqual(['missing-env-var 2', 'node-lost 1']);
  });

  it('comes first where it takes more pods along', async () => {
    expect((await told(looping('a', 30, 'n2'), well('x'), well('y')))[0]).toBe('node-lost 2');
  });
});
