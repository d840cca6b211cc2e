import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  terminated,
  waiting,
} from '../testing/build';
import { iso } from './views';

/** A pod of two containers in a loop, and an event that names neither. */
async function withEvent(main: object, other: object, reason: string, message: string): Promise<string> {
  const lastState = terminated(143, 2);
  const objects = [
    ...deployment(),
    podOf({
      spec: {
        containers: [
          { name: 'main', image: 'r.example/app:1', ...main },
          { name: 'other', image: 'r.example/other:1', ...other },
        ],
      },
      status: {
        phase: 'Running',
        containerStatuses: [
          waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState }),
          { name: 'other', ready: true, started: true, state: { running: { startedAt: '2026-11-20T09:00:00Z' } } },
        ],
      },
    }),
    event(`Pod/${podName}`, reason, message, { lastTimestamp: ago(2) }),
  ];
  return answerOf(await diagnoseObjects(objects));
}

describe('an event that names no container', () => {
  const hook = { lifecycle: { postStart: { exec: { command: ['warm-up'] } } } };

  it('is about the only one that has the hook', async () => {
    expect(await withEvent(hook, {}, 'FailedPostStartHook', 'PostStartHook failed')).toBe(
      'post-start-hook-failed likely',
    );
  });

  it('is about none where two have it, or the healthy one does', async () => {
    expect(await withEvent(hook, hook, 'FailedPostStartHook', 'PostStartHook failed')).toMatch(/^unknown/);
    expect(await withEvent({}, hook, 'FailedPostStartHook', 'PostStartHook failed')).toMatch(/^unknown/);
  });
});

describe('an instant made of what a cluster says', () => {
  it('never throws, whatever odd times and durations add up to', () => {
    expect([8.64e15, 1e300, Infinity].map(iso)).toEqual(Array(3).fill('9999-12-31T23:59:59Z'));
    expect([-1e300, Number.NaN, -1].map(iso)).toEqual(Array(3).fill('1970-01-01T00:00:00Z'));
    expect(iso(Date.parse('2026-11-21T10:05:00.250Z'))).toBe('2026-11-21T10:05:00.250Z');
  });
});
