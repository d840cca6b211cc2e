import { describe, expect, it } from 'vitest';
import {
  ago,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  terminated,
  unscheduled,
  waiting,
} from '../testing/build';

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

describe('a container that was restarted and is ready again', () => {
  it.each([
    ['once, after hours', 1, 300, 0.1, 'broken'],
    ['once, after hours', 1, 300, 0.2, 'recovering'],
    ['once, after hours', 1, 300, 11, 'healthy'],
    ['once, after ten minutes', 1, 10, 0.2, 'recovering'],
    ['once, after nine minutes', 1, 9, 4, 'broken'],
    ['once, after nine minutes', 1, 9, 6, 'recovering'],
    ['for the fifth time, after hours', 5, 300, 0.2, 'recovering'],
    ['for the fifth time, after hours', 5, 300, 59, 'recovering'],
    ['for the fifth time, after forty minutes', 5, 40, 9, 'broken'],
  ])('%s, %d, %d, %d minutes ago, is %s', async (_, restartCount, ran, minutes, expected) => {
    const lastState = terminated(1, minutes, { startedAt: ago(minutes + ran) });
    const { status } = await diagnoseObjects([
      ...deployment(),
      podOf({
        age: 400,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(minutes) }],
          containerStatuses: [{ ...runningFor('main', minutes), restartCount, lastState }],
        },
      }),
    ]);
    expect(status).toBe(expected);
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

describe('how long a start may take in silence', () => {
  const creating = (minutes: number) =>
    podOf({ age: minutes, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } });
  it.each([
    [9.9, 'healthy'],
    [10, 'broken'],
  ])('is ten minutes where nothing complains: %d', async (minutes, expected) => {
    expect((await diagnoseObjects([...deployment(), creating(minutes)])).status).toBe(expected);
  });

  it.each([
    [0.4, 'healthy'],
    [0.6, 'broken'],
  ])('is half a minute where devices cannot be prepared: %d', async (minutes, expected) => {
    const message = 'Failed to prepare dynamic resources: resource claim gpu: no device of class gpu.test';
    const complaint = event(`Pod/${podName}`, 'FailedPrepareDynamicResources', message, { lastTimestamp: ago(0.1) });
    expect((await diagnoseObjects([...deployment(), creating(minutes), complaint])).status).toBe(expected);
  });

  const inInit = (minutes: number, age = minutes) =>
    podOf({
      age,
      spec: { initContainers: [{ name: 'wait', image: 'registry.test/wait:1' }] },
      status: {
        initContainerStatuses: [{ ...runningFor('wait', minutes), ready: false }],
        containerStatuses: [waiting('main', 'PodInitializing')],
      },
    });

  it.each([
    [1.9, 'healthy'],
    [2, 'broken'],
  ])('is two minutes for an init container that says nothing: %d', async (minutes, expected) => {
    expect((await diagnoseObjects([...deployment(), inInit(minutes)])).status).toBe(expected);
  });

  const refused = 'db.shop.svc:5432 - Connection refused, waiting for db';
  const forbidden = "mkdir: cannot create directory '/data/shop': Permission denied";
  it.each([
    ['a minute for what it waits for', 0.9, refused, 'healthy'],
    ['a minute for what it waits for', 1, refused, 'broken'],
    ['a minute for a name that is not there yet', 1, "nc: bad address 'db'", 'broken'],
    ['half a minute for what no patience changes', 0.4, forbidden, 'healthy'],
    ['half a minute for what no patience changes', 0.6, forbidden, 'broken'],
  ])('is %s in an init container: %d', async (_, minutes, line, expected) => {
    const logs = { [`${podName}/wait`]: { current: `${line}\n`.repeat(5) } };
    expect((await diagnoseObjects([...deployment(), inInit(minutes)], { logs })).status).toBe(expected);
  });

  it('is half a minute for what an init container waits for in a pod that is older', async () => {
    const given = { logs: { [`${podName}/wait`]: { current: `${refused}\n`.repeat(5) } } };
    expect((await diagnoseObjects([...deployment(), inInit(0.6, 13)], given)).status).toBe('broken');
  });
});

