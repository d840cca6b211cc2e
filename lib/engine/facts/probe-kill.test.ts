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
  waiting,
} from '../testing/build';

/** Runs again since its last run, of six minutes, ended by a stop signal four minutes ago; nobody announced a kill. */
async function answerTo(
  failures: { count: number; firstTimestamp: string; lastTimestamp: string },
  gathered = '',
): Promise<string> {
  const message = `${gathered}Liveness probe failed: HTTP probe failed with statuscode: 500`;
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

  it('is not read from a count of other messages, which the kubelet gathered', async () => {
    const failures = { count: 40, firstTimestamp: ago(4.5), lastTimestamp: ago(4.05) };
    expect(await answerTo(failures)).toBe(byProbe);
    expect(await answerTo(failures, '(combined from similar events): ')).not.toBe(byProbe);
  });
});

describe('a kill of a loop whose kubelet has long written no event of it', () => {
  const ended = async (count: number, lastAgo: number, exitCode = 137) => {
    const probe = { exec: { command: ['ready'] }, initialDelaySeconds: 60, periodSeconds: 10, failureThreshold: 3 };
    const main = {
      ...waiting('main', 'CrashLoopBackOff', '', { restartCount: 6 }),
      lastState: terminated(exitCode, 4, { startedAt: ago(7) }),
    };
    const objects = [
      ...deployment(),
      podOf({ container: { livenessProbe: probe }, status: { phase: 'Running', containerStatuses: [main] } }),
      event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: command "ready" timed out', {
        count,
        firstTimestamp: ago(lastAgo + 10),
        lastTimestamp: ago(lastAgo),
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      }),
    ];
    return answerOf(await diagnoseObjects(objects));
  };

  it('is possible where its probe failed often enough for every restart', async () => {
    expect(await ended(25, 12)).toBe('liveness-probe-failing possible');
  });

  it.each([
    ['it failed less often', 17, 12, 137],
    ['that was too long ago', 25, 25, 137],
    ['it ended with a code of its own', 25, 12, 1],
  ])('is not read from them where %s', async (_, count, lastAgo, exitCode) => {
    expect(await ended(count, lastAgo, exitCode)).toBe('unknown possible');
  });
});

describe('a kill by a probe that was announced for this end', () => {
  const ended = async (exitCode: number, gapSeconds: number, previous: string) => {
    const endedAgo = 4;
    const objects = [
      ...deployment(),
      podOf({
        container: { livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10, failureThreshold: 3 } },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(3.9) }],
          containerStatuses: [
            {
              ...runningFor('main', 3.9),
              restartCount: 1,
              lastState: terminated(exitCode, endedAgo, { startedAt: ago(10) }),
            },
          ],
        },
      }),
      event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
        lastTimestamp: ago(endedAgo + gapSeconds / 60),
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      }),
    ];
    return answerOf(await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous } } }));
  };
  const said = 'serving\n';
  const panicked =
    'serving\npanic: the ledger is out of balance\n\ngoroutine 1 [running]:\nmain.main()\n\t/m.go:1 +0x1\n';
  const heard = 'serving\nreceived SIGTERM, shutting down gracefully\n';

  it.each([
    ['a code of a stop', 143, 0, said, 'liveness-probe-failing proven'],
    ['a code of a stop', 0, 5, said, 'liveness-probe-failing proven'],
    ['the code of a Go program that was stopped', 2, 0, said, 'liveness-probe-failing proven'],
    ['the code of a Go program that panicked', 2, 2, panicked, 'app-error-uncaught likely'],
    ['a code of its own, after it heard the signal', 1, 0, heard, 'liveness-probe-failing proven'],
    ['a code of its own', 1, 0, said, 'liveness-probe-failing likely'],
    ['a code of its own', 1, 10, said, 'liveness-probe-failing likely'],
    ['a code of its own, whose log says why', 1, 2, panicked, 'app-error-uncaught likely'],
    ['a word that is dated after the end', 143, -1, said, 'liveness-probe-failing likely'],
    ['a word that is dated after an end of its own', 2, -1, panicked, 'app-error-uncaught likely'],
    ['a code of its own, well after the announcement', 1, 3, panicked, 'liveness-probe-failing likely'],
  ])('is proven by the marks of a stop: %s, %d after %d s', async (_, exitCode, gapSeconds, log, expected) => {
    expect(await ended(exitCode, gapSeconds, log)).toBe(expected);
  });
});

