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
  waiting,
} from '../testing/build';

describe('what is waited for before a pod that runs counts as not ready', () => {
  const running = (minutes: number, pod: { spec?: object; container?: object; ready: boolean }, readyFor = minutes) => [
    ...deployment(),
    podOf({
      age: minutes,
      spec: { ...pod.spec },
      container: { ...pod.container },
      status: {
        phase: 'Running',
        conditions: [
          { type: 'ContainersReady', status: pod.ready ? 'True' : 'False', lastTransitionTime: ago(readyFor) },
          {
            type: 'Ready',
            status: 'False',
            reason: pod.ready ? 'ReadinessGatesNotReady' : 'ContainersNotReady',
            lastTransitionTime: ago(minutes),
          },
        ],
        containerStatuses: [{ ...runningFor('main', minutes), ready: pod.ready, started: pod.ready }],
      },
    }),
  ];

  it.each([
    [2.9, 'healthy'],
    [3.1, 'broken'],
  ])('is three minutes for its readiness gate: %d', async (minutes, expected) => {
    const spec = { readinessGates: [{ conditionType: 'example.test/balanced' }] };
    expect((await diagnoseObjects(running(minutes, { spec, ready: true }))).status).toBe(expected);
  });

  it.each([
    [2.9, 'healthy'],
    [3.1, 'broken'],
  ])('counts for that gate from when its containers were ready: %d', async (minutes, expected) => {
    const spec = { readinessGates: [{ conditionType: 'example.test/balanced' }] };
    expect((await diagnoseObjects(running(20, { spec, ready: true }, minutes))).status).toBe(expected);
  });

  it.each([
    [3.4, 'healthy'],
    [3.6, 'broken'],
  ])('is a minute more than its startup probe allows: %d', async (minutes, expected) => {
    const startupProbe = {
      exec: { command: ['up'] },
      initialDelaySeconds: 30,
      periodSeconds: 10,
      failureThreshold: 12,
    };
    const pod = { container: { startupProbe }, ready: false };
    expect((await diagnoseObjects(running(minutes, pod))).status).toBe(expected);
  });
});

it.each([
  [1.9, 'failed to sync configmap cache: timed out waiting for the condition', 'healthy'],
  [2.1, 'failed to sync configmap cache: timed out waiting for the condition', 'broken'],
  [0.1, 'configmap "settings" not found', 'broken'],
])('gives a kubelet two minutes to read its ConfigMaps: %d, %s', async (age, message, expected) => {
  const containerStatuses = [waiting('main', 'CreateContainerConfigError', message)];
  expect((await diagnoseObjects([...deployment(), podOf({ age, status: { containerStatuses } })])).status).toBe(
    expected,
  );
});

it.each([
  [1.9, 'ErrImagePull', 'pull QPS exceeded', 'healthy'],
  [1.9, 'ImagePullBackOff', 'Back-off pulling image "r.example/app:1": ErrImagePull: pull QPS exceeded', 'healthy'],
  [2.1, 'ErrImagePull', 'pull QPS exceeded', 'broken'],
  [0.1, 'ErrImagePull', 'dial tcp 192.0.2.1:443: i/o timeout', 'broken'],
])('gives a pull that the kubelet puts off two minutes: %d, %s, %s', async (age, reason, message, expected) => {
  const containerStatuses = [waiting('main', reason, message)];
  expect((await diagnoseObjects([...deployment(), podOf({ age, status: { containerStatuses } })])).status).toBe(
    expected,
  );
});

describe('a pod that its kubelet does not take up', () => {
  /** Made an hour ago, and placed so many minutes ago. */
  const placed = (minutes: number, phase = 'Pending') => {
    const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: ago(minutes) }];
    return [...deployment(), podOf({ age: 60, status: { phase, startTime: null, conditions } })];
  };

  it.each([
    [0.5, 'healthy'],
    [9.9, 'healthy'],
    [10.1, 'broken'],
  ])('is told once a start that nobody complains of would be: %d', async (minutes, expected) => {
    expect((await diagnoseObjects(placed(minutes))).status).toBe(expected);
  });

  it('has its node looked at', async () => {
    const { primary, remedies } = await diagnoseObjects(placed(15));
    expect(primary).toMatchObject({ cause: 'unknown', certainty: 'possible' });
    expect(remedies.map(({ id }) => id)).toEqual(['describe-pod', 'describe-node']);
  });

  it.each([
    ['runs, as far as its phase tells', placed(30, 'Running')],
    ['is taken up: its image was pulled', [...placed(30), event(`Pod/${podName}`, 'Pulled', 'Container image pulled')]],
  ])('is another matter than one that %s, described in part', async (_, objects) => {
    expect((await diagnoseObjects(objects)).status).toBe('healthy');
  });
});

