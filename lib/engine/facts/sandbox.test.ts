import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  terminated,
} from '../testing/build';

/** A container that is up again for two minutes, after a run of so many that ended with that code. */
function app(exitCode: number, ran: number) {
  const lastState = terminated(exitCode, 3, { startedAt: ago(3 + ran) });
  const main = { ...runningFor('main', 2), restartCount: 1, lastState };
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: ago(2) }];
  return [...deployment(), podOf({ age: 3000, status: { phase: 'Running', conditions, containerStatuses: [main] } })];
}

const by = { source: { component: 'kubelet' }, lastTimestamp: ago(2.2) };
const changed = event(`Pod/${podName}`, 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.', by);
const rebooted = event('Node/n1', 'Rebooted', 'Node n1 has been rebooted, boot id: 4c0f', by);
const node = { kind: 'Node', metadata: { name: 'n1' }, spec: {}, status: {} };
const logs = { [`${podName}/main`]: { current: 'listening\n', previous: 'listening\n' } };
const of = async (...objects: Parameters<typeof diagnoseObjects>[0]) =>
  answerOf(await diagnoseObjects(objects, { logs }));

describe('an end as the node or its runtime was restarted', () => {
  it.each([0, 2, 137, 143])('is nobody’s fault, with code %d', async (code) => {
    expect([await of(...app(code, 600), changed), await of(...app(code, 600), node, rebooted)]).toEqual([
      'healthy',
      'healthy',
    ]);
  });

  it.each([0, 137])('is so however long the node was down, with code %d', async (code) => {
    const late = { source: { component: 'kubelet' }, lastTimestamp: ago(2.2) };
    const pod = (startedAgo: number) => {
      const main = {
        ...runningFor('main', startedAgo),
        restartCount: 1,
        lastState: terminated(code, 9, { startedAt: ago(600) }),
      };
      const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: ago(startedAgo) }];
      return podOf({ age: 3000, status: { phase: 'Running', conditions, containerStatuses: [main] } });
    };
    const said = [
      event(`Pod/${podName}`, 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.', late),
      event('Node/n1', 'Rebooted', 'Node n1 has been rebooted, boot id: 4c0f', late),
      node,
    ];
    expect(await of(...deployment(), pod(2), ...said)).toBe('healthy');
    // It had been started before that: something else ended it.
    expect(await of(...deployment(), pod(8.9), ...said)).not.toBe('healthy');
  });

  it('is told where the program ended with a code of its own, or where nothing says so', async () => {
    expect([await of(...app(1, 600), changed), await of(...app(137, 600))]).toEqual([
      'unknown possible',
      'unknown possible',
    ]);
  });

  it('is no proof of a memory limit that was passed, and one before the run is no doubt of it', async () => {
    const oom = (startedAgo: number) => {
      const lastState = terminated(137, 3, { reason: 'OOMKilled', startedAt: ago(startedAgo) });
      const main = { ...runningFor('main', 2), restartCount: 1, lastState };
      const container = { resources: { limits: { memory: '256Mi' } } };
      return [...deployment(), podOf({ container, status: { phase: 'Running', containerStatuses: [main] } })];
    };
    const before = event('Node/n1', 'Rebooted', 'Node n1 has been rebooted, boot id: 4c0f', {
      ...by,
      lastTimestamp: ago(4.5),
    });
    expect([await of(...oom(600), changed), await of(...oom(600), node, rebooted)]).toEqual([
      'oom-killed-limit likely',
      'oom-killed-limit likely',
    ]);
    expect([await of(...oom(4), node, before), await of(...oom(600), node)]).toEqual([
      'oom-killed-limit proven',
      'oom-killed-limit proven',
    ]);
  });

  it('is told of a run that was short, and never proven to have ended by itself', async () => {
    expect([await of(...app(0, 2), changed), await of(...app(0, 2))]).toEqual([
      'exits-zero likely',
      'exits-zero proven',
    ]);
  });
});
