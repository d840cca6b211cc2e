import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../model/diagnosis';
import type { Scenario } from '../scenarios/scenario';
import { ago, diagnoseObjects, event } from '../testing/build';

type RawObject = Scenario['objects'][number];
const hour = 60;
const day = 24 * hour;

function cronJob(spec: object, scheduledAgo: number, successAgo: number | null, status: object = {}): RawObject {
  const lastSuccessfulTime = successAgo === null ? {} : { lastSuccessfulTime: ago(successAgo) };
  return {
    kind: 'CronJob',
    metadata: { name: 'tally', namespace: 'test', creationTimestamp: ago(100 * day) },
    spec: { schedule: '0 * * * *', failedJobsHistoryLimit: 0, ...spec },
    status: { lastScheduleTime: ago(scheduledAgo), ...lastSuccessfulTime, ...status },
  };
}

function run(createdAgo: number, status: object): RawObject {
  return {
    kind: 'Job',
    metadata: {
      name: `tally-${createdAgo}`,
      creationTimestamp: ago(createdAgo),
      ownerReferences: [{ kind: 'CronJob', name: 'tally', uid: 'uid-CronJob-tally', controller: true }],
    },
    spec: {},
    status: { startTime: ago(createdAgo), ...status },
  };
}
const done = (at: number) => ({
  succeeded: 1,
  completionTime: ago(at),
  conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: ago(at) }],
});

async function said(...objects: RawObject[]): Promise<string> {
  const { status, primary } = await diagnoseObjects(objects, { workload: 'CronJob/tally' });
  return primary ? `${status} ${primary.cause} ${primary.certainty}: ${plainHeadline(primary.headline)}` : status;
}

describe('a CronJob without a success, of whose runs nothing is left', () => {
  it.each([
    ['10 days', [cronJob({}, 10, 10 * day)]],
    ['5 days', [cronJob({ schedule: '@daily' }, 10, 5 * day)]],
    ['4 days', [cronJob({}, 10, 4 * day), run(4 * day + 2, done(4 * day))]],
  ])('is told after %s', async (span, objects) => {
    const words = `No run of tally has come through for ${span.replace(' days', '')}`;
    expect(await said(...objects)).toMatch(new RegExp(`^degraded unknown possible: ${words}(?:d| days)`));
  });

  it.each([
    ['the last success is three intervals old at most', [cronJob({}, 10, 3 * hour)]],
    ['one goes on', [cronJob({}, 10, 10 * day, { active: [{ name: 'tally-10' }] }), run(10, { active: 1 })]],
    ['one goes on that its status does not name', [cronJob({}, 10, 10 * day), run(10, { active: 1 })]],
    ['it is suspended', [cronJob({ suspend: true }, 10, 10 * day)]],
    ['it comes once a week', [cronJob({ schedule: '0 4 * * 1' }, 10, 14 * day)]],
    ['no success was ever noted', [cronJob({}, 10, null)]],
    ['its controller has not yet noted how the last ended', [cronJob({}, 1, 10 * day)]],
    ['a Job that is left came through', [cronJob({}, 10, 10 * day), run(70, done(65))]],
  ])('is not where %s', async (_, objects) => {
    expect(await said(...objects)).toBe('healthy');
  });

  const replace = { schedule: '*/5 * * * *', concurrencyPolicy: 'Replace' };
  const goingOn = (spec: object, successAgo: number, ...minutes: number[]): RawObject[] => [
    cronJob({ ...replace, ...spec }, 1, successAgo, { active: minutes.map((ago) => ({ name: `tally-${ago}` })) }),
    ...minutes.map((ago) => run(ago, { active: 1 })),
  ];

  it('is told while a run goes on that took the place of one before it', async () => {
    expect(await said(...goingOn({}, 3 * day, 1))).toMatch(
      /^degraded unknown possible: No run of tally has come through for 3 days, and each goes when the next is due$/,
    );
  });

  it.each([
    ['runs may go on beside each other', goingOn({ concurrencyPolicy: 'Allow' }, 3 * day, 1)],
    ['one came through lately', goingOn({}, 2 * hour, 1)],
    ['a Job that is left came through', [...goingOn({}, 3 * day, 1), run(70, done(65))]],
    ['it comes once a week', goingOn({ schedule: '0 4 * * 1' }, 14 * day, 1)],
    ['it is suspended', goingOn({ suspend: true }, 3 * day, 1)],
  ])('says nothing of a run that goes on where %s', async (_, objects) => {
    expect(await said(...objects)).toBe('healthy');
  });

  it('is told by the word of its controller, while that is left', async () => {
    const saw = event('CronJob/tally', 'SawCompletedJob', 'Saw completed job: tally-10, condition: Failed', {
      type: 'Normal',
      lastTimestamp: ago(8),
    });
    expect(await said(cronJob({}, 10, 10 * day), saw)).toContain('The last run of tally, tally-10, failed');
  });
});
