import { describe, expect, it } from 'vitest';
import { plainHeadline, type Diagnosis } from '../../../model/diagnosis';
import type { Snapshot } from '../../../model/snapshot';
import { diagnose } from '../../run';
import { snapshotOf } from '../../scenarios/replay';
import { scenarioSchema } from '../../scenarios/scenario';
import {
  ago,
  answerOf,
  asOf,
  deployment,
  diagnoseObjects,
  podName,
  podOf,
  runningFor,
  terminated,
  waiting,
} from '../../testing/build';

describe('unknown', () => {
  it('says so of a bare exit code', async () => {
    const objects = [
      ...deployment(),
      podOf({
        status: {
          phase: 'Running',
          containerStatuses: [
            waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) }),
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unknown possible');
  });
  it('says so of a SIGKILL without a word', async () => {
    const objects = [
      ...deployment(),
      podOf({
        status: {
          phase: 'Running',
          containerStatuses: [
            waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(137, 2) }),
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unknown possible');
  });
  it('says so where the log only talks of work', async () => {
    const objects = [
      ...deployment(),
      podOf({
        status: {
          phase: 'Running',
          containerStatuses: [
            waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) }),
          ],
        },
      }),
    ];
    expect(
      answerOf(await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous: 'served 3 pages\n' } } })),
    ).toBe('unknown possible');
  });
  it('gives way to a log that explains it', async () => {
    const objects = [
      ...deployment(),
      podOf({
        status: {
          phase: 'Running',
          containerStatuses: [
            waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) }),
          ],
        },
      }),
    ];
    expect(
      answerOf(
        await diagnoseObjects(objects, {
          logs: { [`${podName}/main`]: { previous: 'error: environment variable LICENSE_KEY is not set\n' } },
        }),
      ),
    ).toBe('missing-env-var likely');
  });

  it('never takes a pod that cannot be judged for a healthy one', async () => {
    const running = { phase: 'Running', containerStatuses: [{ name: 'other', ready: true, state: { running: {} } }] };
    for (const [pod, why] of [
      [podOf({ spec: { containers: [] }, status: { phase: 'Running' } }), 'names no containers'],
      [podOf({ status: running }), 'tells of other'],
    ] as const) {
      const diagnosis = await diagnoseObjects([...deployment(), pod]);
      expect(diagnosis.status).not.toBe('healthy');
      expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toContain('cannot be judged');
      expect(diagnosis.notChecked.map((row) => row.why).join()).toContain(why);
    }
    const diagnosis = await diagnoseObjects([...deployment(), podOf({ status: { phase: undefined } })]);
    expect(diagnosis.status).toBe('broken');
    expect(answerOf(diagnosis)).toBe('unknown possible');
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toContain(
      'cannot be judged: it has no status',
    );
    expect(diagnosis.notChecked.map((row) => row.why).join()).toContain('It has no status');
  });
});

