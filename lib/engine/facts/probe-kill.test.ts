import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, event, podName, podOf, terminated } from '../testing/build';

/** Runs again since its last run, of six minutes, ended by a stop signal four minutes ago; nobody announced a kill. */
async function answerTo(failures: { count: number; firstTimestamp: string; lastTimestamp: string }): Promise<string> {
  const message = 'Liveness probe failed: HTTP probe failed with statuscode: 500';
  const diagnosis = await diagnoseObjects([
    ...deployment(),
    podOf({
      container: {
        livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 },
      },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(3.9) }],
        containerStatuses: [
          {
            name: 'main',
            restartCount: 1,
            ready: true,
            started: true,
            state: { running: { startedAt: ago(3.9) } },
            lastState: terminated(143, 4, { startedAt: ago(10) }),
          },
        ],
      },
    }),
    event(`Pod/${podName}`, 'Unhealthy', message, {
      ...failures,
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
    }),
  ]);
  return answerOf(diagnosis);
}

const byProbe = 'liveness-probe-failing likely';

describe('a kill by a probe that nobody announced', () => {
  it.each([
    ['began before it and goes on, six times', 6, 4.5, 0.2, true],
    ['began before it and goes on, five times', 5, 4.5, 0.2, false],
    ['began in its second', 6, 4, 0.2, false],
    ['began after it', 6, 3.9, 0.2, false],
    ['came just before it, three times', 3, 4.4, 4.05, true],
    ['came just before it, two times', 2, 4.4, 4.05, false],
    ['came as long before it as a stop may take', 3, 6, 4 + 100 / 60, true],
    ['came longer before it', 3, 6, 4 + 101 / 60, false],
    ['came with it: two clocks write the times', 3, 4.4, 4 - 5 / 60, true],
    ['came after it, three times', 3, 4.4, 4 - 6 / 60, false],
  ])('is read from failures, where their event %s', async (_, count, first, last, isProbe) => {
    const answer = await answerTo({ count, firstTimestamp: ago(first), lastTimestamp: ago(last) });
    expect(answer === byProbe, answer).toBe(isProbe);
  });
});
