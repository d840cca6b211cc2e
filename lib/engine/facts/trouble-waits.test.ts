import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, podOf, runningFor, waiting } from '../testing/build';

describe('what is waited for before a pod that runs counts as not ready', () => {
  const running = (minutes: number, pod: { spec?: object; container?: object; ready: boolean }) => [
    ...deployment(),
    podOf({
      age: minutes,
      spec: { ...pod.spec },
      container: { ...pod.container },
      status: {
        phase: 'Running',
        conditions: [
          { type: 'ContainersReady', status: pod.ready ? 'True' : 'False', lastTransitionTime: ago(minutes) },
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