describe('a workload of which no pod was seen', () => {
  /** A Deployment that says of itself that it is not available since twenty minutes. */
  async function without(change: Partial<Snapshot>): Promise<Diagnosis> {
    const condition = { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' };
    const conditions = [{ ...condition, lastTransitionTime: ago(20) }];
    const objects = deployment(3, { replicas: 3, readyReplicas: 1, conditions });
    const expected = { workload: 'Deployment/app', status: 'broken' };
    const snapshot = await snapshotOf(scenarioSchema.parse({ about: 'a test', asOf, objects, expected }));
    return diagnose({ ...snapshot, ...change }).diagnosis;
  }
  const told = ({ primary }: Diagnosis) => ({
    headline: primary ? plainHeadline(primary.headline) : null,
    claims: primary?.claims.map(({ text }) => text).join(' '),
  });

  it('has none where pods were read', async () => {
    expect(told(await without({}))).toMatchObject({ claims: 'Pods are wanted that do not exist.' });
  });

  it('is not said to have none where pods could not be read', async () => {
    const failure = { code: 'denied' as const, message: 'The account may not list pods in test.' };
    const diagnosis = await without({ failures: [{ what: 'pods in test', failure }] });
    expect(told(diagnosis).headline).toBe('app is not available, and its pods could not be read: why is not known');
    expect(told(diagnosis).claims).not.toContain('do not exist');
    expect(diagnosis.impact).toMatchObject({ ready: 1, desired: 3 });
  });

  it('is not said to have none while pods are still being read', async () => {
    const diagnosis = await without({ pending: ['pods', 'events'] });
    expect(told(diagnosis).headline).toContain('its pods are not read yet');
    expect(told(diagnosis).claims).not.toContain('do not exist');
  });

  it.each([
    ['StatefulSet', { spec: { replicas: 3 }, status: { replicas: 3 } }, true],
    ['StatefulSet', { spec: { replicas: 3 }, status: { replicas: 3, readyReplicas: 1 } }, false],
    ['StatefulSet', { spec: { replicas: 0 }, status: {} }, false],
    ['DaemonSet', { spec: {}, status: { desiredNumberScheduled: 4, currentNumberScheduled: 4 } }, true],
    ['DaemonSet', { spec: {}, status: { desiredNumberScheduled: 4, numberReady: 4 } }, false],
  ])('a %s with %j, whose pods could not be read, is down: %s', async (kind, parts, down) => {
    const metadata = { name: 'app', namespace: 'test', uid: 'set-1', creationTimestamp: ago(20) };
    const objects = [{ apiVersion: 'apps/v1', kind, metadata, ...parts }];
    const expected = { workload: `${kind}/app`, status: 'broken' };
    const snapshot = await snapshotOf(scenarioSchema.parse({ about: 'a test', asOf, objects, expected }));
    const failure = { code: 'denied' as const, message: 'The account may not list pods in test.' };
    const { diagnosis } = diagnose({ ...snapshot, failures: [{ what: 'pods in test', failure }] });
    expect(told(diagnosis).headline).toBe(
      down ? 'app is not available, and its pods could not be read: why is not known' : null,
    );
  });
});

describe('unknown, of pods that ended differently', () => {
  const ended = (name: string, code: number, more: object = {}) => {
    const pod = podOf({
      status: {
        phase: 'Running',
        containerStatuses: [
          waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(code, 2) }),
        ],
        ...more,
      },
    });
    return { ...pod, metadata: { ...pod.metadata, name } };
  };
  const told = async (...pods: ReturnType<typeof ended>[]) => {
    const { primary, contributing, remedies } = await diagnoseObjects([...deployment(pods.length), ...pods]);
    return {
      cause: [primary, ...contributing].map((finding) => finding?.cause).join(),
      affected: primary?.pods.affected,
      said: primary?.claims.map(({ text }) => text).join('\n'),
      looks: remedies.flatMap(({ command }) => command ?? []).join('\n'),
    };
  };

  it('tells each end, with a look at a pod that had it', async () => {
    const { cause, affected, said, looks } = await told(ended('app-a', 3), ended('app-b', 4), ended('app-c', 4));
    expect([cause, affected]).toEqual(['unknown', 3]);
    expect(said).toContain('In `app-b` and 1 more it is `exit code 4`.');
    expect(looks).toMatch(/logs app-a [^]*logs app-b /);
  });

  it('says no more where they ended alike, or where one does well for now', async () => {
    expect((await told(ended('app-a', 3), ended('app-b', 3))).said).not.toContain('it is `exit code');
    const ran = runningFor('main', 40);
    const well = ended('app-b', 4, {
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(40) }],
      containerStatuses: [{ ...ran, restartCount: 2, lastState: terminated(4, 41) }],
    });
    const { affected, said } = await told(ended('app-a', 3), well);
    expect(affected).toBe(2);
    expect(said).not.toContain('it is `exit code');
  });

  it.each([
    [4, []],
    [6, ['Pod test/app-3', 'Pod test/app-4', 'Pod test/app-5']],
  ])('names all that one reason keeps from it: %i pods', async (count, others) => {
    const pods = Array.from({ length: count }, (_, index) => {
      const pod = podOf({ status: { phase: undefined } });
      return { ...pod, metadata: { ...pod.metadata, name: `app-${index}` } };
    });
    const { notChecked } = await diagnoseObjects([...deployment(count), ...pods]);
    const row = notChecked.find(({ why }) => why.startsWith('It has no status'));
    expect(row?.what.split(', ')).toHaveLength(count - others.length);
    expect(row?.others ?? []).toEqual(others);
  });
});
