import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, event, podOf, runningFor, terminated, waiting } from '../testing/build';

/** Runs since so many minutes, was restarted before, and the kubelet shows no end of it. */
function forgotten(restartCount: number, minutes: number, ready = true) {
  return podOf({
    container: { livenessProbe: { httpGet: { path: '/healthz', port: 8080 } } },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: ago(minutes) }],
      containerStatuses: [
        {
          name: 'main',
          restartCount,
          ready,
          started: true,
          state: { running: { startedAt: ago(minutes) } },
          lastState: {},
        },
      ],
    },
  });
}

describe('a loop whose last end the kubelet has forgotten', () => {
  it('is still a loop, and the kill that was announced still tells why', async () => {
    const { status, primary } = await diagnoseObjects([
      ...deployment(),
      forgotten(7, 0.5),
      event('Pod/app-66b7d9c8f-x5kqz', 'Killing', 'Container main failed liveness probe, will be restarted', {
        type: 'Normal',
        count: 6,
        lastTimestamp: ago(0.7),
        involvedObject: { kind: 'Pod', name: 'app-66b7d9c8f-x5kqz', fieldPath: 'spec.containers{main}' },
      }),
    ]);
    expect([status, primary?.cause]).toEqual(['broken', 'liveness-probe-failing']);
  });

  it('is unknown where nothing tells why', async () => {
    const { status, primary } = await diagnoseObjects([...deployment(), forgotten(7, 0.5, false)]);
    expect([status, primary?.cause]).toEqual(['broken', 'unknown']);
  });

  it('recovers past its back-off, and is history after an hour', async () => {
    const { status } = await diagnoseObjects([...deployment(), forgotten(7, 6)]);
    const { status: later } = await diagnoseObjects([...deployment(), forgotten(7, 61)]);
    expect([status, later]).toEqual(['recovering', 'healthy']);
  });
});

describe('what keeps a young pod from starting', () => {
  const refused =
    'MountVolume.SetUp failed for volume "home" : mount.nfs: access denied by server while mounting nfs:/home';
  const unwritten = 'MountVolume.SetUp failed for volume "home" : secret "home" not found';
  it.each([
    [refused, 2, 'broken'],
    [refused, 1, 'healthy'],
    [unwritten, 4, 'healthy'],
    [unwritten, 5, 'broken'],
    ['MountVolume.SetUp failed for volume "home" : references non-existent secret key: token', 2, 'broken'],
  ])('is told once no retry changes it: %s, %i times', async (message, count, expected) => {
    const { status } = await diagnoseObjects([
      ...deployment(),
      podOf({ age: 0.3, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event('Pod/app-66b7d9c8f-x5kqz', 'FailedMount', message, { count, lastTimestamp: ago(0.1) }),
    ]);
    expect(status).toBe(expected);
  });
});

describe('a pod that runs and was never ready', () => {
  const probe = (command: string[]) => ({ exec: { command }, periodSeconds: 10, failureThreshold: 3 });
  const unready = (minutes: number, message: string) => [
    ...deployment(),
    podOf({
      age: minutes,
      container: { readinessProbe: probe(['check']) },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(minutes) }],
        containerStatuses: [{ ...runningFor('main', minutes), ready: false }],
      },
    }),
    event('Pod/app-66b7d9c8f-x5kqz', 'Unhealthy', `Readiness probe ${message}`, {
      count: 4,
      lastTimestamp: ago(0.1),
      involvedObject: { kind: 'Pod', name: 'app-66b7d9c8f-x5kqz', fieldPath: 'spec.containers{main}' },
    }),
  ];
  const absent = 'errored: rpc error: failed to start exec: exec: "check": executable file not found in $PATH: unknown';
  it.each([
    [absent, 0.4, 'healthy'],
    [absent, 0.6, 'broken'],
    ['failed: not there yet', 1.9, 'healthy'],
    ['failed: not there yet', 2.1, 'broken'],
    ['failed: dial tcp 10.0.0.1:80: connect: connection refused', 2.9, 'healthy'],
    ['failed: dial tcp 10.0.0.1:80: connect: connection refused', 3.1, 'broken'],
    ['failed: HTTP probe failed with statuscode: 401', 1.4, 'healthy'],
    ['failed: HTTP probe failed with statuscode: 401', 1.6, 'broken'],
    ['failed: HTTP probe failed with statuscode: 503', 1.9, 'healthy'],
    ['failed: HTTP probe failed with statuscode: 503', 2.1, 'broken'],
  ])('is told as soon as its answer is none of a start: %s, %d minutes', async (message, minutes, expected) => {
    expect((await diagnoseObjects(unready(minutes, message))).status).toBe(expected);
  });
});

it('loops where its startup probe failed before this run began, and no end of a run is known', async () => {
  const startup = 'Startup probe failed: nobody listens';
  const { status, primary } = await diagnoseObjects([
    ...deployment(),
    forgotten(1, 1, false),
    event('Pod/app-66b7d9c8f-x5kqz', 'Unhealthy', startup, {
      count: 25,
      firstTimestamp: ago(10),
      lastTimestamp: ago(0.2),
      involvedObject: { kind: 'Pod', name: 'app-66b7d9c8f-x5kqz', fieldPath: 'spec.containers{main}' },
    }),
  ]);
  expect([status, primary?.cause]).toEqual(['broken', 'startup-probe-failing']);
});

it('is broken from the moment at which the kubelet announces the first kill by a probe', async () => {
  const kill = (minutes: number) =>
    event('Pod/app-66b7d9c8f-x5kqz', 'Killing', 'Container main failed liveness probe, will be restarted', {
      type: 'Normal',
      lastTimestamp: ago(minutes),
      involvedObject: { kind: 'Pod', name: 'app-66b7d9c8f-x5kqz', fieldPath: 'spec.containers{main}' },
    });
  const killed = await diagnoseObjects([...deployment(), forgotten(0, 0.7), kill(0.2)]);
  expect([killed.status, killed.primary?.cause]).toEqual(['broken', 'liveness-probe-failing']);
  expect((await diagnoseObjects([...deployment(), forgotten(0, 0.7), kill(0.8)])).status).toBe('healthy');
});

describe('a pod that came through though the kernel killed a part of it', () => {
  const cutShort = (minutes: number, reason = 'OOMKilled') => [
    ...deployment(),
    podOf({
      spec: { restartPolicy: 'Never' },
      status: {
        phase: 'Succeeded',
        containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: terminated(0, minutes, { reason }) }],
      },
    }),
  ];
  it.each([
    [59, 'OOMKilled', 'oom-child-process'],
    [61, 'OOMKilled', undefined],
    [1, 'Completed', undefined],
  ])('%d minutes ago, %s', async (minutes, reason, cause) => {
    expect((await diagnoseObjects(cutShort(minutes, reason))).primary?.cause).toBe(cause);
  });
});

it('names an image that cannot be read before the state does', async () => {
  const message =
    'Failed to apply default image tag "r.example/App:1": couldn\'t parse image reference "r.example/App:1": invalid reference format: repository name must be lowercase';
  const { primary } = await diagnoseObjects([
    ...deployment(),
    podOf({ age: 2, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
    event('Pod/app-66b7d9c8f-x5kqz', 'InspectFailed', message, {
      involvedObject: { kind: 'Pod', name: 'app-66b7d9c8f-x5kqz', fieldPath: 'spec.containers{main}' },
    }),
  ]);
  expect(primary?.cause).toBe('image-name-invalid');
});
