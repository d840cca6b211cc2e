import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, event, podName, podOf, runningFor, waiting } from './testing/build';

const probe = { httpGet: { path: '/ready', port: 8080 } };
const end = (exitCode: number, reason: string, more: object = {}) => ({
  terminated: { exitCode, reason, startedAt: ago(2.2), finishedAt: ago(2), ...more },
});
const loop = (restartCount: number, lastState = end(1, 'Error')) =>
  waiting('mate', 'CrashLoopBackOff', '', { restartCount, lastState });
const aboutMain = (reason: string, message: string, more: object = {}) =>
  event(`Pod/${podName}`, reason, message, {
    involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
    firstTimestamp: ago(39),
    source: { component: 'kubelet' },
    ...more,
  });

interface Main {
  status: object;
  spec: object;
  logs: { current?: string; previous?: string };
  events: ReturnType<typeof event>[];
}
const unready: Main = {
  status: { ...runningFor('main', 40), ready: false },
  spec: { readinessProbe: probe },
  logs: { current: 'listening on :8080\n' },
  events: [aboutMain('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', { count: 230 })],
};
const killed = (said: string): Main => ({
  status: {
    ...runningFor('main', 0.9),
    restartCount: 3,
    lastState: end(143, 'Error', { startedAt: ago(15), finishedAt: ago(1) }),
  },
  spec: { livenessProbe: probe },
  logs: { current: 'up\n', previous: `${said}\n`.repeat(9) },
  events: [
    aboutMain('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 503', { count: 150 }),
    aboutMain('Killing', 'Container main failed liveness probe, will be restarted', { count: 3, type: 'Normal' }),
  ],
});

/** A pod of `main` and `mate`; both logs were read. */
async function told(main: Main, mate: object, said: string) {
  const containers = [
    { name: 'main', image: 'r.example/app:1', ...main.spec },
    { name: 'mate', image: 'r.example/mate:1', resources: { limits: { memory: '64Mi' } } },
  ];
  const conditions = ['ContainersReady', 'Ready'].map((type) => ({
    type,
    status: 'False',
    reason: 'ContainersNotReady',
    lastTransitionTime: ago(39),
  }));
  const containerStatuses = [main.status, mate];
  const pod = podOf({ age: 40, spec: { containers }, status: { phase: 'Running', conditions, containerStatuses } });
  const { primary, contributing } = await diagnoseObjects([...deployment(), pod, ...main.events], {
    logs: { [`${podName}/main`]: main.logs, [`${podName}/mate`]: { previous: `${said}\n`, current: 'starting\n' } },
  });
  return [primary, ...contributing].map((one) => `${one?.container?.name ?? ''} ${one?.cause ?? ''}`);
}

const unset = 'fatal: JWT_SECRET is not set';
const notThere =
  'Back-off pulling image "r.example/mate:1": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "r.example/mate:1": failed to resolve reference "r.example/mate:1": r.example/mate:1: not found';
const refused = (port: number) => `Error: dial tcp 127.0.0.1:${port}: connect: connection refused`;

describe('a container that only is not ready', () => {
  it.each([
    ['dies again and again', loop(8), unset, 'missing-env-var'],
    ['dies for memory', loop(8, end(137, 'OOMKilled')), 'x', 'oom-killed-limit'],
    ['dies of nobody knows what', loop(8), 'x', 'unknown'],
    ['has no image', waiting('mate', 'ImagePullBackOff', notThere), 'x', 'image-not-found'],
    [
      'dies, and runs for now',
      { ...runningFor('mate', 0.5), restartCount: 8, lastState: end(1, 'Error') },
      unset,
      'missing-env-var',
    ],
  ])('is told after one of its pod that %s', async (_, mate, said, cause) => {
    expect(await told(unready, mate, said)).toEqual([`mate ${cause}`, 'main readiness-never-ready']);
  });

  it.each([
    ['ended once', loop(1), unset],
    ['dies for want of it', loop(8), refused(8080)],
  ])('is told before one of its pod that %s', async (_, mate, said) => {
    expect((await told(unready, mate, said))[0]).toBe('main readiness-never-ready');
  });
});

describe('a container that its liveness probe kills', () => {
  const dead = loop(12, end(137, 'OOMKilled'));
  it('is told after one of its pod that is dead, and that it called', async () => {
    expect((await told(killed(refused(5432)), dead, 'x'))[0]).toBe('mate oom-killed-limit');
  });
  it('is told before one that it did not call', async () => {
    expect((await told(killed('worker queue full'), loop(2, end(137, 'OOMKilled')), 'x'))[0]).toBe(
      'main liveness-probe-failing',
    );
  });
});

describe('a container that finishes in good order', () => {
  it('is told after one of its pod whose error has a name as sure', async () => {
    const lastState = end(0, 'Completed');
    const main: Main = {
      status: waiting('main', 'CrashLoopBackOff', '', { restartCount: 9, lastState }),
      // With a probe that kills it is no more than likely.
      spec: { livenessProbe: probe },
      logs: { previous: 'bye\n' },
      events: [aboutMain('BackOff', 'Back-off restarting failed container main', { count: 9 })],
    };
    expect(await told(main, loop(9), unset)).toEqual(['mate missing-env-var', 'main exits-zero']);
  });
});
