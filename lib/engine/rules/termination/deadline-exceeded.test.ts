import { describe, expect, it } from 'vitest';
import { ago, answerOf, diagnoseObjects, podOf, terminated } from '../../testing/build';
import { saysOf } from '../../testing/play';

describe('deadline-exceeded', () => {
  it('fires', async () => {
    expect(await saysOf('deadline-exceeded.fires', 'deadline-exceeded')).toMatch(/^proven: .*600 s/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('deadline-exceeded.near-miss', 'deadline-exceeded')).toBeNull();
  });

  it('needs no event', async () => {
    expect(await saysOf('deadline-exceeded.fires', 'deadline-exceeded', { event: 'DeadlineExceeded' })).toMatch(
      /^proven/,
    );
  });

  describe('where tries are left', () => {
    const job = (failed: number) => ({
      kind: 'Job',
      metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(20) },
      spec: { activeDeadlineSeconds: 600, backoffLimit: 20 },
      status: {
        startTime: ago(20),
        failed,
        conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded', lastTransitionTime: ago(10) }],
      },
    });
    const attempt = (name: string, endedAgo: number, exitCode = 1) => {
      const main = { name: 'main', restartCount: 0, ready: false, state: terminated(exitCode, endedAgo) };
      const pod = podOf({ spec: { restartPolicy: 'Never' }, status: { phase: 'Failed', containerStatuses: [main] } });
      const ownerReferences = [{ kind: 'Job', name: 'load', uid: 'uid-Job-load', controller: true }];
      return { ...pod, metadata: { ...pod.metadata, name, ownerReferences } };
    };
    const told = async (failed: number, ...pods: ReturnType<typeof attempt>[]) =>
      answerOf(
        await diagnoseObjects([job(failed), ...pods], {
          workload: 'Job/load',
          logs: Object.fromEntries(
            pods.map((pod) => [`${String(pod.metadata.name)}/main`, { current: 'ValueError: bad shape\n' }]),
          ),
        }),
      );

    it('leaves it to their own cause where each failed before', async () => {
      expect(await told(2, attempt('load-a', 18), attempt('load-b', 14))).toMatch(/^app-error-uncaught/);
    });
    it('is only likely where others of them are gone', async () => {
      expect(await told(3, attempt('load-a', 18), attempt('load-b', 14))).toBe('deadline-exceeded likely');
    });
    it('is proven where one ended after it', async () => {
      expect(await told(2, attempt('load-a', 18), attempt('load-b', 9.9, 143))).toBe('deadline-exceeded proven');
    });
  });
});
