import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { replay } from '../../scenarios/replay';
import { scenarioSchema, type Scenario } from '../../scenarios/scenario';
import { ago, deployment, diagnoseObjects, event, podOf, runningFor } from '../../testing/build';

type RawObject = Scenario['objects'][number];

async function said(objects: RawObject[], workload: string): Promise<string> {
  const { status, primary } = await diagnoseObjects(objects, { workload });
  return primary ? `${status} ${primary.cause} ${primary.certainty}: ${plainHeadline(primary.headline)}` : status;
}

/** What is said so many minutes from now, if nothing more is heard, and when it is to be looked at again. */
async function later(objects: RawObject[], workload: string, minutes: number): Promise<string> {
  const expected = { workload, status: 'broken' };
  const at = ago(-minutes);
  const { diagnosis, reviewAt } = await replay(scenarioSchema.parse({ about: 'a test', asOf: at, objects, expected }));
  return `${diagnosis.primary?.cause ?? diagnosis.status} until ${reviewAt ?? 'news'}`;
}

const cronJob: RawObject = {
  kind: 'CronJob',
  metadata: { name: 'tally', namespace: 'test', creationTimestamp: ago(9000) },
  spec: { schedule: '0 4 * * *' },
};
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

describe('runs that are missed', () => {
  const missed = (count: number, minutes: number) =>
    event('CronJob/tally', 'MissSchedule', 'Missed scheduled time to start a job: Fri, 20 Nov 2026 04:00:00 UTC', {
      count,
      lastTimestamp: ago(minutes),
    });
  const tooMany = event('CronJob/tally', 'TooManyMissedTimes', 'too many missed start times. Set or decrease …', {
    lastTimestamp: ago(3),
  });

  it.each([[missed(2, 5)], [tooMany]])('is unknown, with the words of the controller', async (word) => {
    expect(await said([cronJob, run(900), word], 'CronJob/tally')).toMatch(
      /^broken unknown possible: CronJob tally misses its runs: (?:Missed|too many)/,
    );
  });

  it('is unknown, where they go on being missed', async () => {
    const goesOn = (first: number) =>
      event('CronJob/tally', 'MissSchedule', 'Missed scheduled time to start a job: …', {
        count: 130,
        firstTimestamp: ago(first),
        lastTimestamp: ago(0.3),
      });
    expect(await said([cronJob, run(900), goesOn(650)], 'CronJob/tally')).toMatch(/^broken unknown possible/);
    // The newest run began in between: how many were missed since is not known.
    expect(await said([cronJob, run(60), goesOn(650)], 'CronJob/tally')).toBe('healthy');
  });

  it.each([
    ['one alone', [cronJob, missed(1, 5)]],
    ['just now', [cronJob, missed(2, 1)]],
    ['a run has begun since', [cronJob, run(2), tooMany]],
  ])('says nothing of it: %s', async (_, objects) => {
    expect(await said(objects, 'CronJob/tally')).toBe('healthy');
  });

  it('is told of what was said just now when it is old enough, though nothing more is heard', async () => {
    expect(await later([cronJob, missed(2, 1)], 'CronJob/tally', 0)).toBe(`healthy until ${ago(-1)}`);
    expect(await later([cronJob, missed(2, 1)], 'CronJob/tally', 1)).toMatch(/^unknown until /);
  });
});

