import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  nodeReady,
  podName,
  podOf,
  pullFailed,
  runningFor,
  terminated,
  unscheduled,
  waiting,
} from './testing/build';

const about = (container = 'main') => ({
  involvedObject: { kind: 'Pod', name: podName, fieldPath: `spec.containers{${container}}` },
});
const crashed = (exitCode: number, more: Record<string, unknown> = {}, container: Record<string, unknown> = {}) =>
  podOf({
    container,
    status: {
      phase: 'Running',
      containerStatuses: [
        waiting('main', 'CrashLoopBackOff', 'back-off', {
          restartCount: 4,
          lastState: terminated(exitCode, 5, { ...more }),
        }),
      ],
    },
  });
const creating = (age: number) =>
  podOf({
    age,
    spec: { volumes: [{ name: 'config', configMap: { name: 'cfg' } }] },
    status: { containerStatuses: [waiting('main', 'ContainerCreating')] },
  });
const missing = 'MountVolume.SetUp failed for volume "config" : configmap "cfg" not found';

describe('what was said before, and has been overtaken, is no cause', () => {
  it('a ConfigMap that was made since, or of which the kubelet no longer speaks', async () => {
    const mount = event(`Pod/${podName}`, 'FailedMount', missing, { lastTimestamp: ago(12) });
    const attach = (minutes: number) =>
      event(
        `Pod/${podName}`,
        'FailedAttachVolume',
        'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) y',
        {
          lastTimestamp: ago(minutes),
        },
      );
    const config = (minutes: number) => ({
      kind: 'ConfigMap',
      metadata: { name: 'cfg', creationTimestamp: ago(minutes) },
    });
    const told = async (...more: Parameters<typeof diagnoseObjects>[0]) =>
      answerOf(await diagnoseObjects([...deployment(), creating(20), mount, ...more]));
    expect(await told()).toBe('missing-configmap-or-secret likely');
    expect(await told(config(10))).not.toMatch(/^missing/);
    expect(await told(attach(1))).toBe('volume-mount-failed likely');
    expect(await told(attach(11))).toBe('missing-configmap-or-secret likely');
  });

  it('a volume that was missed until the kubelet went on to pull', async () => {
    const mount = event(`Pod/${podName}`, 'FailedMount', missing, { count: 5, lastTimestamp: ago(0.3) });
    const pulling = event(`Pod/${podName}`, 'Pulling', 'Pulling image "r.example/app:1"', { lastTimestamp: ago(0.1) });
    expect((await diagnoseObjects([...deployment(), creating(0.5), mount])).status).toBe('broken');
    expect((await diagnoseObjects([...deployment(), creating(0.5), mount, pulling])).status).toBe('healthy');
  });

  it('a network that was not ready yet, however often that was said', async () => {
    const network = event(`Pod/${podName}`, 'NetworkNotReady', 'network is not ready', {
      count: 9,
      lastTimestamp: ago(0.05),
    });
    expect((await diagnoseObjects([...deployment(), creating(0.2), network])).status).toBe('healthy');
  });

  it('a quota that had no room before the pod was made', async () => {
    const quota = event(
      'ReplicaSet/app-66b7d9c8f',
      'FailedCreate',
      'Error creating: pods "app-x" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=1, limited: cpu=1',
      { lastTimestamp: ago(50) },
    );
    const { primary } = await diagnoseObjects([...deployment(), crashed(1), quota]);
    expect(primary?.cause).toBe('unknown');
  });
});

const shutDown = { reason: 'Terminated', message: 'Pod was terminated in response to imminent node shutdown.' };
const byKubelet = { reason: 'Preempting', message: 'Preempted in order to admit critical pod' };
const byScheduler = {
  conditions: [
    {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
      lastTransitionTime: ago(5),
    },
  ],
};
const ended = { state: terminated(143, 5), ready: false, restartCount: 0, name: 'main' };

describe.each([
  ['was shut down with its node', shutDown],
  [
    'was lost with a node that is back',
    { reason: 'NodeLost', message: 'Node n1 is unresponsive', containerStatuses: [ended] },
  ],
  ['the kubelet ended for a critical one', { ...byKubelet, containerStatuses: [ended] }],
  ['the scheduler ended for one that goes before', { ...byScheduler, containerStatuses: [ended] }],
])('a pod that %s', (_, status) => {
  const left = (ready: number) => [
    nodeReady('True', 'KubeletReady', 5),
    ...deployment(2, { replicas: 2, readyReplicas: ready }),
    podOf({
      status: {
        phase: 'Failed',
        containerStatuses: [],
        ...status,
      },
    }),
    ...[1, 2].map((n) => {
      const pod = podOf({
        age: 20,
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: n <= ready ? 'True' : 'False', lastTransitionTime: ago(19) }],
          containerStatuses: [{ ...runningFor('main', 20), ready: n <= ready }],
        },
      });
      return { ...pod, metadata: { ...pod.metadata, name: `app-66b7d9c8f-new${n}` } };
    }),
  ];
  it('is nobody’s fault once it is replaced', async () => {
    expect((await diagnoseObjects(left(2))).status).toBe('healthy');
    expect((await diagnoseObjects(left(1))).status).not.toBe('healthy');
  });
});