describe('a container that waits for the init containers before it', () => {
  const done = (name: string, minutes: number) => ({
    name,
    ready: true,
    restartCount: 0,
    state: terminated(0, minutes, { reason: 'Completed' }),
  });
  const inLine = (...statuses: object[]) =>
    podOf({
      age: 60,
      spec: { initContainers: ['first', 'second', 'third'].map((name) => ({ name, image: 'r.example/init:1' })) },
      status: { initContainerStatuses: statuses, containerStatuses: [waiting('main', 'PodInitializing')] },
    });
  const waits = (name: string) => waiting(name, 'PodInitializing');
  const runs = (name: string, minutes: number) => ({ ...runningFor(name, minutes), ready: false });
  it.each([
    ['the second runs', [done('first', 1), runs('second', 0.3), waits('third')], 'healthy'],
    ['the first runs', [runs('first', 0.3), waits('second'), waits('third')], 'healthy'],
    ['the second has just ended', [done('first', 5), done('second', 0.1), waits('third')], 'healthy'],
    ['the last has just ended', [done('first', 5), done('second', 4), done('third', 0.1)], 'healthy'],
    ['nothing was started since the second ended', [done('first', 15), done('second', 11), waits('third')], 'broken'],
    ['nothing was started since the last ended', [done('first', 15), done('second', 12), done('third', 11)], 'broken'],
    ['none was started', [waits('first'), waits('second'), waits('third')], 'broken'],
  ])('is in trouble only where nothing before it is at work: %s', async (_, statuses, expected) => {
    expect((await diagnoseObjects([...deployment(), inLine(...statuses)])).status).toBe(expected);
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

describe('a start whose probe failed before it began too, where no end of a run is known', () => {
  const failing = (kind: 'Startup' | 'Liveness', runsFor: number, first: number, last: number) => [
    ...deployment(),
    forgotten(1, runsFor, false),
    event(`Pod/${podName}`, 'Unhealthy', `${kind} probe failed: nobody listens`, {
      count: 25,
      firstTimestamp: ago(first),
      lastTimestamp: ago(last),
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
    }),
  ];

  it('is a loop', async () => {
    const { status, primary } = await diagnoseObjects(failing('Startup', 1, 10, 0.2));
    expect([status, primary?.cause]).toEqual(['broken', 'startup-probe-failing']);
  });

  it.each([
    ['failed in this run, and before', 1, 1.1, 0.9, 'broken'],
    ['failed for the first time in the second of its start', 1, 1, 0.9, 'healthy'],
    ['failed last in the second of its start', 1, 10, 1, 'healthy'],
    ['failed last before it', 1, 10, 1.1, 'healthy'],
    ['failed last just under two minutes ago', 2.8, 10, 1.95, 'broken'],
    ['failed last two minutes ago: it does no more', 2.8, 10, 2, 'healthy'],
  ])('is one only while the probe that failed goes on: it %s', async (_, runsFor, first, last, expected) => {
    for (const kind of ['Startup', 'Liveness'] as const)
      expect((await diagnoseObjects(failing(kind, runsFor, first, last))).status).toBe(expected);
  });
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
    [60, 'OOMKilled', undefined],
    [1, 'Completed', undefined],
  ])('%d minutes ago, %s', async (minutes, reason, cause) => {
    expect((await diagnoseObjects(cutShort(minutes, reason))).primary?.cause).toBe(cause);
  });

  it('is over where nobody knows when', async () => {
    const end = { exitCode: 0, reason: 'OOMKilled' };
    const statuses = [{ name: 'main', ready: false, restartCount: 0, state: { terminated: end } }];
    const objects = cutShort(1).map((one) =>
      one.kind === 'Pod' ? { ...one, status: { phase: 'Succeeded', containerStatuses: statuses } } : one,
    );
    expect((await diagnoseObjects(objects)).status).toBe('healthy');
  });

  it('is over once it is taken away', async () => {
    const objects = cutShort(1).map((one) =>
      one.kind === 'Pod' ? { ...one, metadata: { ...one.metadata, deletionTimestamp: ago(30) } } : one,
    );
    expect((await diagnoseObjects(objects)).status).toBe('healthy');
  });
});

describe('a container that ended with exit code 0', () => {
  const ended = (minutes: number, reason: string, restartPolicy: string, exitCode = 0) => [
    ...deployment(),
    podOf({
      spec: {
        restartPolicy,
        containers: [
          { name: 'main', image: 'r.example/app:1' },
          { name: 'serve', image: 'r.example/serve:1' },
        ],
      },
      status: {
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: ago(minutes) },
        ],
        containerStatuses: [
          { name: 'main', ready: false, restartCount: 0, state: terminated(exitCode, minutes, { reason }) },
          runningFor('serve', 80),
        ],
      },
    }),
  ];
  it.each([
    ['Never', 'Completed', 1, 'healthy'],
    ['OnFailure', 'Completed', 1, 'healthy'],
    ['Always', 'Completed', 1, 'broken'],
    ['Never', 'OOMKilled', 59, 'broken'],
    ['Never', 'OOMKilled', 60, 'healthy'],
  ])('has done its work unless it is to run on, or was cut short: %s, %s, %i min ago', async (...row) => {
    const [policy, reason, minutes, expected] = row;
    expect((await diagnoseObjects(ended(minutes, reason, policy))).status).toBe(expected);
  });

  it('is not one that ended with another', async () => {
    expect((await diagnoseObjects(ended(1, 'Error', 'Never', 1))).status).toBe('broken');
  });

  const initEnded = (exitCode: number, reason: string) => [
    ...deployment(),
    podOf({
      age: 1,
      spec: { initContainers: [{ name: 'migrate', image: 'r.example/migrate:1' }], restartPolicy: 'Never' },
      status: {
        initContainerStatuses: [
          { name: 'migrate', ready: exitCode === 0, restartCount: 0, state: terminated(exitCode, 0.2, { reason }) },
        ],
        containerStatuses: [waiting('main', 'PodInitializing')],
      },
    }),
  ];
  it.each([
    [0, 'Completed', 'healthy'],
    [0, 'OOMKilled', 'broken'],
    [1, 'Error', 'broken'],
  ])('before the others, has done its work unless the kernel cut it short: %i, %s', async (code, reason, expected) => {
    expect((await diagnoseObjects(initEnded(code, reason))).status).toBe(expected);
  });
});

describe('a pod that no node has room for', () => {
  const full = '0/3 nodes are available: 3 Insufficient cpu.';
  const another = { ...podOf({ age: 60 }), metadata: { name: 'app-66b7d9c8f-abcde', creationTimestamp: ago(60) } };
  const owned = { ...another, metadata: { ...podOf({}).metadata, ...another.metadata } };
  it.each([
    ['the only one', 9, [], 'healthy'],
    ['the only one', 10, [], 'broken'],
    ['one of two, whose other may go', 29, [owned], 'healthy'],
    ['one of two, whose other may go', 30, [owned], 'broken'],
  ])('is told of sooner where no other of its workload could make some: %s, after %i s', async (...row) => {
    const [, seconds, others, expected] = row;
    const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(60) }] };
    const steady = others.map((pod) => ({
      ...pod,
      status: { ...ready, containerStatuses: [runningFor('main', 60)] },
    }));
    const { status, primary } = await diagnoseObjects([...unscheduled(full, seconds / 60), ...steady]);
    expect(status === 'healthy' ? status : 'broken', primary?.cause).toBe(expected);
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