describe('runs that do not come, and nothing says why', () => {
  const every = (spec: object, lastMinutes: number | null, status: object = {}): RawObject => ({
    kind: 'CronJob',
    metadata: { name: 'tally', namespace: 'test', creationTimestamp: ago(9000) },
    spec: { schedule: '*/5 * * * *', ...spec },
    status: { ...(lastMinutes === null ? {} : { lastScheduleTime: ago(lastMinutes) }), ...status },
  });
  const goesOn = (minutes: number): RawObject => ({
    ...run(minutes),
    status: { active: 1, startTime: ago(minutes) },
  });
  const took = (minutes: number): RawObject => ({
    ...run(900),
    metadata: { ...run(900).metadata, name: 'tally-28000' },
    status: {
      succeeded: 1,
      startTime: ago(900),
      completionTime: ago(900 - minutes),
      conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: ago(900 - minutes) }],
    },
  });
  const forbid = { concurrencyPolicy: 'Forbid' };

  it.each([
    ['11 h', [every({}, 660)]],
    ['11 h', [every({ schedule: '17 * * * *' }, 660), run(660)]],
    ['4d', [every({ schedule: '0 4 * * *' }, 6000)]],
    ['6d', [every({}, null)]],
  ])('is unknown after %s', async (_, objects) => {
    expect(await said(objects, 'CronJob/tally')).toMatch(
      /^degraded unknown possible: CronJob tally has begun no run for \d+/,
    );
  });

  it.each([
    ['three of its intervals are not over', [every({}, 170)]],
    ['it comes once a day', [every({ schedule: '0 4 * * *' }, 4400)]],
    ['it comes once a week', [every({ schedule: '0 4 * * 1' }, 8000)]],
    ['it is suspended', [every({ suspend: true }, 660)]],
    ['it does not make up for what it missed', [every({ startingDeadlineSeconds: 30 }, 660)]],
    ['a Job was made since', [every({}, 660), run(20)]],
    [
      'its controller is about to begin one',
      [every({}, 660), event('CronJob/tally', 'TooManyMissedTimes', 'too many')],
    ],
  ])('says nothing of it: %s', async (_, objects) => {
    expect(await said(objects, 'CronJob/tally')).toBe('healthy');
  });

  it('is unknown, where one run goes on for far longer than any before', async () => {
    const words = /^degraded unknown possible: No other run of tally begins while tally-29001 goes on, for \d+ h now$/;
    expect(await said([every(forbid, 660, { active: [{}] }), goesOn(660)], 'CronJob/tally')).toMatch(words);
    expect(await said([every(forbid, 240, { active: [{}] }), goesOn(240), took(2)], 'CronJob/tally')).toMatch(words);
  });

  const skipped = (first: number, last = 4): RawObject =>
    event('CronJob/tally', 'JobAlreadyActive', 'Not starting job because prior execution is running and …', {
      type: 'Normal',
      count: 30,
      firstTimestamp: ago(first),
      lastTimestamp: ago(last),
    });
  const weekdays = { ...forbid, schedule: '0 */10 * * 1-5' };
  const held = (minutes: number, spec: object, ...more: RawObject[]) => [
    every(spec, minutes, { active: [{}] }),
    goesOn(minutes),
    ...more,
  ];

  it.each([
    ['its deadline excuses what it missed', held(660, { ...forbid, startingDeadlineSeconds: 200 })],
    ['only its controller tells when it is due', held(7000, weekdays, skipped(6400))],
  ])('is unknown, where one run holds all others: %s', async (_, objects) => {
    expect(await said(objects, 'CronJob/tally')).toMatch(
      /^degraded unknown possible: No other run of tally begins while tally-29001 goes on/,
    );
  });

  it.each([
    ['it is not known when another was due', held(7000, weekdays)],
    ['not ten times over', held(5500, weekdays, skipped(4900))],
    ['older words are gone', held(7000, weekdays, skipped(4))],
    ['another may begin beside it', held(7000, { schedule: '0 4 * * 1-5' }, skipped(6400))],
    ['none is known, and it may take so long', [every(forbid, 500, { active: [{}] }), goesOn(500)]],
    ['the one before took long as well', [every(forbid, 660, { active: [{}] }), goesOn(660), took(90)]],
    ['its Job could not be read', [every(forbid, 660, { active: [{}] })]],
  ])('says nothing of a run that goes on: %s', async (_, objects) => {
    expect(await said(objects, 'CronJob/tally')).toBe('healthy');
  });
});

