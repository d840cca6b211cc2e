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
} from '../../testing/build';
import { saysOf } from '../../testing/play';

describe('post-start-hook-failed', () => {
  it('fires', async () => {
    expect(await saysOf('post-start-hook-failed.fires', 'post-start-hook-failed')).toMatch(/^proven: .*postStart hook/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('post-start-hook-failed.near-miss', 'post-start-hook-failed')).toBeNull();
  });

  it('needs only the hook’s own event', async () => {
    expect(await saysOf('post-start-hook-failed.fires', 'post-start-hook-failed', { event: 'Killing' })).toMatch(
      /^proven/,
    );
  });

  it.each([
    [6.55, 'post-start-hook-failed proven'],
    [30, 'unknown possible'],
  ])('ended the last run where it failed within it: %s minutes ago', async (minutes, answer) => {
    const status = { ...runningFor('main', 6), restartCount: 3, lastState: terminated(137, 6.5) };
    const hook = event(`Pod/${podName}`, 'FailedPostStartHook', 'PostStartHook failed', {
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      source: { component: 'kubelet' },
      lastTimestamp: ago(minutes),
    });
    const container = { lifecycle: { postStart: { exec: { command: ['/hook.sh'] } } } };
    const pod = podOf({ age: 40, container, status: { phase: 'Running', containerStatuses: [status] } });
    expect(answerOf(await diagnoseObjects([...deployment(), pod, hook]))).toBe(answer);
  });

  it.each([
    ['killed for memory', terminated(137, 2, { reason: 'OOMKilled' }), '', 'oom-killed-limit likely'],
    ['a panic', terminated(2, 2), 'panic: assignment to entry in nil map', 'app-error-uncaught likely'],
    ['an error of its own', terminated(1, 2), 'FATAL cannot sort parcels', 'app-error-uncaught likely'],
    ['a code of its own, and no word', terminated(1, 2), 'sorting', 'post-start-hook-failed possible'],
    ['an end of 137', terminated(137, 2), 'sorting', 'post-start-hook-failed likely'],
    ['success, at once', terminated(0, 2), 'sorting', 'post-start-hook-failed possible'],
    ['what a Go program leaves that is stopped', terminated(2, 2), 'sorting', 'post-start-hook-failed possible'],
    [
      'what it cannot reach',
      terminated(2, 2),
      'dial tcp 10.0.0.5:5432: connect: connection refused',
      'dependency-unreachable likely',
    ],
    ['the stop, of its whole grace', terminated(137, 1.5), 'sorting', 'post-start-hook-failed proven'],
    ['the stop, that it obeys in time', terminated(0, 1.9), 'sorting', 'post-start-hook-failed proven'],
  ])('fails with the program where that ended by itself: %s', async (_, lastState, line, answer) => {
    const about = { involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' } };
    const told = { ...about, source: { component: 'kubelet' }, lastTimestamp: ago(2) };
    const container = {
      lifecycle: { postStart: { exec: { command: ['/hook.sh'] } } },
      resources: { limits: { memory: '64Mi' } },
    };
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 4, lastState });
    const objects = [
      ...deployment(),
      podOf({ container, status: { phase: 'Running', containerStatuses: [main] } }),
      event(`Pod/${podName}`, 'FailedPostStartHook', 'PostStartHook failed', told),
      event(`Pod/${podName}`, 'Killing', 'FailedPostStartHook', told),
    ];
    const logs = line === '' ? {} : { [`${podName}/main`]: { previous: `starting\n${line}\n` } };
    expect(answerOf(await diagnoseObjects(objects, { logs }))).toBe(answer);
  });

  const old = (error: string) => `Exec lifecycle hook ([/hook.sh]) for Container "main" failed - error: ${error}`;
  it.each([
    ['five seconds before the end', -5, 'PostStartHook failed', 'proven'],
    ['in the second of the end', 0, 'PostStartHook failed', 'likely'],
    ['a second after it', 1, 'PostStartHook failed', 'possible'],
    ['for the hook’s own end', 0, old("command '/hook.sh' exited with 1: "), 'proven'],
    ['for a hook that was killed', 0, old("command '/hook.sh' exited with 137: "), 'possible'],
    [
      'for a container that has stopped',
      0,
      old('OCI runtime exec failed: exec failed: cannot exec in a stopped container: unknown'),
      'possible',
    ],
    [
      'for a state of the container',
      0,
      old('failed to exec in container: container is in CONTAINER_EXITED state'),
      'possible',
    ],
    [
      'for what answers nobody',
      0,
      'HTTP lifecycle hook (/up) for Container "main" failed - error: Get "http://10.0.0.1:80/up": dial tcp 10.0.0.1:80: connect: connection refused',
      'likely',
    ],
    ['for a container that is gone', 0, old('failed to load task: no running task found: task a'), 'possible'],
  ])('is told %s', async (_, secondsAfter, message, certainty) => {
    const hook = event(`Pod/${podName}`, 'FailedPostStartHook', message, {
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      source: { component: 'kubelet' },
      lastTimestamp: ago(2 - secondsAfter / 60),
    });
    const container = { lifecycle: { postStart: { exec: { command: ['/hook.sh'] } } } };
    const ended = { restartCount: 4, lastState: terminated(143, 2) };
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', ended);
    const pod = podOf({ container, status: { phase: 'Running', containerStatuses: [main] } });
    const answer = answerOf(await diagnoseObjects([...deployment(), pod, hook]));
    expect(answer).toBe(`post-start-hook-failed ${certainty}`);
  });

  it.each([
    ['a short run ended as a stopped one', terminated(137, 2), [], 'post-start-hook-failed likely'],
    [
      'the run that ended had come through its hook',
      terminated(143, 2, { startedAt: ago(40) }),
      [],
      'unknown possible',
    ],
    ['that finished by itself', terminated(0, 2, { startedAt: ago(40) }), [], 'exits-zero likely'],
    [
      'the kubelet announced another kill for this end',
      terminated(137, 2),
      [
        event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
          lastTimestamp: ago(2.5),
        }),
      ],
      'liveness-probe-failing proven',
    ],
  ])('failed in a run before the last one: %s', async (_, lastState, others, answer) => {
    const hook = event(`Pod/${podName}`, 'FailedPostStartHook', 'PostStartHook failed', {
      source: { component: 'kubelet' },
      lastTimestamp: ago(50),
    });
    const handler = { httpGet: { path: '/healthz', port: 8080 } };
    const container = { lifecycle: { postStart: { exec: { command: ['/hook.sh'] } } }, livenessProbe: handler };
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 4, lastState });
    const pod = podOf({ container, status: { phase: 'Running', containerStatuses: [main] } });
    const logs = { [`${podName}/main`]: { previous: 'sorting\n' } };
    expect(answerOf(await diagnoseObjects([...deployment(), pod, hook, ...others], { logs }))).toBe(answer);
  });

  it('says of an end that nothing was announced of that it looks like those before, draws it so, and quotes its log', async () => {
    const told = {
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      source: { component: 'kubelet' },
      firstTimestamp: ago(52),
      lastTimestamp: ago(50),
      count: 5,
    };
    const container = { lifecycle: { postStart: { exec: { command: ['/hook.sh'] } } } };
    const lastState = terminated(0, 2, { startedAt: ago(2) });
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 12, lastState });
    const { primary, runs, evidence } = await diagnoseObjects(
      [
        ...deployment(),
        podOf({ age: 55, container, status: { phase: 'Running', containerStatuses: [main] } }),
        event(`Pod/${podName}`, 'FailedPostStartHook', 'PostStartHook failed', told),
        event(`Pod/${podName}`, 'Killing', 'FailedPostStartHook', { ...told, type: 'Normal' }),
      ],
      { logs: { [`${podName}/main`]: { previous: 'listening on :8080\nreceived SIGTERM, draining connections\n' } } },
    );
    expect(primary).toMatchObject({ cause: 'post-start-hook-failed', certainty: 'likely' });
    const [first, second] = primary?.claims ?? [];
    expect(first?.text).toBe(
      'The postStart hook of `main` failed before, and the kubelet killed the container for it; no kill was announced for the last end, which looks like one.',
    );
    expect(second?.evidence.map((index) => evidence[index])).toMatchObject([
      { kind: 'log', instance: 'previous', text: 'received SIGTERM, draining connections' },
    ]);
    // The event of the last run is missing as a rule: that may not be what refutes the answer.
    expect(primary?.wouldDisprove).not.toContain('event');
    expect(runs).toMatchObject([{ endedBy: 'stopped', exitCode: 0 }]);
  });
});