describe('a node whose clock is behind that of the API server', () => {
  const behind = 10;
  /** Made so many minutes ago, and begun at once: ten minutes before that by the node's clock. */
  const creating = (age: number, startTime: string) => [
    ...deployment(),
    podOf({ age, status: { startTime, containerStatuses: [waiting('main', 'ContainerCreating')] } }),
  ];
  const running = (age: number) => {
    const startTime = ago(age + behind);
    const conditions = [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: ago(age) },
      { type: 'ContainersReady', status: 'False', lastTransitionTime: startTime },
    ];
    const containerStatuses = [{ ...runningFor('main', age + behind), ready: false }];
    return [...deployment(), podOf({ age, status: { phase: 'Running', startTime, conditions, containerStatuses } })];
  };

  it.each([
    [0.5, 'healthy'],
    [2.9, 'healthy'],
    [3.1, 'broken'],
  ])('grants a start the time that it grants elsewhere: %d', async (age, expected) => {
    expect((await diagnoseObjects(running(age))).status).toBe(expected);
  });

  it.each([
    [9.9, 'healthy'],
    [10.1, 'broken'],
  ])('tells by the placing too, of a pod that had waited for it: %d', async (minutes, expected) => {
    const placed = { type: 'PodScheduled', status: 'True', lastTransitionTime: ago(minutes) };
    const startTime = ago(minutes + behind);
    const containerStatuses = [waiting('main', 'ContainerCreating')];
    const pod = podOf({ age: 30, status: { startTime, conditions: [placed], containerStatuses } });
    expect((await diagnoseObjects([...deployment(), pod])).status).toBe(expected);
  });

  it.each([
    ['is right again since: its newest word is of now', 9.9, 'healthy'],
    ['stands further apart than a clock does', 61, 'broken'],
  ])('%s', async (_, apart, expected) => {
    expect((await diagnoseObjects(creating(5, ago(5 + apart)))).status).toBe(expected);
  });

  it('is none where a word of the kubelet is newer than that', async () => {
    const heard = event(`Pod/${podName}`, 'FailedMount', 'MountVolume.SetUp failed for volume "data" : no such host');
    const objects = [...creating(3, ago(13)), { ...heard, lastTimestamp: ago(0) }];
    expect((await diagnoseObjects(objects)).status).toBe('broken');
  });
});

describe('a node whose clock is ahead of that of the API server', () => {
  const ahead = 30;
  /** Begun as soon as it was made: so many minutes after that by the node's clock. */
  const of = (age: number, status: Record<string, unknown>, late = ahead) => [
    ...deployment(),
    podOf({
      age,
      spec: { initContainers: [{ name: 'wait', image: 'r.example/wait:1' }] },
      status: { startTime: ago(age - late), ...status },
    }),
  ];
  const inInit = (age: number, late = ahead) => {
    const running = { ...runningFor('wait', age - late), ready: false };
    return of(age, { initContainerStatuses: [running], containerStatuses: [waiting('main', 'PodInitializing')] }, late);
  };

  it.each([
    ['tells of an init container that does not end', inInit(25), 'broken'],
    ['grants it the time that it grants elsewhere', inInit(1.9), 'healthy'],
    ['takes a late start for none, where no word lies after now', inInit(11, 10), 'healthy'],
    ['nor where it is hardly after now', inInit(9.5, 10), 'healthy'],
    ['nor for a clock, where it is further apart than one', inInit(25, 61), 'healthy'],
  ])('%s', async (_, objects, expected) => {
    expect((await diagnoseObjects(objects)).status).toBe(expected);
  });

  it('tells of a sandbox that cannot be made', async () => {
    const words =
      'Failed to create pod sandbox: rpc error: code = Unknown desc = plugin type="calico" failed (add): Unauthorized';
    const said = event(`Pod/${podName}`, 'FailedCreatePodSandBox', words, { count: 20, lastTimestamp: ago(-29) });
    const creating = { containerStatuses: [waiting('main', 'ContainerCreating')] };
    expect((await diagnoseObjects([...of(25, creating), said])).primary?.cause).toBe('sandbox-creation-failed');
    expect((await diagnoseObjects([...of(0.4, creating), said])).status).toBe('healthy');
  });
});