describe('who ended it', () => {
  const kill = (minutes: number) =>
    event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
      type: 'Normal',
      lastTimestamp: ago(minutes),
      ...about(),
    });
  it('was no probe where it ended by itself long after the announcement', async () => {
    const probe = { livenessProbe: { httpGet: { path: '/', port: 80 } } };
    const told = async (exitCode: number) =>
      (await diagnoseObjects([...deployment(), crashed(exitCode, {}, probe), kill(6.9)])).primary;
    expect((await told(137))?.cause).toBe('liveness-probe-failing');
    expect(await told(139)).toMatchObject({ cause: 'segfault' });
  });

  it('was its own limit where the node’s lack of memory met another, a minute apart', async () => {
    const node = { kind: 'Node', metadata: { name: 'n1' }, spec: {}, status: { conditions: [] } };
    const oom = (minutes: number) =>
      event('Node/n1', 'SystemOOM', 'System OOM encountered, victim process: app, pid: 4711', {
        lastTimestamp: ago(minutes),
      });
    const limited = crashed(137, { reason: 'OOMKilled' }, { resources: { limits: { memory: '128Mi' } } });
    const told = async (minutes: number) =>
      (await diagnoseObjects([...deployment(), limited, node, oom(minutes)])).primary;
    expect(await told(5)).toMatchObject({ cause: 'oom-killed-node', certainty: 'proven' });
    expect((await told(3.7))?.certainty).not.toBe('proven');
  });

  it('says nothing of signals where the kernel ended it', async () => {
    const stop = event(`Pod/${podName}`, 'Killing', 'Stopping container main', {
      type: 'Normal',
      lastTimestamp: ago(5.5),
      ...about(),
    });
    const { primary, contributing } = await diagnoseObjects([
      ...deployment(),
      crashed(137, { reason: 'OOMKilled' }),
      stop,
    ]);
    expect([primary, ...contributing].map((finding) => finding?.cause)).not.toContain('sigterm-not-handled');
  });
});

describe('whose words they are', () => {
  it.each([
    ['r.example/web/unauthorized-page:1', 'image-not-found proven'],
    ['r.example/web/toomanyrequests:1', 'image-not-found proven'],
  ])('never those of the image’s own name: %s', async (image, expected) => {
    const objects = pullFailed(
      `Failed to pull image "${image}": failed to resolve reference "${image}": ${image}: not found`,
    );
    const named = objects.map((object) =>
      object.kind === 'Pod' ? { ...object, spec: { nodeName: 'n1', containers: [{ name: 'main', image }] } } : object,
    );
    expect(answerOf(await diagnoseObjects(named))).toBe(expected);
  });

  it('a webhook’s, though it speaks of a quota', async () => {
    const denied = event(
      'ReplicaSet/app-66b7d9c8f',
      'FailedCreate',
      'Error creating: admission webhook "cost.example" denied the request: team a has exceeded quota: ask finance',
    );
    expect(answerOf(await diagnoseObjects([...deployment(), denied]))).toMatch(/^admission-denied/);
  });

  it('the scheduler’s, of those nodes that it names', async () => {
    const text = async (message: string) => (await diagnoseObjects(unscheduled(message))).primary?.claims[0]?.text;
    expect(await text('0/2 nodes are available: 2 Insufficient cpu.')).toContain('none of 2 nodes');
    expect(await text('0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s).')).toContain(
      'on 1 of 2',
    );
  });
});

it('waits for three minutes on whoever opens a readiness gate, and then names the gate', async () => {
  const gated = (minutes: number) =>
    podOf({
      status: {
        phase: 'Running',
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'ReadinessGatesNotReady',
            message: 'the status of pod readiness gate "lb.example/healthy" is not "True", but False',
            lastTransitionTime: ago(minutes),
          },
        ],
        containerStatuses: [runningFor('main', minutes)],
      },
    });
  expect((await diagnoseObjects([...deployment(), gated(2.9)])).status).toBe('healthy');
  const { primary } = await diagnoseObjects([...deployment(), gated(3.1)]);
  expect(primary).toMatchObject({ cause: 'readiness-never-ready', certainty: 'proven' });
  expect(JSON.stringify(primary?.headline)).toContain('lb.example/healthy');
});
