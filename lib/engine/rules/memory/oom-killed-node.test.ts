import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  nodeReady,
  podOf,
  terminated,
  waiting,
} from '../../testing/build';
import { saysOf } from '../../testing/play';

describe('oom-killed-node', () => {
  it('fires', async () => {
    expect(await saysOf('oom-killed-node.fires', 'oom-killed-node')).toMatch(/^proven: .*rack1-n2/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('oom-killed-node.near-miss', 'oom-killed-node')).toBeNull();
  });

  it('holds without a limit and a request', async () => {
    expect(
      await saysOf('oom-killed-node.fires', 'oom-killed-node', {
        field: 'Pod/tile-renderer-7b6f8c9d4c-2hjzp:spec.containers.0.resources',
      }),
    ).toMatch(/^proven/);
  });

  it('quotes the limit in force after a resize in place', async () => {
    const given = (memory: string) => ({ limits: { memory }, requests: { memory: '64Mi' } });
    const lastState = terminated(137, 2, { reason: 'OOMKilled' });
    const more = { restartCount: 6, lastState, resources: given('512Mi') };
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', more);
    const pod = podOf({ container: { resources: given('256Mi') }, status: { containerStatuses: [main] } });
    const out = event('Node/n1', 'SystemOOM', 'System OOM encountered, victim process: app', { lastTimestamp: ago(2) });
    const diagnosis = await diagnoseObjects([...deployment(), pod, nodeReady('True', 'KubeletReady', 60), out]);
    expect(answerOf(diagnosis)).toBe('oom-killed-node proven');
    const quoted = diagnosis.evidence.flatMap((each) => (each.kind === 'field' ? each.fields : []));
    expect(quoted).toContainEqual(
      expect.objectContaining({ path: 'status.containerStatuses[0].resources.limits.memory', value: '512Mi' }),
    );
  });
});