describe('runs that fail, whose Jobs are not kept', () => {
  const saw = (name: string, minutes: number, outcome = 'Failed') => ({
    ...event('CronJob/tally', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${outcome}`, {
      type: 'Normal',
      lastTimestamp: ago(minutes),
    }),
    metadata: { name: `tally.${name}` },
  });

  it('is unknown, and names the newest', async () => {
    expect(await said([cronJob, saw('tally-1', 7), saw('tally-2', 2)], 'CronJob/tally')).toBe(
      'broken unknown possible: The last run of tally, tally-2, failed, and its Job is gone',
    );
  });

  it.each([
    ['a later one went well', [saw('tally-1', 7), saw('tally-2', 2, 'Complete')]],
    ['its Job says that it went well', [saw('tally-1', 7), run(3)]],
  ])('says nothing of it: %s', async (_, objects) => {
    expect(await said([cronJob, ...objects], 'CronJob/tally')).toBe('healthy');
  });

  it('says nothing of a CronJob that is suspended', async () => {
    const suspended = { ...cronJob, spec: { schedule: '0 4 * * *', suspend: true } };
    expect(await said([suspended, saw('tally-1', 7)], 'CronJob/tally')).toBe('healthy');
  });

  it.each([
    [59, true, /^broken unknown/],
    [61, true, /^healthy$/],
    [61, false, /^broken unknown/],
  ])('tells of a run that failed %d minutes ago, suspended: %s', async (minutes, suspend, words) => {
    const owner = { kind: 'CronJob', name: 'tally', uid: 'uid-CronJob-tally', controller: true };
    const failed = { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: ago(minutes) };
    const run = {
      kind: 'Job',
      metadata: { name: 'tally-1', creationTimestamp: ago(minutes + 5), ownerReferences: [owner] },
      spec: { backoffLimit: 0, template: { spec: { containers: [] } } },
      status: { failed: 1, conditions: [failed] },
    };
    const objects = [{ ...cronJob, spec: { schedule: '0 4 * * *', suspend } }, run];
    expect(await said(objects, 'CronJob/tally')).toMatch(words);
  });
});

describe('a rollout that stands still', () => {
  const late = (more: object = {}) => ({
    observedGeneration: 1,
    replicas: 1,
    updatedReplicas: 1,
    availableReplicas: 0,
    conditions: [
      {
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: 'ReplicaSet "app-66b7d9c8f" has timed out progressing.',
        lastTransitionTime: ago(1),
      },
    ],
    ...more,
  });
  // Ready, and not yet for as long as minReadySeconds asks.
  const pod = podOf({ age: 12, status: { phase: 'Running', containerStatuses: [runningFor('main', 11)] } });

  it('is unknown, with the words of the controller', async () => {
    expect(await said([...deployment(1, late()), pod], 'Deployment/app')).toBe(
      'broken unknown possible: The rollout of app stands still: ReplicaSet "app-66b7d9c8f" has timed out progressing.',
    );
  });

  it('says nothing of one that is there', async () => {
    expect(await said([...deployment(1, late({ availableReplicas: 1 })), pod], 'Deployment/app')).toBe('healthy');
  });
});

describe('a DaemonSet whose pods fail and are deleted', () => {
  const daemonSet = (numberReady: number): RawObject => ({
    kind: 'DaemonSet',
    metadata: { name: 'probe', namespace: 'test', creationTimestamp: ago(900) },
    spec: {},
    status: { desiredNumberScheduled: 2, currentNumberScheduled: 2, numberReady },
  });
  const failed = (count: number) =>
    event(
      'DaemonSet/probe',
      'FailedDaemonPod',
      'Found failed daemon pod test/probe-x on node n1, will try to kill it',
      {
        count,
      },
    );

  it('is unknown, with the words of the controller', async () => {
    expect(await said([daemonSet(1), failed(4)], 'DaemonSet/probe')).toMatch(
      /unknown possible: Pods of probe fail, and are replaced before they could be seen: Found failed daemon pod/,
    );
  });

  it('says until when: until too few of its words are new', async () => {
    const two = event('DaemonSet/probe', 'FailedDaemonPod', 'Found failed daemon pod test/probe-y on node n1', {
      count: 2,
      lastTimestamp: ago(7),
    });
    const says = (minutes: number, ...words: RawObject[]) =>
      later([daemonSet(1), ...words], 'DaemonSet/probe', minutes);
    expect(await says(0, failed(4))).toBe(`unknown until ${ago(-9)}`);
    expect(await says(8.9, failed(4))).toBe(`unknown until ${ago(-9)}`);
    expect(await says(9, failed(4))).toMatch(/^healthy/);
    // The others alone are enough, or are not.
    expect(await says(0, two, failed(3))).toBe(`unknown until ${ago(-9)}`);
    expect(await says(0, two, failed(2))).toBe(`unknown until ${ago(-3)}`);
    expect(await says(3, two, failed(2))).toMatch(/^healthy/);
  });

  it.each([
    ['once', daemonSet(1), failed(1)],
    ['and all are ready', daemonSet(2), failed(4)],
  ])('says nothing of it: %s', async (_, set, word) => {
    expect(await said([set, word], 'DaemonSet/probe')).toBe('healthy');
  });
});

describe('a StatefulSet whose pod fails and is made anew', () => {
  const objects = (readyReplicas: number, state: object | null = null, count = 40): RawObject[] => [
    {
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'test', creationTimestamp: ago(900) },
      spec: { replicas: 2 },
      status: { replicas: 2, readyReplicas },
    },
    {
      kind: 'Pod',
      metadata: {
        name: 'db-1',
        uid: 'uid-new',
        creationTimestamp: ago(0.02),
        ownerReferences: [{ kind: 'StatefulSet', name: 'db', uid: 'uid-StatefulSet-db', controller: true }],
      },
      spec: { nodeName: 'n1', containers: [{ name: 'main', image: 'r.example/db:1' }] },
      status: {
        phase: state ? 'Running' : 'Pending',
        containerStatuses: state ? [{ name: 'main', ready: false, restartCount: 0, state }] : [],
      },
    },
    event('StatefulSet/db', 'RecreatingFailedPod', 'StatefulSet test/db is recreating failed Pod db-1', {
      count,
      lastTimestamp: ago(0.05),
    }),
  ];
  const warned = (reason: string): RawObject =>
    event('Pod/db-1', reason, 'Pod was rejected: no healthy devices present', {
      involvedObject: { kind: 'Pod', name: 'db-1', namespace: 'test', uid: 'uid-old' },
      source: { component: 'kubelet', host: 'n1' },
      lastTimestamp: ago(0.06),
    });

  it('is refused at admission, where the kubelet said so of the one before', async () => {
    expect(await said([...objects(1), warned('UnexpectedAdmissionError')], 'StatefulSet/db')).toMatch(
      /admission-denied proven: .*no healthy devices present/,
    );
  });

  it('is so until the kubelet’s word is old', async () => {
    const all = [...objects(1), warned('UnexpectedAdmissionError')];
    expect(await later(all, 'StatefulSet/db', 0)).toBe(`admission-denied until ${ago(-9.94)}`);
    expect(await later(all, 'StatefulSet/db', 9.94)).toBe(`unknown until ${ago(-9.95)}`);
  });

  it('is unknown, with the kubelet’s words, else with those of the controller', async () => {
    expect(await said([...objects(1), warned('Odd')], 'StatefulSet/db')).toMatch(
      /unknown possible: Pods of db fail, and are replaced before they could be seen: Pod was rejected/,
    );
    expect(await said(objects(1), 'StatefulSet/db')).toMatch(/unknown possible: .*recreating failed Pod db-1/);
  });

  it.each([
    ['all are ready', objects(2)],
    ['twice', objects(1, null, 2)],
    ['it has come to run since', objects(1, { running: { startedAt: ago(0.01) } })],
  ])('says nothing of it: %s', async (_, all) => {
    expect(await said([...all, warned('UnexpectedAdmissionError')], 'StatefulSet/db')).toBe('healthy');
  });
});

describe('a Job that makes no pod', () => {
  const job = (status: object, spec: object = {}, made = 120, meta: object = {}): RawObject => ({
    kind: 'Job',
    metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(made), ...meta },
    spec: { parallelism: 1, completions: 1, ...spec },
    status,
  });
  const elsewhere = podOf({ status: { phase: 'Running', containerStatuses: [runningFor('main', 60)] } });
  const other = { ...elsewhere, metadata: { name: 'other' } };

  it.each([
    ['was never begun', job({})],
    ['counts none', job({ startTime: ago(120), active: 0, ready: 0 })],
    ['names the manager that it has anyway', job({}, { managedBy: 'kubernetes.io/job-controller' })],
  ])('is told where it %s', async (_, one) => {
    expect(await said([one, other], 'Job/load')).toMatch(
      /^broken unknown possible: Job load has made no pod for 2 h, and nothing says why/,
    );
  });

  it('is told of the newest run of a CronJob', async () => {
    const owner = { kind: 'CronJob', name: 'tally', uid: 'uid-CronJob-tally', controller: true };
    const made = job({}, {}, 60, { ownerReferences: [owner] });
    expect(await said([cronJob, made, other], 'CronJob/tally')).toMatch(/^broken unknown possible: Job load has made/);
  });

  const resumed = { type: 'Suspended', status: 'False', reason: 'JobResumed', lastTransitionTime: ago(5) };
  it.each([
    ['it is suspended', job({}, { suspend: true })],
    ['somebody else runs it', job({}, { managedBy: 'kueue.x-k8s.io/multikueue' })],
    ['it is just made', job({}, {}, 5)],
    ['it was resumed just now', job({ conditions: [resumed] })],
    ['it counts a pod that was not read', job({ startTime: ago(120), active: 1 })],
    ['an attempt of it failed', job({ startTime: ago(120), failed: 1 })],
    ['it is to run none', job({}, { parallelism: 0 })],
    ['it is done', job({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] })],
    ['it is being deleted', job({}, {}, 120, { deletionTimestamp: ago(3) })],
  ])('is no trouble while %s', async (_, one) => {
    expect(await said([one, other], 'Job/load')).toBe('healthy');
  });
});
