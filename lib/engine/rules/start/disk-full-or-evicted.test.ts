import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
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
import { evictedFor } from './evicted';

describe('disk-full-or-evicted', () => {
  it.each([
    [
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ',
      'the node was low on memory',
    ],
    [
      'The node was low on resource: ephemeral-storage. Container main was using 9Gi, which exceeds its request of 0. ',
      'the node was low on ephemeral-storage',
    ],
    ['Pod was rejected: The node had condition: [DiskPressure]. ', 'the node had DiskPressure'],
    ['The node had condition: [MemoryPressure]. ', 'the node had MemoryPressure'],
    ['Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi"'],
  ])('reads %s', (message, what) => {
    expect(evictedFor(message)).toBe(what);
  });

  it('is silent where no pod is wanted any more, whether the evicted one is left or gone', async () => {
    const message = 'The node was low on resource: memory. ';
    const left = podOf({
      status: {
        phase: 'Failed',
        reason: 'Evicted',
        message,
        containerStatuses: [{ ...waiting('main', ''), state: terminated(137, 22) }],
      },
    });
    const told = event(`Pod/${podName}`, 'Evicted', message, { source: { component: 'kubelet' } });
    const statuses = [deployment(0), deployment(1)].map(async (wanted) => [
      (await diagnoseObjects([...wanted, left])).status,
      (await diagnoseObjects([...wanted, left, told])).status,
    ]);
    expect(await Promise.all(statuses)).toEqual([
      ['healthy', 'healthy'],
      ['broken', 'broken'],
    ]);
  });

  it('fires on an evicted pod', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ' } }),
      event(`Pod/${podName}`, 'Evicted', 'The node was low on resource: memory. '),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('disk-full-or-evicted proven');
  });
  it.each([
    ['The node was low on resource: memory. ', 'disk-full-or-evicted proven'],
    ['Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ', 'disk-full-or-evicted proven'],
    ['Container main exceeded its local ephemeral storage limit "1Gi". ', 'disk-full-or-evicted proven'],
    ['Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', 'disk-full-or-evicted proven'],
    ['Pod was rejected: The node had condition: [DiskPressure]. ', 'disk-full-or-evicted proven'],
    ['Moved by the rebalancer', 'unknown possible'],
  ])('takes the word of the kubelet without its event: %s', async (message, answer) => {
    const objects = [...deployment(), podOf({ status: { phase: 'Failed', reason: 'Evicted', message } })];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });
  it('fires on several evictions of pods that are gone', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 12,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(12) }],
          containerStatuses: [runningFor('main', 12)],
        },
      }),
      event('Pod/app-66b7d9c8f-b4c5d', 'Evicted', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', {
        lastTimestamp: ago(30),
      }),
      event('Pod/app-66b7d9c8f-zzx2q', 'Evicted', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', {
        lastTimestamp: ago(15),
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('disk-full-or-evicted proven');
  });
  it('forgets a single eviction after ten minutes', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 12,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(12) }],
          containerStatuses: [runningFor('main', 12)],
        },
      }),
      event('Pod/app-66b7d9c8f-b4c5d', 'Evicted', 'Usage of EmptyDir volume "d" exceeds the limit "1Gi". ', {
        lastTimestamp: ago(15),
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });

  const lowOnMemory = 'The node was low on resource: memory. ';
  const evictedPod = (name: string, endedAgo: number) => {
    const pod = podOf({
      age: endedAgo + 5,
      status: {
        phase: 'Failed',
        reason: 'Evicted',
        message: lowOnMemory,
        containerStatuses: [{ name: 'main', restartCount: 0, ready: false, state: terminated(137, endedAgo) }],
      },
    });
    return { ...pod, metadata: { ...pod.metadata, name } };
  };

  it('counts all evictions, and begins with the first of the present trouble', async () => {
    const diagnosis = await diagnoseObjects([
      ...deployment(),
      evictedPod('app-66b7d9c8f-aaaaa', 300),
      evictedPod('app-66b7d9c8f-bbbbb', 100),
      evictedPod('app-66b7d9c8f-ccccc', 55),
      evictedPod('app-66b7d9c8f-ddddd', 3),
      event('Pod/app-66b7d9c8f-b4c5d', 'Evicted', lowOnMemory, { lastTimestamp: ago(30) }),
    ]);
    const { primary, since } = diagnosis;
    expect(primary && plainHeadline(primary.headline)).toBe(
      'The kubelet evicted 4 pods of app: the node was low on memory',
    );
    expect(primary?.pods.affected).toBe(4);
    expect(since).toBe(ago(100));
    expect(diagnosis.runs.map((run) => run.endedBy)).toEqual(['node', 'node', 'node', 'node']);
  });

  it('tells of an old one too, where nothing was made in the place of the only pod', async () => {
    const old = evictedPod('app-66b7d9c8f-aaaaa', 300);
    expect(answerOf(await diagnoseObjects([...deployment(), old]))).toMatch(/^disk-full-or-evicted/);
    expect(answerOf(await diagnoseObjects([...deployment(0), old]))).toBe('healthy');
  });

  describe('of a pod that is left, where another is ready in its place', () => {
    const place = {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(60) }],
      containerStatuses: [runningFor('main', 60)],
    };
    const gone = (minutes: number) =>
      event('Pod/app-66b7d9c8f-b4c5d', 'Evicted', lowOnMemory, { lastTimestamp: ago(minutes) });
    const ready = podOf({ age: 61, status: place });
    it.each([
      ['one', [9], [ready], 'disk-full-or-evicted proven'],
      ['one', [10], [ready], 'healthy'],
      ['one, and none in its place', [59], [], 'disk-full-or-evicted proven'],
      ['two', [30, 59], [ready], 'disk-full-or-evicted proven'],
      ['two, the first over an hour ago', [30, 80], [ready], 'disk-full-or-evicted proven'],
      ['two with an hour between them', [30, 91], [ready], 'healthy'],
      ['one beside one that is gone', [30], [ready, gone(59)], 'disk-full-or-evicted proven'],
      ['one beside one that is gone for an hour', [30], [ready, gone(60)], 'healthy'],
    ])(
      'counts for ten minutes alone, for an hour with others: %s, %j min ago',
      async (_, minutes, others, expected) => {
        const evicted = minutes.map((each) => evictedPod(`app-66b7d9c8f-e${String(each)}aa`, each));
        expect(answerOf(await diagnoseObjects([...deployment(), ...evicted, ...others]))).toBe(expected);
      },
    );
  });

  it('counts those that are too many to look at one by one', async () => {
    const evicted = Array.from({ length: 20 }, (_, i) => evictedPod(`app-66b7d9c8f-e${String(i + 10)}`, 58 - 2 * i));
    const { primary, since } = await diagnoseObjects([...deployment(), ...evicted]);
    expect(primary && plainHeadline(primary.headline)).toBe(
      'The kubelet evicted 20 pods of app: the node was low on memory',
    );
    expect(primary?.claims.map(({ text }) => text)).toContain(
      'It happened 20 times; the first of them was `app-66b7d9c8f-e10`.',
    );
    expect(primary?.pods.affected).toBe(20);
    expect(since).toBe(ago(58));
  });

  it('says at least where there are more than are counted', async () => {
    const evicted = Array.from({ length: 520 }, (_, i) => evictedPod(`app-66b7d9c8f-e${String(i + 100)}`, 5));
    const { primary } = await diagnoseObjects([...deployment(), ...evicted]);
    expect(primary && plainHeadline(primary.headline)).toBe(
      'The kubelet evicted at least 512 pods of app: the node was low on memory',
    );
  });

  it('begins with the first of those that are gone', async () => {
    const { since } = await diagnoseObjects([
      ...deployment(),
      ...['zx4vz', 'zx5vz', 'zx6vz', 'zx7vz'].map((suffix, i) =>
        event(`Pod/app-66b7d9c8f-${suffix}`, 'Evicted', lowOnMemory, { lastTimestamp: ago(40 - 10 * i) }),
      ),
      evictedPod('app-66b7d9c8f-ddddd', 3),
    ]);
    expect(since).toBe(ago(40));
  });

  it.each([
    ['Evicted pod: Underutilized', 'karpenter'],
    ['pod evicted from n2 node by sigs.k8s.io/descheduler', 'sigs.k8s.io/descheduler'],
    ['pod evicted by a tool that names no source', ''],
    [lowOnMemory, 'karpenter'],
  ])('says nothing of %s by %s', async (message, component) => {
    const objects = ['b4c5d', 'zx4vz'].map((suffix, i) =>
      event(`Pod/app-66b7d9c8f-${suffix}`, 'Evicted', message, { lastTimestamp: ago(3 + i), source: { component } }),
    );
    expect(answerOf(await diagnoseObjects([...deployment(), ...objects]))).toBe('healthy');
  });
  it('leaves an end of its own to itself, whoever writes Evicted', async () => {
    const failed = {
      phase: 'Failed',
      containerStatuses: [{ name: 'main', restartCount: 0, ready: false, state: terminated(1, 3) }],
    };
    const karpenter = { lastTimestamp: ago(2), source: { component: 'karpenter' } };
    const told = event(`Pod/${podName}`, 'Evicted', 'Evicted pod: Underutilized', karpenter);
    const objects = [...deployment(), podOf({ status: failed }), told];
    expect(answerOf(await diagnoseObjects(objects))).not.toMatch(/disk-full-or-evicted/);
    const other = podOf({ status: { ...failed, reason: 'Evicted', message: 'moved to a cheaper node' } });
    expect(answerOf(await diagnoseObjects([...deployment(), other]))).not.toMatch(/disk-full-or-evicted/);
  });

  it('first shows the evicted pods and their node', async () => {
    const commands = async (objects: Parameters<typeof diagnoseObjects>[0]) =>
      (await diagnoseObjects(objects)).remedies.map((remedy) => remedy.command).slice(0, 3);
    expect(await commands([...deployment(), evictedPod(podName, 3)])).toEqual([
      'kubectl -n test get pods --field-selector=status.phase=Failed -o wide',
      'kubectl describe node n1',
      'kubectl top node n1',
    ]);
    const gone = event('Pod/app-66b7d9c8f-b4c5d', 'Evicted', lowOnMemory, {
      lastTimestamp: ago(5),
      source: { component: 'kubelet', host: 'n1' },
    });
    expect((await commands([...deployment(), gone]))[0]).toBe(
      'kubectl -n test get events --field-selector=reason=Evicted',
    );
  });
});

