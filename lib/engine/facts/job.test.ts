import { describe, expect, it } from 'vitest';
import { ago, answerOf, diagnoseObjects, runningFor, terminated } from '../testing/build';

const owner = (kind: string, name: string) => [{ kind, name, uid: `uid-${kind}-${name}`, controller: true }];
const cronJob = (status: object = {}) => ({
  kind: 'CronJob',
  metadata: { name: 'bill', namespace: 'test', creationTimestamp: ago(9000) },
  spec: { schedule: '*/5 * * * *', concurrencyPolicy: 'Allow' },
  status,
});
const job = (name: string, madeAgo: number, status: object = { active: 1 }) => ({
  kind: 'Job',
  metadata: { name, creationTimestamp: ago(madeAgo), ownerReferences: owner('CronJob', 'bill') },
  spec: {},
  status: { startTime: ago(madeAgo), ...status },
});
const pod = (of: string, name: string, madeAgo: number, container: object, phase = 'Running') => ({
  kind: 'Pod',
  metadata: { name, creationTimestamp: ago(madeAgo), ownerReferences: owner('Job', of) },
  spec: { nodeName: 'n1', restartPolicy: 'OnFailure', containers: [{ name: 'main', image: 'r.example/bill:1' }] },
  status: {
    phase,
    startTime: ago(madeAgo),
    conditions: [
      { type: 'Ready', status: phase === 'Running' ? 'True' : 'False', lastTransitionTime: ago(madeAgo - 0.05) },
    ],
    containerStatuses: [container],
  },
});
const loops = {
  name: 'main',
  ready: false,
  restartCount: 5,
  state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } },
  lastState: terminated(1, 1),
};
const begun = [job('bill-9', 0.5), pod('bill-9', 'bill-9-x', 0.5, runningFor('main', 0.4))];
const before = [job('bill-8', 10), pod('bill-8', 'bill-8-x', 10, loops)];
const complete = { succeeded: 1, conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: ago(3) }] };

const said = async (...objects: object[]) =>
  answerOf(
    await diagnoseObjects(objects as Parameters<typeof diagnoseObjects>[0], {
      workload: 'CronJob/bill',
      logs: { 'bill-8-x/main': { previous: 'ValueError: bad\n' }, 'bill-8-a/main': { current: 'ValueError: bad\n' } },
    }),
  );

describe('the runs of a CronJob that overlap', () => {
  it('count while they fail, whatever has just begun beside them', async () => {
    expect(await said(cronJob(), ...begun, ...before)).toMatch(/^app-error-uncaught/);
    expect(await said(cronJob({ lastSuccessfulTime: ago(20) }), ...begun, ...before)).toMatch(/^app-error-uncaught/);
  });

  it.each([
    ['the newest went well', [cronJob(), job('bill-9', 4, complete), ...before]],
    ['one between went well', [cronJob(), ...begun, job('bill-85', 5, complete), ...before]],
    ['one between went well, and its Job is gone', [cronJob({ lastSuccessfulTime: ago(3) }), ...begun, ...before]],
  ])('count no more once another is done: %s', async (_, objects) => {
    expect(await said(...objects)).toBe('healthy');
  });

  it('have failed attempts of their own, which another makes good', async () => {
    const state = terminated(1, 28);
    const failed = pod('bill-8', 'bill-8-a', 30, { name: 'main', ready: false, restartCount: 0, state }, 'Failed');
    const run = [cronJob(), ...begun, job('bill-8', 30, { active: 1, failed: 1 }), failed];
    expect(await said(...run)).toMatch(/^app-error-uncaught/);
    expect(await said(...run, pod('bill-8', 'bill-8-b', 27, runningFor('main', 26)))).toBe('healthy');
  });

  it('stand as a Job by itself does: one that runs on mends its own attempt, and no other’s', async () => {
    const attempt = (of: string, minutes: number) => {
      const ended = { name: 'main', ready: false, restartCount: 0, state: terminated(1, minutes - 1) };
      return pod(of, `${of}-a`, minutes, ended, 'Failed');
    };
    const heir = (of: string, minutes: number) => pod(of, `${of}-b`, minutes, runningFor('main', minutes));
    const run = [job('bill-8', 7, { active: 1, failed: 1 }), attempt('bill-8', 7)];
    const statusOf = async (...objects: object[]) =>
      (
        await diagnoseObjects([cronJob(), ...begun, ...objects] as Parameters<typeof diagnoseObjects>[0], {
          workload: 'CronJob/bill',
        })
      ).status;
    expect(await statusOf(...run, heir('bill-8', 5))).toBe('degraded');
    expect(await statusOf(...run)).toBe('broken');
    const other = [job('bill-7', 9, { active: 1, failed: 1 }), attempt('bill-7', 9)];
    expect(await statusOf(...run, heir('bill-8', 5), ...other)).toBe('broken');
    expect(await statusOf(...run, heir('bill-8', 5), ...other, heir('bill-7', 7))).toBe('degraded');
  });
});
