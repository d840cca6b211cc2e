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

  it.each([
    ['failed liveness probe, will be restarted', 'liveness-probe-failing proven'],
    ['Stopping container main', 'healthy'],
  ])('ended the work of a pod that counts as done: %s', async (said, answer) => {
    const main = { name: 'main', ready: false, restartCount: 4, state: terminated(0, 2), lastState: terminated(0, 4) };
    const about = { involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' } };
    const probe = { httpGet: { path: '/health', port: 80 }, initialDelaySeconds: 5, periodSeconds: 5 };
    const objects = [
      ...deployment(),
      podOf({
        spec: { restartPolicy: 'OnFailure' },
        container: { livenessProbe: probe },
        status: { phase: 'Succeeded', containerStatuses: [main] },
      }),
      event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 404', {
        ...about,
        count: 15,
        firstTimestamp: ago(20),
        lastTimestamp: ago(2),
      }),
      event(`Pod/${podName}`, 'Killing', `Container main ${said}`.replace('Container main Stop', 'Stop'), {
        ...about,
        type: 'Normal',
        source: { component: 'kubelet' },
        lastTimestamp: ago(2),
      }),
    ];
    const logs = { [`${podName}/main`]: { current: 'listening on :80\n', previous: 'listening on :80\n' } };
    expect(answerOf(await diagnoseObjects(objects, { logs }))).toBe(answer);
  });

  it.each([
    ['the kernel for memory', 137, 'OOMKilled', 17, 'oom-killed-limit likely', true],
    ['nobody knows what', 1, 'Error', 17, 'unknown possible', true],
    ['the kernel, long after', 137, 'OOMKilled', 75, 'oom-killed-limit likely', false],
  ])('stands beside what ended the last run, %s, by the kills before it', async (...row) => {
    const [, exitCode, reason, minutes, answer, told] = row;
    const about = { involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' } };
    const lastState = terminated(exitCode, 1, { reason, startedAt: ago(15) });
    const objects = [
      ...deployment(),
      podOf({
        container: {
          resources: { limits: { memory: '64Mi' } },
          livenessProbe: { httpGet: { path: '/h', port: 8080 }, failureThreshold: 3 },
        },
        status: {
          containerStatuses: [waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState })],
        },
      }),
      event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
        ...about,
        source: { component: 'kubelet' },
        count: 5,
        firstTimestamp: ago(minutes + 30),
        lastTimestamp: ago(minutes),
      }),
    ];
    const diagnosis = await diagnoseObjects(objects);
    expect(answerOf(diagnosis)).toBe(answer);
    const beside = diagnosis.contributing.find(({ cause }) => cause === 'liveness-probe-failing');
    expect(beside !== undefined).toBe(told);
    if (beside) expect(JSON.stringify(beside)).toMatch(/was killed by its liveness probe before.*5 times since/);
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
    [0.5, 5, 'liveness-probe-failing possible'],
    // Events of the last run may be lost, where those of the others are not.
    [5, 18, 'liveness-probe-failing possible'],
    [5, 17, 'liveness-probe-failing possible'],
  ])(
    'is likely where it failed up to the end, or before and after it: %d minutes ago, %i times',
    async (minutes, count, expected) => {
      expect(answerOf(await diagnoseObjects(refused(minutes, count)))).toBe(expected);
    },
  );

  describe('an end that the kubelet’s SIGKILL is too late for', () => {
    /** The kubelet announced the kill so many seconds before the end, of 30 that it gives. */
    async function ended(reason: string, seconds: number, more: object = {}) {
      const about = { involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' } };
      const at = { ...about, source: { component: 'kubelet' }, lastTimestamp: ago(2 + seconds / 60) };
      const lastState = terminated(137, 2, { reason, startedAt: ago(25) });
      const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
      const livenessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 10 };
      const container = { livenessProbe, resources: { limits: { memory: '256Mi' } }, ...more };
      const objects = [
        ...deployment(),
        podOf({ container, status: { containerStatuses: [main] } }),
        event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: context deadline exceeded', { ...at, count: 3 }),
        event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', at),
      ];
      const diagnosis = await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous: 'listening\n' } } });
      return {
        answer: answerOf(diagnosis),
        claims: JSON.stringify(diagnosis.primary?.claims),
        steps: diagnosis.remedies.map(({ id }) => id),
      };
    }

    it.each([
      [1, 'likely', 'killed it for memory 29 s before'],
      [10, 'likely', 'killed it for memory 20 s before'],
      [30, 'proven', 'killed a process in it for memory; its limit is 256Mi'],
    ])('tells of the memory that it ran out of %i s after the word', async (seconds, certainty, words) => {
      const { answer, claims, steps } = await ended('OOMKilled', seconds);
      expect(answer).toBe(`liveness-probe-failing ${certainty}`);
      expect(claims).toContain(words);
      expect(steps).toContain('set-memory-limit');
    });

    it('says of a bare 137 that something else killed', async () => {
      const { answer, claims, steps } = await ended('Error', 1);
      expect(answer).toBe('liveness-probe-failing likely');
      expect(claims).toContain(
        'SIGKILL ended it 29 s before the kubelet’s own SIGKILL was due: something else sent it',
      );
      expect(steps).toContain('describe-node');
    });

    it('knows nothing of the kind where the whole grace was used', async () => {
      const { answer, claims } = await ended('Error', 30);
      expect(answer).toBe('liveness-probe-failing proven');
      expect(claims).not.toMatch(/something else|memory/);
    });

    it('is silent of the time where the grace may be another one', async () => {
      const { claims } = await ended('Error', 5, { resources: undefined });
      expect(claims).not.toContain('something else');
    });
  });
});
