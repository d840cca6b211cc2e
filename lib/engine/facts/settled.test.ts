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

  /** One that has run for so many minutes and is not ready, after such an end. */
  const after = (runs: number, end: object) => {
    const [first, second, pod] = app(runs, false, runs, 1);
    const [status] = (pod?.['status'] as { containerStatuses: object[] }).containerStatuses;
    Object.assign(status ?? {}, { lastState: end });
    return [first, second, pod, unready].flatMap((object) => object ?? []);
  };
  const startError = terminated(128, 6, {
    reason: 'StartError',
    startedAt: '1970-01-01T00:00:00Z',
    message: 'exec: "/a": not found',
  });

  it.each([
    ['it has lasted several times as long', 6, terminated(1, 6.1), 'readiness-never-ready'],
    ['it has not lasted several times as long', 6, terminated(1, 6.1, { startedAt: ago(9) }), 'app-error-uncaught'],
    [
      'that one had worked for hours, and this one not for half an hour',
      31,
      terminated(1, 31.1, { startedAt: ago(300) }),
      'readiness-never-ready',
    ],
    [
      'that one had worked for hours, and this one was just started',
      9,
      terminated(1, 9.1, { startedAt: ago(300) }),
      'app-error-uncaught',
    ],
    ['that one was never started', 5, startError, 'readiness-never-ready'],
  ])('is told by what is wrong now where its readiness probe fails and %s', async (_, runs, end, cause) => {
    const { primary } = await diagnoseObjects(after(runs, end), { logs });
    expect(primary?.cause).toBe(cause);
  });

  it.each([
    ['the one end was after long work', 6, 300, 1, 'dependency-unreachable oom-killed-limit'],
    ['that was a kill by its probe', 25, 65, 1, 'dependency-unreachable liveness-probe-failing'],
    ['it only warns', 6, 300, 1, 'oom-killed-limit dependency-unreachable'],
    ['it was just started', 4, 300, 1, 'oom-killed-limit'],
    ['the run before had not lasted', 6, 14, 1, 'oom-killed-limit'],
    ['there were more ends', 6, 300, 2, 'oom-killed-limit'],
  ])('is told by what it says, with the end beside it, where its readiness probe fails and %s', async (...given) => {
    const [name, runs, began, restartCount, causes] = given;
    const level = name === 'it only warns' ? 'WARN' : 'ERROR';
    const isProbe = causes.includes('liveness');
    const end = isProbe ? terminated(143, runs + 0.1) : terminated(137, runs + 0.1, { reason: 'OOMKilled' });
    Object.assign(end.terminated ?? {}, { startedAt: ago(began) });
    const kill = event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
      lastTimestamp: ago(runs + 0.2),
    });
    const objects = after(runs, end);
    const [status] = (objects[2]?.['status'] as { containerStatuses: object[] }).containerStatuses;
    Object.assign(status ?? {}, { restartCount });
    const current = `connecting\n${level} dial tcp 10.0.0.9:6379: connect: connection refused\n`;
    const { primary, contributing } = await diagnoseObjects([...objects, ...(isProbe ? [kill] : [])], {
      logs: { [`${podName}/main`]: { current, previous: 'GET /\n' } },
    });
    expect([primary, ...contributing].map((finding) => finding?.cause).join(' ')).toBe(causes);
  });

  it('counts where a probe that kills fails in this run as well', async () => {
    const alive = event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 503');
    const { primary } = await diagnoseObjects([...after(6, terminated(1, 6.1)), alive], { logs });
    expect(primary?.cause).toBe('app-error-uncaught');
  });

  it('tells no probe’s kill of the run before', async () => {
    const kill = event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
      lastTimestamp: ago(31.2),
    });
    const { primary } = await diagnoseObjects([...after(31, terminated(143, 31.1, { startedAt: ago(300) })), kill]);
    expect(primary?.cause).toBe('readiness-never-ready');
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
