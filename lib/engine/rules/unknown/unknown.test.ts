import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { answerOf, deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';

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