describe('shared memory without room', () => {
  const log =
    'ERROR:  could not resize shared memory segment "/PostgreSQL.1" to 8388608 bytes: No space left on device';
  it.each([
    ['which the runtime gives', [], 'mount-shared-memory'],
    ['of a volume', [{ name: 'shm', mountPath: '/dev/shm' }], 'grow-shared-memory'],
  ])('is no claim: that %s', async (_what, volumeMounts, step) => {
    const pod = podOf({
      container: { volumeMounts },
      status: {
        containerStatuses: [{ ...waiting('main', 'CrashLoopBackOff'), restartCount: 5, lastState: terminated(1, 1) }],
      },
    });
    const { primary, remedies } = await diagnoseObjects([...deployment(), pod], {
      logs: { [`${podName}/main`]: { previous: log } },
    });
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container main has a full disk or volume: no space left in /dev/shm',
    );
    expect(remedies.map(({ id }) => id)).toEqual([expect.any(String), step]);
  });
});

describe('a node without room on its disk', () => {
  it('asks no request of a container that never ran', async () => {
    const message =
      'failed to pull and unpack image "r.example/app:1": failed to extract layer sha256:0f: write /x: no space left on device: unknown';
    const pod = podOf({ status: { containerStatuses: [waiting('main', 'ImagePullBackOff', message)] } });
    const { primary, remedies } = await diagnoseObjects([...deployment(), pod]);
    expect(primary?.cause).toBe('disk-full-or-evicted');
    expect(remedies.at(-1)?.id).toBe('make-room-on-node');
    expect(remedies.map(({ id }) => id)).not.toContain('request-what-it-uses');
  });

  const task =
    'failed to create containerd task: failed to create shim task: mkdir /run/containerd/x: no space left on device: unknown';
  const log =
    'create container log directory for container main failed: mkdir /var/log/pods/x: no space left on device';
  const group = 'failed to create containerd task: mkdir /sys/fs/cgroup/kubepods/x: no space left on device: unknown';
  it.each([
    ['RunContainerError', task, 'disk-full-or-evicted'],
    ['CreateContainerError', task, 'disk-full-or-evicted'],
    ['CreateContainerConfigError', log, 'disk-full-or-evicted'],
    ['CreateContainerError', group, 'container-runtime-error'],
  ])('keeps a container from its start: %s, %s', async (reason, message, cause) => {
    const objects = [...deployment(), podOf({ status: { containerStatuses: [waiting('main', reason, message)] } })];
    const { primary, evidence } = await diagnoseObjects(objects);
    expect(primary?.cause).toBe(cause);
    if (cause === 'disk-full-or-evicted')
      expect(primary && plainHeadline(primary.headline)).toBe(
        'Container main cannot be started: no space left on the node',
      );
    expect(JSON.stringify(evidence)).toContain(message);
  });

  it.each([
    ['mkdir /var/log/pods/x', 'disk-full-or-evicted likely'],
    ['mkdir /sys/fs/cgroup/kubepods/x', 'sandbox-creation-failed proven'],
  ])('keeps a pod from its sandbox: %s', async (what, answer) => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedCreatePodSandBox',
        `Failed to create pod sandbox: ${what}: no space left on device`,
        {
          source: { component: 'kubelet' },
        },
      ),
    ];
    const diagnosis = await diagnoseObjects(objects);
    expect([answerOf(diagnosis), diagnosis.contributing]).toEqual([answer, []]);
  });
});
