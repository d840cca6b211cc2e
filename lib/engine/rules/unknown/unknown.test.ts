import { describe, expect, it } from 'vitest';
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
});
