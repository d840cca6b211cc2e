import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  terminated,
  waiting,
} from '../testing/build';

/** The kill of them all, in minutes before now. */
const killedAgo = 20;

/** That Deployment, whose container passed its limit, or lost to its node; and the node's conditions. */
function killed(conditions: Record<string, string>[], ...told: ReturnType<typeof event>[]) {
  const lastState = terminated(137, killedAgo, { reason: 'OOMKilled' });
  const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
  const container = { resources: { limits: { memory: '256Mi' } } };
  const node = { kind: 'Node', metadata: { name: 'n1' }, spec: {}, status: { conditions } };
  return [...deployment(), podOf({ age: 90, container, status: { containerStatuses: [main] } }), node, ...told];
}

const logs = { [`${podName}/main`]: { previous: 'listening on 8080\n' } };
const told = async (...given: Parameters<typeof killed>) => {
  const diagnosis = await diagnoseObjects(killed(...given), { logs });
  return { answer: answerOf(diagnosis), out: diagnosis.ruledOut.map(({ cause }) => cause) };
};
const condition = (type: string, status: string, minutes: number) => ({
  type,
  status,
  reason: 'r',
  lastTransitionTime: ago(minutes),
});

describe('the memory pressure of a node', () => {
  it.each([
    ['True', 18, 'likely'],
    ['True', 17.9, 'proven'],
    ['False', 20.1, 'proven'],
    ['False', 20, 'likely'],
    ['False', 13, 'likely'],
    ['False', 12.9, 'proven'],
    ['Unknown', 14, 'proven'],
  ])('%s since %d minutes, beside a kill 20 minutes ago: %s', async (status, minutes, certainty) => {
    const { answer, out } = await told([condition('MemoryPressure', status, minutes), condition('Ready', 'True', 80)]);
    expect(answer).toBe(`oom-killed-limit ${certainty}`);
    expect(out.includes('oom-killed-node')).toBe(certainty === 'proven');
  });

  it('is not what a node that comes back says of itself with all the rest', async () => {
    const { answer } = await told([condition('MemoryPressure', 'False', 14), condition('Ready', 'True', 14)]);
    expect(answer).toBe('oom-killed-limit proven');
  });
});

it.each([
  [10, 'oom-killed-node likely'],
  [11, 'oom-killed-limit likely'],
  [120, 'oom-killed-limit likely'],
  [121, 'oom-killed-limit proven'],
])('a node that was out of memory %d seconds before or after: %s', async (seconds, expected) => {
  for (const minutes of [killedAgo + seconds / 60, killedAgo - seconds / 60]) {
    const out = event('Node/n1', 'SystemOOM', 'System OOM encountered, victim process: app', {
      lastTimestamp: ago(minutes),
    });
    expect((await told([condition('Ready', 'True', 80)], out)).answer).toBe(expected);
  }
});
