/** What `kubectl describe pod` leaves out: a waiting state's message, hooks, now and then the last end and the resources. */
import { expect, it } from 'vitest';
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
} from './testing/build';

const pod = `Pod/${podName}`;

it.each([
  ['Error: secret "ledger-db" not found', 'missing-configmap-or-secret proven'],
  [
    'Error: container has runAsNonRoot and image has non-numeric user (ledger), cannot verify user is non-root',
    'run-as-nonroot-violation proven',
  ],
  ['Error: container sidecar not found', 'container-runtime-error likely'],
])('a state without its message is told by the event: %s', async (message, answer) => {
  const objects = [
    ...deployment(),
    podOf({ status: { containerStatuses: [waiting('main', 'CreateContainerConfigError')] } }),
    event(pod, 'Failed', message),
  ];
  const diagnosis = await diagnoseObjects(objects);
  expect(answerOf(diagnosis)).toBe(answer);
  expect(JSON.stringify(diagnosis.evidence)).toContain(JSON.stringify(message).slice(1, -1));
});

const restarted = (restartCount: number) => ({
  name: 'main',
  ready: false,
  started: true,
  restartCount,
  state: { running: { startedAt: ago(6) } },
  lastState: {},
});

it.each([
  ['Startup probe failed: HTTP probe failed with statuscode: 503', 600, 'startup-probe-failing likely'],
  ['Liveness probe failed: ', 120, 'liveness-probe-failing likely'],
  ['Liveness probe failed: ', 2, 'liveness-probe-failing possible'],
  ['Liveness probe errored: command not run', 120, 'unknown possible'],
])('restarts of which no end is known are put to the probe that fails: %s %i times', async (message, count, answer) => {
  const objects = [
    ...deployment(),
    podOf({ age: 300, status: { phase: 'Running', containerStatuses: [restarted(14)] } }),
    event(pod, 'Unhealthy', message, { count }),
  ];
  const diagnosis = await diagnoseObjects(objects);
  expect(answerOf(diagnosis)).toBe(answer);
  // Neither that it was killed nor that it has no such probe is known.
  expect(JSON.stringify([diagnosis.primary, diagnosis.ruledOut])).not.toMatch(
    /The kubelet killed|has no (?:liveness|readiness|startup) probe|the the /,
  );
});

const killed = { ...waiting('main', 'CrashLoopBackOff', 'back-off 5m0s', { restartCount: 4 }) };

it('OOMKilled is put to the limit where the object does not say whether there is one', async () => {
  const lastState = terminated(137, 2, { reason: 'OOMKilled' });
  const of = (container: Record<string, unknown>) =>
    diagnoseObjects([
      ...deployment(),
      podOf({ container, status: { phase: 'Running', containerStatuses: [{ ...killed, lastState }] } }),
    ]);
  const inPart = await of({});
  expect(answerOf(inPart)).toBe('oom-killed-limit likely');
  expect(JSON.stringify(inPart.remedies)).not.toContain('set-memory-limit');
  expect(answerOf(await of({ resources: {} }))).toBe('oom-killed-node likely');
});

it('a hook that failed is told by its event, and an end with exit code 0 beside it is no proof of another cause', async () => {
  const of = (container: Record<string, unknown>) =>
    diagnoseObjects([
      ...deployment(),
      podOf({
        container,
        status: { phase: 'Running', containerStatuses: [{ ...killed, lastState: terminated(0, 2) }] },
      }),
      event(pod, 'FailedPostStartHook', 'PostStartHook failed', { lastTimestamp: ago(2) }),
    ]);
  expect(answerOf(await of({}))).toBe('post-start-hook-failed likely');
  expect(answerOf(await of({ resources: {} }))).toBe('exits-zero likely');
});

it.each([
  ['no container has a status', {}],
  [
    'a status has none of the three states',
    { containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: {} }] },
  ],
])('a pod that has not been ready for long is no healthy one where %s', async (_, status) => {
  const Ready = { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: ago(3600) };
  const conditions = [{ ...Ready, message: 'containers with unready status: [main]' }];
  const pods = podOf({ age: 3600, status: { phase: 'Running', conditions, ...status } });
  const diagnosis = await diagnoseObjects([...deployment(), pods]);
  expect(diagnosis.status).toBe('broken');
  expect(diagnosis.primary?.certainty).toBe('possible');
});