describe('a kill whose own announcement was overtaken by that of the next', () => {
  /** The fourth run goes on and is being killed; the third ended by SIGTERM three minutes ago. */
  async function certaintyOf(count: number, last: object = terminated(143, 3, { startedAt: ago(4) })): Promise<string> {
    const objects = [
      ...deployment(),
      podOf({
        container: { livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10, failureThreshold: 3 } },
        status: {
          containerStatuses: [
            { ...runningFor('main', 1), restartCount: 3, ready: false, started: true, lastState: last },
          ],
        },
      }),
      event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
        count,
        firstTimestamp: ago(12),
        lastTimestamp: ago(0.2),
        source: { component: 'kubelet' },
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      }),
    ];
    const logs = { [`${podName}/main`]: { previous: 'listening\n' } };
    return answerOf(await diagnoseObjects(objects, { logs }));
  }

  it.each([
    [4, 'proven'],
    [3, 'likely'],
    // Said twice of one run, it may lack another.
    [5, 'likely'],
  ])('is counted: %i kills in three runs and the one that goes on', async (count, certainty) => {
    expect(await certaintyOf(count)).toBe(`liveness-probe-failing ${certainty}`);
  });

  it('is none where the program ended by a code of its own', async () => {
    expect(await certaintyOf(4, terminated(3, 3, { startedAt: ago(4) }))).not.toContain('proven');
  });
});

describe('an end of which no event is left', () => {
  const probe = {
    tcpSocket: { port: 53 },
    initialDelaySeconds: 5,
    periodSeconds: 5,
    timeoutSeconds: 1,
    failureThreshold: 3,
  };
  const startup = { startupProbe: probe };
  const liveness = { livenessProbe: probe };
  const about = { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' };
  const backOff = event(`Pod/${podName}`, 'BackOff', 'Back-off restarting failed container', { involvedObject: about });
  const failed = event(`Pod/${podName}`, 'Unhealthy', 'Startup probe failed: dial tcp: connect: connection refused', {
    count: 20,
    firstTimestamp: ago(55),
    lastTimestamp: ago(25),
    involvedObject: about,
  });
  /** Restarted many times; the last run took so many seconds, and its log says so much. */
  const ends = async (
    container: Record<string, unknown>,
    exitCode: number,
    seconds: number,
    events: ReturnType<typeof event>[] = [],
    previous?: string,
  ) => {
    const status = {
      ...waiting('main', 'CrashLoopBackOff', 'back-off 5m0s restarting failed container=main'),
      restartCount: 40,
      lastState: terminated(exitCode, 2, { startedAt: ago(2 + seconds / 60) }),
    };
    const objects = [...deployment(), podOf({ container, status: { containerStatuses: [status] } }), ...events];
    const logs = previous === undefined ? {} : { logs: { [`${podName}/main`]: { previous } } };
    return answerOf(await diagnoseObjects(objects, logs));
  };

  it.each([
    ['comes with the third miss of its startup probe', startup, 143, 15, 'startup-probe-failing possible'],
    ['comes before the third', startup, 143, 12, 'unknown possible'],
    ['comes a tick later', startup, 143, 25, 'startup-probe-failing possible'],
    ['comes long after the third', startup, 143, 40, 'unknown possible'],
    ['comes with the third miss of its liveness probe', liveness, 143, 15, 'liveness-probe-failing possible'],
    ['has a code of many programs that take SIGTERM', startup, 0, 15, 'exits-zero possible'],
    ['is none by SIGTERM', startup, 1, 15, 'unknown possible'],
  ])('%s', async (_, container, exitCode, seconds, answer) => {
    expect(await ends(container, exitCode, seconds)).toBe(answer);
  });

  it('is none of the liveness probe while the startup probe holds that back', async () => {
    const both = { startupProbe: { ...probe, failureThreshold: 30 }, livenessProbe: probe };
    expect(await ends(both, 143, 15)).toBe('unknown possible');
  });

  it('is none of a probe where events are left, and none of a failure', async () => {
    expect(await ends(startup, 143, 15, [backOff])).toBe('unknown possible');
  });

  it('is the probe’s by any code of a stopped program in its time, where it is known to fail', async () => {
    expect(await ends(startup, 0, 15, [failed])).toBe('startup-probe-failing possible');
    expect(await ends(startup, 0, 60, [failed])).toMatch(/^exits-zero/);
  });

  it.each([
    ['Error: connect ECONNREFUSED 10.0.0.1:5432\nshutting down\n', 1, 'dependency-unreachable likely'],
    ['ERROR consumer left the group\nINFO shutting down\n', 1, 'app-error-uncaught likely'],
    ['processed 100 messages, queue empty\nshutting down\n', 0, 'exits-zero possible'],
    ['received SIGTERM, shutting down\n', 0, 'liveness-probe-failing possible'],
    ['Error: connect ECONNREFUSED 10.0.0.1:5432\nreceived SIGTERM, shutting down\n', 0, 'exits-zero possible'],
  ])('is the probe’s only where its log names a signal, and nothing else: %j', async (previous, exitCode, answer) => {
    expect(await ends(liveness, exitCode, 15, [], previous)).toBe(answer);
  });
});
