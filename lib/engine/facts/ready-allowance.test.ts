import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, event, podName, podOf, runningFor } from '../testing/build';

const refused = 'failed: dial tcp 10.0.0.1:80: connect: connection refused';

/** Runs for so many minutes, is not ready, and its probe answers so. */
async function statusAfter(minutes: number, answer: string, probe: Record<string, unknown> = {}, log = '') {
  const { status } = await diagnoseObjects(
    [
      ...deployment(),
      podOf({
        age: minutes,
        container: {
          readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10, failureThreshold: 3, ...probe },
        },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(minutes) }],
          containerStatuses: [{ ...runningFor('main', minutes), ready: false }],
        },
      }),
      event(`Pod/${podName}`, 'Unhealthy', `Readiness probe ${answer}`, {
        count: 4,
        lastTimestamp: ago(0.1),
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      }),
    ],
    { logs: log === '' ? {} : { [`${podName}/main`]: { current: log } } },
  );
  return status;
}

describe('how long a container may run without being ready', () => {
  const turnedAway = 'failed: HTTP probe failed with statuscode: 401';
  const noReply = 'failed: HTTP probe failed with statuscode: 503';

  it.each([
    ['none: a minute and a half', 0, 1.4, 'healthy'],
    ['none: a minute and a half', 0, 1.5, 'broken'],
    ['two minutes: two answers more', 120, 2.3, 'healthy'],
    ['two minutes: two answers more', 120, 2.4, 'broken'],
  ])(
    'is, where it turns the probe away, by its initial delay: %s (%i s, at %d min)',
    async (_, delay, at, expected) => {
      expect(await statusAfter(at, turnedAway, { initialDelaySeconds: delay })).toBe(expected);
    },
  );

  it.each([
    [499, 1.6, 'broken'],
    [500, 1.6, 'healthy'],
  ])('is longer where a server says that it is not up yet: %i', async (code, at, expected) => {
    expect(await statusAfter(at, `failed: HTTP probe failed with statuscode: ${code}`)).toBe(expected);
  });

  it.each([
    ['open /data/mongod.lock: permission denied', 'broken'],
    ['dial tcp 10.0.3.7:5432: connect: connection refused', 'healthy'],
  ])('is not what its probe allows where it says what no patience mends: %s', async (line, expected) => {
    const log = `ERROR reading the lock: ${line}\n`;
    expect(await statusAfter(5, noReply, { failureThreshold: 60 }, log)).toBe(expected);
  });

  it('is what its own probe allows, where that is more', async () => {
    const patient = { initialDelaySeconds: 200, failureThreshold: 9 };
    expect(await statusAfter(4.9, noReply, patient)).toBe('healthy');
    expect(await statusAfter(5, noReply, patient)).toBe('broken');
  });

  it('is shorter where its log tells what keeps it, though nobody answers the probe', async () => {
    const reason = 'FATAL: password authentication failed for user "shop"\n';
    expect(await statusAfter(2.1, refused)).toBe('healthy');
    expect(await statusAfter(1.9, refused, {}, reason)).toBe('healthy');
    expect(await statusAfter(2.1, refused, {}, reason)).toBe('broken');
    expect(await statusAfter(2.1, refused, {}, 'loading the catalogue\n')).toBe('healthy');
  });

  /** Started two hours ago, not ready for half a minute now; its readiness failed so often, first and last so many minutes ago. */
  async function statusOfFlapping(count: number, first: number, last = 0.1, started = 120) {
    const { status } = await diagnoseObjects([
      ...deployment(),
      podOf({
        age: started,
        container: { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10, failureThreshold: 3 } },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(0.5) }],
          containerStatuses: [{ ...runningFor('main', started), ready: false }],
        },
      }),
      event(`Pod/${podName}`, 'Unhealthy', `Readiness probe ${noReply}`, {
        count,
        firstTimestamp: ago(first),
        lastTimestamp: ago(last),
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      }),
    ]);
    return status;
  }

  it.each([
    ['fails more often than it passes, for longer than that in all', 150, 45, 0.1, 'broken'],
    ['fails since a minute', 6, 1, 0.1, 'healthy'],
    ['passes more often than it fails', 300, 119, 0.1, 'healthy'],
    ['has not been said to fail for minutes', 150, 45, 6, 'healthy'],
    ['fails so often that the kubelet says it no more', 33, 50, 4, 'broken'],
    ['fails now and then', 24, 119, 0.1, 'healthy'],
  ])('asks, where readiness comes and goes, whether it %s', async (_, count, first, last, expected) => {
    expect(await statusOfFlapping(count, first, last)).toBe(expected);
  });

  it('does not count failures that may be of an earlier run', async () => {
    expect(await statusOfFlapping(150, 45, 0.1, 40)).toBe('healthy');
  });
});
