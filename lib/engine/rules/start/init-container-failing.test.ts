import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';

describe('init-container-failing', () => {
  it('fires on an end of its own', async () => {
    const objects = [
      ...deployment(),
      podOf({
        spec: { initContainers: [{ name: 'prep', image: 'r.example/prep:1' }] },
        status: {
          containerStatuses: [waiting('main', 'PodInitializing')],
          initContainerStatuses: [
            waiting('prep', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(9, 2) }),
          ],
        },
      }),
    ];
    expect(
      answerOf(
        await diagnoseObjects(objects, { logs: { [`${podName}/prep`]: { previous: 'prep 1.0\ngiving up\n' } } }),
      ),
    ).toBe('init-container-failing likely');
  });
  it('fires without a log', async () => {
    const objects = [
      ...deployment(),
      podOf({
        spec: { initContainers: [{ name: 'prep', image: 'r.example/prep:1' }] },
        status: {
          containerStatuses: [waiting('main', 'PodInitializing')],
          initContainerStatuses: [
            waiting('prep', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(9, 2) }),
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('init-container-failing likely');
  });
  it('leaves the cause to a log that names it', async () => {
    const objects = [
      ...deployment(),
      podOf({
        spec: { initContainers: [{ name: 'prep', image: 'r.example/prep:1' }] },
        status: {
          containerStatuses: [waiting('main', 'PodInitializing')],
          initContainerStatuses: [
            waiting('prep', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) }),
          ],
        },
      }),
    ];
    expect(
      answerOf(
        await diagnoseObjects(objects, {
          logs: { [`${podName}/prep`]: { previous: 'error: environment variable LICENSE_KEY is not set\n' } },
        }),
      ),
    ).toBe('missing-env-var likely');
  });
  it('is silent while it is only prepared', async () => {
    const objects = [
      ...deployment(),
      podOf({
        age: 0.3,
        spec: { initContainers: [{ name: 'prep', image: 'r.example/prep:1' }] },
        status: { initContainerStatuses: [waiting('prep', 'PodInitializing')] },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
});
