import { describe, expect, it } from 'vitest';
import { ago, diagnoseObjects, event, terminated } from '../testing/build';
import { nextRunMs } from './runs';

const owner = (kind: string, name: string) => [{ kind, name, uid: `uid-${kind}-${name}`, controller: true }];

function cronJob(status: Record<string, unknown> = {}, schedule = '*/15 * * * *') {
  return { kind: 'CronJob', metadata: { name: 'bill', namespace: 'test' }, spec: { schedule }, status };
}

/** A Job that ended so many minutes ago. */
function job(name: string, endedAgo: number, type: 'Failed' | 'Complete' = 'Failed') {
  const condition = {
    type,
    status: 'True',
    reason: type === 'Failed' ? 'BackoffLimitExceeded' : '',
    message: 'Job has reached the specified backoff limit',
    lastTransitionTime: ago(endedAgo),
  };
  return {
    kind: 'Job',
    metadata: { name, creationTimestamp: ago(endedAgo + 2), ownerReferences: owner('CronJob', 'bill') },
    spec: { backoffLimit: 2 },
    status: { failed: 3, conditions: [condition] },
  };
}

function failedPod(ofJob: string, endedAgo: number) {
  return {
    kind: 'Pod',
    metadata: {
      name: `${ofJob}-x5kqz`,
      creationTimestamp: ago(endedAgo + 1),
      ownerReferences: owner('Job', ofJob),
    },
    spec: { nodeName: 'n1', restartPolicy: 'Never', containers: [{ name: 'main', image: 'r.example/app:1' }] },
    status: {
      phase: 'Failed',
      containerStatuses: [{ name: 'main', restartCount: 0, ready: false, state: terminated(3, endedAgo) }],
    },
  };
}

const diagnoseCronJob = (objects: Parameters<typeof diagnoseObjects>[0]) =>
  diagnoseObjects(objects, { workload: 'CronJob/bill' });

describe('the runs of a CronJob', () => {
  it('are broken since the first of the unbroken row', async () => {
    const { since, primary } = await diagnoseCronJob([
      cronJob({ lastScheduleTime: ago(15) }),
      job('bill-2', 14),
      failedPod('bill-2', 14.5),
      job('bill-1', 29),
      failedPod('bill-1', 29.5),
      event('CronJob/bill', 'SawCompletedJob', 'Saw completed job: bill-0, condition: Failed', {
        type: 'Normal',
        lastTimestamp: ago(44),
      }),
    ]);
    expect(since).toBe(ago(44));
    expect(primary?.claims.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'Job `bill-2` used up its backoffLimit of 2: it is not tried again.',
        'Each of the 3 runs that are on record failed; the first of them ended at 09:16:00 UTC.',
        'The next run comes at 10:15:00 UTC.',
      ]),
    );
  });

  it('are broken only since the last success', async () => {
    const { since } = await diagnoseCronJob([
      cronJob(),
      job('bill-3', 14),
      failedPod('bill-3', 14.5),
      job('bill-2', 29, 'Complete'),
      job('bill-1', 44),
    ]);
    expect(since).toBe(ago(14.5));
  });

  it('believe the CronJob that one of them went well', async () => {
    const { since } = await diagnoseCronJob([
      cronJob({ lastSuccessfulTime: ago(20) }),
      job('bill-3', 14),
      failedPod('bill-3', 14.5),
      job('bill-1', 44),
    ]);
    expect(since).toBe(ago(14.5));
  });
});

describe('a Job that a rule of its podFailurePolicy made fail', () => {
  it('says so in the words of its condition', async () => {
    const message = 'Container main for pod test/bill-2-x5kqz failed with exit code 3 matching FailJob rule at index 0';
    const made = job('bill-2', 14);
    const conditions = [{ type: 'Failed', status: 'True', reason: 'PodFailurePolicy', message }];
    const { primary, evidence } = await diagnoseObjects(
      [{ ...made, metadata: { name: 'bill-2' }, status: { failed: 1, conditions } }, failedPod('bill-2', 14.5)],
      { workload: 'Job/bill-2' },
    );
    expect(primary?.claims.map(({ text }) => text).join(' ')).toContain(
      'A rule of the podFailurePolicy of Job `bill-2`',
    );
    expect(JSON.stringify(evidence)).toContain('matching FailJob rule at index 0');
  });
});

describe('a CronJob whose last run failed, while the next one runs', () => {
  const running = {
    kind: 'Job',
    metadata: { name: 'bill-3', creationTimestamp: ago(0.2), ownerReferences: owner('CronJob', 'bill') },
    spec: { backoffLimit: 2 },
    status: { active: 1 },
  };
  const runningPod = {
    kind: 'Pod',
    metadata: { name: 'bill-3-9wq2d', creationTimestamp: ago(0.2), ownerReferences: owner('Job', 'bill-3') },
    spec: { nodeName: 'n1', restartPolicy: 'Never', containers: [{ name: 'main', image: 'r.example/app:1' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(0.1) }],
      containerStatuses: [{ name: 'main', restartCount: 0, ready: true, state: { running: { startedAt: ago(0.1) } } }],
    },
  };
  const before = [cronJob(), running, runningPod, job('bill-2', 14), failedPod('bill-2', 14.5)];

  it('is still broken', async () => {
    const { status, primary } = await diagnoseCronJob(before);
    expect([status, primary?.pods.affected]).toEqual(['broken', 1]);
  });

  it('is judged by its own attempt once that has failed', async () => {
    const retried = { ...running, status: { active: 1, failed: 1 } };
    const { primary, since } = await diagnoseCronJob([
      cronJob(),
      retried,
      failedPod('bill-3', 0.1),
      job('bill-2', 14, 'Complete'),
    ]);
    expect([primary?.cause, since]).toEqual(['unknown', ago(0.1)]);
  });

  it('is healthy again once that has completed', async () => {
    const { status } = await diagnoseCronJob([
      cronJob(),
      job('bill-3', 1, 'Complete'),
      job('bill-2', 14),
      failedPod('bill-2', 14.5),
    ]);
    expect(status).toBe('healthy');
  });
});

describe('the next run', () => {
  const at = (clock: string) => Date.parse(`2026-11-20T${clock}:00Z`);
  it.each([
    ['*/3 * * * *', '11:24', '11:25', '11:27'],
    ['15 * * * *', '10:15', '11:14', '11:15'],
    ['5,35 * * * *', '10:35', '10:40', '11:05'],
    ['10-20/5 * * * *', '10:20', '10:20', '11:10'],
  ])('of %s comes', (schedule, last, now, next) => {
    expect(nextRunMs(schedule, at(last), at(now))).toBe(at(next));
  });
  it.each([
    ['0 4 * * *', '04:00'],
    ['@hourly', '10:00'],
    ['15 * * * *', '10:45'],
    ['*/0 * * * *', '10:00'],
  ])('of %s is not told', (schedule, last) => {
    expect(nextRunMs(schedule, at(last), at('11:00'))).toBeNull();
  });
});
