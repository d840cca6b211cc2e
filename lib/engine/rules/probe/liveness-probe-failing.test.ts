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
} from '../../testing/build';
import { replay } from '../../scenarios/replay';
import { readScenario, saysOf } from '../../testing/play';

describe('liveness-probe-failing', () => {
  it('fires', async () => {
    expect(await saysOf('liveness-probe-failing.fires', 'liveness-probe-failing')).toMatch(/^proven: .*\/healthz.*503/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('liveness-probe-failing.near-miss', 'liveness-probe-failing')).toBeNull();
  });

  it('holds by the Killing event alone', async () => {
    expect(await saysOf('liveness-probe-failing.fires', 'liveness-probe-failing', { event: 'Unhealthy' })).toMatch(
      /^proven/,
    );
  });

  it.each([
    ['proven where the log was read and is empty', { previous: '' }, 'proven'],
    ['only likely where no log was read: it may have been starting still', {}, 'likely'],
  ])('is %s', async (_, log, certainty) => {
    const scenario = readScenario('liveness-probe-failing.fires');
    const [key = ''] = Object.keys(scenario.logs);
    const { primary } = (await replay({ ...scenario, logs: { [key]: log } })).diagnosis;
    expect(primary).toMatchObject({ cause: 'liveness-probe-failing', certainty });
  });

  /** Stopped after a minute; 401 has been the answer for half an hour, and still was so many minutes ago. No event says who stopped it. */
  const refused = (minutes: number, count: number) => [
    ...deployment(),
    podOf({
      container: { livenessProbe: { httpGet: { path: '/', port: 8080 } } },
      status: {
        phase: 'Running',
        containerStatuses: [
          waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState: terminated(143, 1) }),
        ],
      },
    }),
    event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 401', {
      count,
      firstTimestamp: ago(25),
      lastTimestamp: ago(minutes),
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
    }),
  ];

  it.each([
    [1.1, 3, 'liveness-probe-failing likely'],
    [0.5, 6, 'liveness-probe-failing likely'],
    [0.5, 5, 'unknown possible'],
    [5, 18, 'unknown possible'],
  ])(
    'is likely where it failed up to the end, or before and after it: %d minutes ago, %i times',
    async (minutes, count, expected) => {
      expect(answerOf(await diagnoseObjects(refused(minutes, count)))).toBe(expected);
    },
  );
});