it.each([
  [0.9, "Volume is already exclusively attached to one node and can't be attached to another", 'healthy'],
  [1.1, "Volume is already exclusively attached to one node and can't be attached to another", 'broken'],
  [0.9, 'Volume is already used by pod(s) other-2', 'broken'],
  [1.4, 'Volume is already used by pod(s) app-2', 'healthy'],
  [1.6, 'Volume is already used by pod(s) app-2', 'broken'],
])('gives a volume that moves with its pod a minute: %d, %s', async (age, why, expected) => {
  const pod = podOf({ age, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } });
  const said = event(`Pod/${podName}`, 'FailedAttachVolume', `Multi-Attach error for volume "pvc-1" ${why}`, {
    lastTimestamp: ago(age),
  });
  expect((await diagnoseObjects([...deployment(), pod, said])).status).toBe(expected);
});

describe('a volume that its pod waits for, held by another', () => {
  const held = (users: string, deadline: number | null, more: ReturnType<typeof event>[] = []) => {
    const pod = podOf({ age: 5, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } });
    const old = podOf({
      age: 60,
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(59) }],
        containerStatuses: [runningFor('main', 60)],
      },
    });
    const deletionTimestamp = deadline === null ? null : ago(deadline);
    const says = `Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) ${users}`;
    return [
      ...deployment(),
      pod,
      { ...old, metadata: { ...old.metadata, name: 'app-66b7d9c8f-first', deletionTimestamp } },
      event(`Pod/${podName}`, 'FailedAttachVolume', says, { lastTimestamp: ago(4.9) }),
      ...more,
    ];
  };
  const timedOut = event(
    `Pod/${podName}`,
    'FailedMount',
    'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data]: timed out waiting for the condition',
  );
  const denied = event(`Pod/${podName}`, 'FailedMount', 'MountVolume.SetUp failed for volume "b" : exit status 32');

  it.each([
    ['is still in its grace', 'app-66b7d9c8f-first', -1, [], 'healthy'],
    ['is still in its grace, and the kubelet has waited', 'app-66b7d9c8f-first', -1, [timedOut], 'healthy'],
    ['is still in its grace, and another volume is refused', 'app-66b7d9c8f-first', -1, [denied], 'degraded'],
    ['is to stay', 'app-66b7d9c8f-first', null, [], 'degraded'],
    ['should be gone for a minute', 'app-66b7d9c8f-first', 1.1, [], 'broken'],
    ['is in its grace, but a second one stays', 'app-66b7d9c8f-first, other-2', -1, [], 'degraded'],
    [
      'is in its grace, but one elsewhere may stay',
      'app-66b7d9c8f-first and 1 pod(s) in different namespaces',
      -1,
      [],
      'degraded',
    ],
  ])('that %s', async (_, users, deadline, more, expected) => {
    expect((await diagnoseObjects(held(users, deadline, more))).status).toBe(expected);
  });
});

it.each([
  [0.9, { state: terminated(0, 1.5) }, 'healthy'],
  [1.1, { state: terminated(0, 1.7) }, 'broken'],
  [0.4, {}, 'healthy'],
  [0.6, {}, 'broken'],
])('gives a deleted pod whose containers have ended a minute to unmount: %d, %j', async (late, state, expected) => {
  const containerStatuses = [{ ...runningFor('main', 60), ready: false, ...state }];
  const pod = podOf({ age: 60, status: { phase: 'Running', containerStatuses } });
  const objects = [...deployment(), { ...pod, metadata: { ...pod.metadata, deletionTimestamp: ago(late) } }];
  expect((await diagnoseObjects(objects)).status).toBe(expected);
});
