import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import type { Scenario } from '../../scenarios/scenario';
import { ago, diagnoseObjects, event } from '../../testing/build';

type RawObject = Scenario['objects'][number];

const cronJob = (spec: object): RawObject => ({
  kind: 'CronJob',
  metadata: { name: 'tally', namespace: 'test', creationTimestamp: ago(9000) },
  spec: { schedule: '0 4 * * *', ...spec },
});
const run = (createdAgo: number): RawObject => ({
  kind: 'Job',
  metadata: {
    name: 'tally-29001',
    creationTimestamp: ago(createdAgo),
    ownerReferences: [{ kind: 'CronJob', name: 'tally', uid: 'uid-CronJob-tally', controller: true }],
  },
  spec: {},
  status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: ago(createdAgo) }] },
});
const zone = { timeZone: 'Mars/Base' };
const zoneUnknown = event(
  'CronJob/tally',
  'UnknownTimeZone',
  'invalid timeZone: "Mars/Base": unknown time zone Mars/Base',
);

async function said(objects: RawObject[]): Promise<string> {
  const { status, primary } = await diagnoseObjects(objects, { workload: 'CronJob/tally' });
  return primary ? `${status} ${primary.cause} ${primary.certainty}: ${plainHeadline(primary.headline)}` : status;
}

describe('a schedule that cannot be read', () => {
  it.each([
    [zone, zoneUnknown, 'its time zone cannot be read: invalid timeZone: "Mars/Base"'],
    [
      { schedule: 'TZ=Nowhere 0 4 * * *' },
      event('CronJob/tally', 'UnparseableSchedule', 'unparseable schedule: "TZ=Nowhere 0 4 * * *" : bad location'),
      'its schedule cannot be read: unparseable schedule',
    ],
    [
      { schedule: '0 0 30 2 *' },
      event('CronJob/tally', 'InvalidSchedule', 'invalid schedule: 0 0 30 2 * : no more than 100 missed'),
      'its schedule cannot be read: invalid schedule',
    ],
  ])('starts no run: %j', async (spec, word, words) => {
    const answer = await said([cronJob(spec), run(900), word]);
    expect(answer).toMatch(/^broken config-invalid proven: CronJob tally starts no run: /);
    expect(answer).toContain(words);
  });

  it.each([
    ['it is suspended', [cronJob({ ...zone, suspend: true }), zoneUnknown]],
    ['a run has begun since', [cronJob(zone), run(0), zoneUnknown]],
    ['the spec has another by now', [cronJob({ timeZone: 'Europe/Lisbon' }), zoneUnknown]],
  ])('is silent where %s', async (_, objects) => {
    expect(await said(objects)).toBe('healthy');
  });
});
