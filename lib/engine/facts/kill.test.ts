import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  terminated,
  waiting,
} from '../testing/build';
import { plainHeadline } from '../../model/diagnosis';
import { killKind } from './kill';

describe('killKind', () => {
  it.each([
    ['Stopping container app', 'stop'],
    ['Container app failed liveness probe, will be restarted', 'liveness'],
    ['Container app failed liveness probe', 'liveness'],
    ['Init container mesh failed liveness probe', 'liveness'],
    ['Container app failed startup probe, will be restarted', 'startup'],
    ['Init container mesh failed startup probe', 'startup'],
    ['FailedPostStartHook', 'post-start'],
    ['Container app definition changed, will be restarted', 'definition'],
    ['Container app resize requires restart', 'definition'],
    ['Container is in "unknown" state, try killing it before restart', 'other'],
  ])('%s is %s', (message, kind) => {
    expect(killKind(message)).toBe(kind);
  });
});

/** A container that a liveness probe may kill, with its newest end and a Killing event so many minutes ago. */
const killed = (component: string, killedAgo = 1.5, end = terminated(137, 1), count = 1) => [
  ...deployment(),
  podOf({
    age: 90,
    container: { livenessProbe: { httpGet: { path: '/', port: 8080 } } },
    status: {
      phase: 'Running',
      containerStatuses: [waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState: end })],
    },
  }),
  event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
    lastTimestamp: ago(killedAgo),
    count,
    source: { component },
    involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
  }),
];

/** The log of the run before was read, and is empty. */
const logs = { [`${podName}/main`]: { previous: '' } };

/** Causes that a kill by a probe tells. */
const told = async (objects: ReturnType<typeof killed>) => {
  const { primary, contributing } = await diagnoseObjects(objects, { logs });
  return [...(primary ? [primary] : []), ...contributing]
    .map(({ cause, certainty }) => `${cause} ${certainty}`)
    .filter((said) => /liveness|sigterm/.test(said));
};

describe('a Killing event', () => {
  it('is the kubelet’s word', async () => {
    expect(answerOf(await diagnoseObjects(killed('kubelet'), { logs }))).toBe('liveness-probe-failing proven');
  });

  it('of somebody else tells of no probe', async () => {
    expect(await told(killed('node-watchdog'))).toEqual([]);
  });

  it('of a probe’s failure neither, where somebody else tells it', async () => {
    const unhealthy = (component: string) =>
      event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 503', {
        count: 30,
        lastTimestamp: ago(1.1),
        source: { component },
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      });
    const of = async (component: string) => told([...killed('node-watchdog'), unhealthy(component)]);
    expect(await of('kubelet')).toEqual(['liveness-probe-failing likely']);
    expect(await of('node-watchdog')).toEqual([]);
  });

  it('of 45 minutes ago tells nothing of an end that came a minute ago', async () => {
    const end = terminated(137, 1, { startedAt: ago(5) });
    expect(await told(killed('kubelet', 45, end))).toEqual([]);
    // Many are told as what ended other runs.
    const { primary, contributing } = await diagnoseObjects(killed('kubelet', 45, end, 6), { logs });
    expect(primary?.cause).toBe('unknown');
    expect(contributing.map(({ headline }) => plainHeadline(headline))).toEqual([
      'Container main was killed by its liveness probe before: GET / on port 8080 failed',
    ]);
  });

  it('of long ago is likely still where kills were many and the run lasted as long as the probe lets it', async () => {
    const end = terminated(137, 1, { startedAt: ago(1.5) });
    expect(await told(killed('kubelet', 45, end, 6))).toEqual([
      'liveness-probe-failing likely',
      'sigterm-not-handled likely',
    ]);
  });

  it('of a run before is not told as that of the last one', async () => {
    const { contributing } = await diagnoseObjects(killed('kubelet', 4));
    const deaf = contributing.find(({ cause }) => cause === 'sigterm-not-handled');
    expect(deaf?.claims[0]?.text).toContain('A probe had the run before it stopped, no word for this one is left');
  });

  it('proves nothing of an end without a time', async () => {
    const end = terminated(137, 1, { startedAt: null, finishedAt: null });
    expect(await told(killed('kubelet', 1.5, end))).not.toContain('liveness-probe-failing proven');
  });

  it('that ended some run proves nothing of the last one, of which no end is left', async () => {
    expect(await told(killed('kubelet', 1.5, {}))).toEqual(['liveness-probe-failing proven']);
    const [, , pod, ...rest] = killed('kubelet', 45, {});
    const since = { ...runningFor('main', 2), ready: false, restartCount: 6, lastState: {} };
    const running = { ...pod, kind: 'Pod', status: { phase: 'Running', containerStatuses: [since] } };
    expect(await told([...deployment(), { ...podOf({}), ...running }, ...rest])).toEqual([
      'liveness-probe-failing possible',
    ]);
  });

  it('of a sandbox that was made anew is not the stop that a deleted pod hears now', async () => {
    const stop = (minutes: number) => [
      ...deployment(),
      {
        ...podOf({ status: { phase: 'Running', containerStatuses: [runningFor('main', 60)] } }),
        metadata: {
          ...podOf({}).metadata,
          creationTimestamp: ago(120),
          deletionTimestamp: ago(1),
          deletionGracePeriodSeconds: 30,
        },
      },
      event(`Pod/${podName}`, 'Killing', 'Stopping container main', { lastTimestamp: ago(minutes) }),
    ];
    expect(await told(stop(1.5))).toEqual(['sigterm-not-handled likely']);
    expect(await told(stop(45))).toEqual([]);
  });
});

describe('the end that a Killing event belongs to', () => {
  const toldAt = async (exitCode: number, secondsBefore: number, startedAt = ago(30)) => {
    const end = terminated(exitCode, 1, { startedAt });
    const { runs } = await diagnoseObjects(killed('kubelet', 1 + secondsBefore / 60, end), { logs });
    return runs.find(({ finishedAt }) => finishedAt !== null)?.termAt ?? null;
  };
  it.each([
    [137, -2, true],
    [137, -3, false],
    [137, 120, true],
    [137, 121, false],
    [130, 120, true],
    [1, 32, true],
    [1, 33, false],
  ])('with %d, announced %d s before it: %s', async (exitCode, seconds, isIts) => {
    expect((await toldAt(exitCode, seconds)) !== null).toBe(isIts);
  });

  it('began before it: announced in the second of its start, it was the run before', async () => {
    expect(await toldAt(137, 20, ago(1 + 21 / 60))).not.toBeNull();
    expect(await toldAt(137, 20, ago(1 + 20 / 60))).toBeNull();
  });

  it('was by the default action where Go’s 2 came within three seconds, and by its own later', async () => {
    const said = async (seconds: number) => (await told(killed('kubelet', 1 + seconds / 60, terminated(2, 1)))).join();
    expect(await said(3)).toContain('sigterm-not-handled');
    expect(await said(4)).not.toContain('sigterm-not-handled');
  });

  it('was after the whole grace from two seconds under it', async () => {
    const said = async (seconds: number) => (await told(killed('kubelet', 1 + seconds / 60))).join();
    expect(await said(28)).toContain('sigterm-not-handled');
    expect(await said(27)).not.toContain('sigterm-not-handled');
  });

  it('is none of what was dead by then, unless it was announced before too', async () => {
    const end = terminated(137, 1.5);
    expect(await told(killed('kubelet', 1, end))).toEqual([]);
    expect((await told(killed('kubelet', 1, end, 2))).join()).toContain('liveness-probe-failing');
  });
});
