import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, event, podName, podOf, terminated } from '../testing/build';

/** One whose run began so many minutes ago after an out-of-memory kill, and whose readiness changed so many minutes ago. */
function app(runs: number, ready: boolean, changed: number, restartCount = 4) {
  const status = ready ? 'True' : 'False';
  return [
    ...deployment(),
    podOf({
      age: 100_000,
      container: {
        resources: { limits: { memory: '512Mi' } },
        readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
      },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status, lastTransitionTime: ago(changed) }],
        containerStatuses: [
          {
            name: 'main',
            ready,
            started: true,
            restartCount,
            state: { running: { startedAt: ago(runs) } },
            lastState: terminated(137, runs + 0.1, { reason: 'OOMKilled', startedAt: ago(runs + 50) }),
          },
        ],
      },
    }),
  ];
}

const unready = event(`Pod/${podName}`, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', {
  count: 30,
});
/** What the run before said. */
const logs = { [`${podName}/main`]: { current: 'listening\n', previous: 'KeyError: DATABASE_URL\n' } };

describe('an end before a run that has lasted', () => {
  it.each([
    [43_200, 5],
    [61, 5],
  ])('explains nothing after %d minutes, nor do its words', async (runs, lost) => {
    const { primary } = await diagnoseObjects([...app(runs, false, lost), unready], { logs });
    expect(primary?.cause).toBe('readiness-never-ready');
  });

  it.each([
    ['once, and it was ready for more than ten minutes since', 1, 20, 'readiness-never-ready'],
    ['once, and it was never ready since', 1, 39, 'oom-killed-limit'],
    ['again and again within the hour', 4, 5, 'oom-killed-limit'],
  ])('counts as told where it ended %s', async (_, restarts, lost, cause) => {
    const { primary } = await diagnoseObjects([...app(40, false, lost, restarts), unready]);
    expect(primary?.cause).toBe(cause);
  });

  it('makes no loop of readiness that comes and goes', async () => {
    const of = async (runs: number, restarts?: number) =>
      (await diagnoseObjects(app(runs, true, 0.5, restarts))).status;
    expect([await of(43_200), await of(43_200, 1), await of(61), await of(40)]).toEqual([
      'healthy',
      'healthy',
      'healthy',
      'broken',
    ]);
  });
});
