import { describe, expect, it } from 'vitest';
import { ago, diagnoseObjects, terminated } from '../testing/build';

type Fields = Record<string, unknown>;

const mainEndedAgo = 10;
const refused = 'dial tcp 10.96.5.5:15012: connect: connection refused\n';

/** A Job whose only attempt failed: `main` ended with 1, the native sidecar `proxy` as told. */
async function diagnose(proxy: Fields, { pod = {}, log = refused }: { pod?: Fields; log?: string } = {}) {
  const { primary, contributing } = await diagnoseObjects(
    [
      {
        kind: 'Job',
        metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(60) },
        spec: { backoffLimit: 0 },
        status: {
          failed: 1,
          conditions: [
            { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: ago(mainEndedAgo) },
          ],
        },
      },
      {
        kind: 'Pod',
        metadata: {
          name: 'load-aaaaa',
          creationTimestamp: ago(60),
          ownerReferences: [{ kind: 'Job', name: 'load', uid: 'uid-Job-load', controller: true }],
        },
        spec: {
          nodeName: 'n1',
          restartPolicy: 'Never',
          initContainers: [
            { name: 'proxy', image: 'r.example/proxy:1', restartPolicy: 'Always' },
            { name: 'prepare', image: 'r.example/prepare:1' },
          ],
          containers: [{ name: 'main', image: 'r.example/load:1' }],
        },
        status: {
          phase: 'Failed',
          startTime: ago(60),
          initContainerStatuses: [
            { name: 'proxy', ready: false, restartCount: 0, ...proxy },
            { name: 'prepare', ready: true, restartCount: 0, state: terminated(0, 30) },
          ],
          containerStatuses: [
            { name: 'main', ready: false, restartCount: 0, state: terminated(1, mainEndedAgo, { startedAt: ago(20) }) },
          ],
          ...pod,
        },
      },
    ],
    {
      workload: 'Job/load',
      logs: {
        'load-aaaaa/main': { current: "KeyError: 'DATABASE_URL'\n" },
        'load-aaaaa/proxy': { current: log, previous: log },
      },
    },
  );
  const found = [primary, ...contributing].filter((finding) => finding !== null);
  return found.map(({ cause, container }) => `${cause} ${container?.name ?? ''}`);
}

const endedAgo = (exitCode: number, minutes: number, ran = 5) =>
  terminated(exitCode, minutes, { startedAt: ago(minutes + ran) });

describe('a native sidecar whose pod is over', () => {
  it.each([0, 1, 2, 137, 143])('was stopped after the last container, and its %d explains nothing', async (code) => {
    expect(await diagnose({ state: endedAgo(code, mainEndedAgo - 0.05) })).toEqual(['missing-env-var main']);
  });

  it('was stopped in the same second', async () => {
    expect(await diagnose({ state: endedAgo(143, mainEndedAgo) })).toEqual(['missing-env-var main']);
  });

  it('was stopped after an init container that failed', async () => {
    const causes = await diagnose(
      { state: endedAgo(0, 29.9) },
      {
        pod: {
          initContainerStatuses: [
            { name: 'proxy', ready: false, restartCount: 0, state: endedAgo(0, 29.9) },
            { name: 'prepare', ready: false, restartCount: 0, state: terminated(3, 30) },
          ],
          containerStatuses: [
            { name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } },
          ],
        },
      },
    );
    expect(causes[0]).toBe('init-container-failing prepare');
    expect(causes.join()).not.toContain('proxy');
  });

  it('counts where it failed before the others ended', async () => {
    expect(await diagnose({ state: endedAgo(1, mainEndedAgo + 0.1) })).toContain('dependency-unreachable proxy');
  });

  it('counts where it failed in the second in which they did', async () => {
    expect(await diagnose({ state: endedAgo(1, mainEndedAgo) })).toContain('dependency-unreachable proxy');
  });

  it('counts by the end before, where it was started again shortly before', async () => {
    const causes = await diagnose({
      restartCount: 1,
      state: endedAgo(0, mainEndedAgo - 0.05, 1),
      lastState: endedAgo(1, mainEndedAgo + 1.1),
    });
    expect(causes).toContain('dependency-unreachable proxy');
  });

  it('does not count by an end before that was old by then', async () => {
    const causes = await diagnose({
      restartCount: 1,
      state: endedAgo(0, mainEndedAgo - 0.05, 15),
      lastState: endedAgo(1, mainEndedAgo + 15.1),
    });
    expect(causes).toEqual(['missing-env-var main']);
  });
});
