import { describe, expect, it } from 'vitest';
import { ago, asOf, deployment, diagnoseObjects, podOf, terminated, waiting } from './testing/build';
import { replay } from './scenarios/replay';
import { scenarioSchema } from './scenarios/scenario';

describe('since when it is broken, without events', () => {
  const loop = (conditions: object[], message: string, restartCount = 11) => [
    ...deployment(),
    podOf({
      age: 50,
      status: {
        phase: 'Running',
        conditions,
        containerStatuses: [
          waiting('main', 'CrashLoopBackOff', message, { restartCount, lastState: terminated(1, 2) }),
        ],
      },
    }),
  ];
  const unready = (minutes: number) => ({ type: 'Ready', status: 'False', lastTransitionTime: ago(minutes) });
  const text = 'back-off 5m0s restarting failed container=main pod=app';

  it('is since the pod is not ready, where earlier ends are not kept', async () => {
    expect((await diagnoseObjects(loop([unready(49)], 'back-off'))).since).toBe(ago(49));
  });

  it('counts no time in which init containers worked', async () => {
    const initialized = { type: 'Initialized', status: 'True', lastTransitionTime: ago(30) };
    expect((await diagnoseObjects(loop([unready(49), initialized], 'back-off'))).since).toBe(ago(30));
  });

  it('is at least as old as the delays that were waited out', async () => {
    expect((await diagnoseObjects(loop([], text))).since).toBe(ago(2 + 290 / 60));
  });

  it('is the first end where that is kept', async () => {
    expect((await diagnoseObjects(loop([unready(49)], 'back-off', 1))).since).toBe(ago(2));
  });
});

describe('deaths of the last hour', () => {
  it('counts evictions where they are the cause, though the runtime lost the containers', async () => {
    const evicted = [5, 20, 40].map((minutes) => {
      const lost = { terminated: { reason: 'ContainerStatusUnknown', exitCode: 137 } };
      const pod = podOf({
        age: minutes + 5,
        status: {
          phase: 'Failed',
          reason: 'Evicted',
          message: 'The node was low on resource: ephemeral-storage.',
          conditions: [{ type: 'DisruptionTarget', status: 'True', lastTransitionTime: ago(minutes) }],
          containerStatuses: [{ name: 'main', restartCount: 1, ready: false, state: lost, lastState: lost }],
        },
      });
      return { ...pod, metadata: { ...pod.metadata, name: `app-66b7d9c8f-${minutes}` } };
    });
    const objects = [...deployment(), ...evicted];
    const expected = { workload: 'Deployment/app', status: 'broken' };
    const { summary } = await replay(scenarioSchema.parse({ about: 'a test', asOf, objects, expected }));
    expect(summary.primary?.cause).toBe('disk-full-or-evicted');
    expect(summary.deaths).toEqual([ago(40), ago(20), ago(5)]);
  });
});
