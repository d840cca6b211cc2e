import { describe, expect, it } from 'vitest';
import { ago, answerOf, diagnoseObjects, runningFor, terminated } from '../testing/build';

type Fields = Record<string, unknown>;

const job = (failed: number, status: Fields = {}) => ({
  kind: 'Job',
  metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(600) },
  spec: { backoffLimit: 6 },
  status: { failed, active: 1, ...status },
});

function attempt(name: string, madeAgo: number, status: Fields, labels: Fields = {}) {
  return {
    kind: 'Pod',
    metadata: {
      name,
      creationTimestamp: ago(madeAgo),
      labels,
      ownerReferences: [{ kind: 'Job', name: 'load', uid: 'uid-Job-load', controller: true }],
    },
    spec: { nodeName: 'n1', restartPolicy: 'Never', containers: [{ name: 'main', image: 'r.example/load:1' }] },
    status: { startTime: ago(madeAgo), ...status },
  };
}

const failedAt = (minutes: number, name = 'load-aaaaa', labels: Fields = {}) =>
  attempt(
    name,
    minutes + 1,
    {
      phase: 'Failed',
      containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: terminated(1, minutes) }],
    },
    labels,
  );

const readyFor = (minutes: number, labels: Fields = {}) =>
  attempt(
    'load-zzzzz',
    minutes,
    {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(minutes) }],
      containerStatuses: [runningFor('main', minutes)],
    },
    labels,
  );

const index = (number: number) => ({ 'batch.kubernetes.io/job-completion-index': String(number) });
const diagnose = async (...objects: Parameters<typeof diagnoseObjects>[0]) =>
  answerOf(
    await diagnoseObjects(objects, {
      workload: 'Job/load',
      logs: { 'load-aaaaa/main': { current: 'ValueError: bad\n' } },
    }),
  );

describe('a failed attempt of a Job', () => {
  it('is old once the attempt after it has run well for ten minutes', async () => {
    expect(await diagnose(job(1), failedAt(12), readyFor(11))).toBe('healthy');
    expect(await diagnose(job(1), failedAt(10), readyFor(9))).toBe('app-error-uncaught likely');
  });

  it('is old only after an hour where several have failed', async () => {
    expect(await diagnose(job(2), failedAt(80), failedAt(60, 'load-bbbbb'), readyFor(59))).toMatch(/^app-error/);
    expect(await diagnose(job(2), failedAt(80), failedAt(62, 'load-bbbbb'), readyFor(61))).toBe('healthy');
  });

  it('is old too where the kubelet evicted it', async () => {
    const message = 'The node was low on resource: memory.';
    const disruption = { type: 'DisruptionTarget', status: 'True', lastTransitionTime: ago(12) };
    const evicted = attempt('load-aaaaa', 20, {
      phase: 'Failed',
      reason: 'Evicted',
      message,
      conditions: [disruption],
    });
    expect(await diagnose(job(1), evicted, readyFor(9))).toBe('disk-full-or-evicted proven');
    expect(await diagnose(job(1), evicted, readyFor(11))).toBe('healthy');
  });

  it('is nobody’s fault where its node was shut down, once the next one runs', async () => {
    const message = 'Pod was terminated in response to imminent node shutdown.';
    const sentAway = attempt('load-aaaaa', 20, {
      phase: 'Failed',
      reason: 'Terminated',
      message,
      conditions: [{ type: 'DisruptionTarget', status: 'True', lastTransitionTime: ago(7) }],
    });
    expect(await diagnose(job(1), sentAway, readyFor(6))).toBe('healthy');
    expect(await diagnose(job(1), sentAway, attempt('load-zzzzz', 6, { phase: 'Pending' }))).toBe('node-lost proven');
    expect(await diagnose(job(1), sentAway)).toBe('node-lost proven');
  });

  it('stands where nothing was tried after it, where another index was, and where the Job has failed', async () => {
    expect(await diagnose(job(1), readyFor(50), failedAt(12))).toMatch(/^app-error/);
    expect(await diagnose(job(1), failedAt(90, 'load-aaaaa', index(0)), readyFor(80, index(1)))).toMatch(/^app-error/);
    expect(await diagnose(job(1), failedAt(90, 'load-aaaaa', index(0)), readyFor(80, index(0)))).toBe('healthy');
    const over = { conditions: [{ type: 'FailureTarget', status: 'True', lastTransitionTime: ago(1) }] };
    expect(await diagnose(job(1, over), failedAt(90), readyFor(80))).toMatch(/^app-error/);
  });
});
