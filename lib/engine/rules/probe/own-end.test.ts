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
} from '../../testing/build';

const panic = 'panic: the ledger is out of balance\n\ngoroutine 1 [running]:\nmain.main()\n\t/m.go:1 +0x1\n';
const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 5, failureThreshold: 3 };

interface Killed {
  kind: 'liveness' | 'startup';
  ranMinutes: number;
  /** From the announcement to the end. */
  gapSeconds: number;
  previous: string;
}

/** The answer for a container that ended with exit code 1 a minute ago, announced as killed by its probe. */
async function answerTo({ kind, ranMinutes, gapSeconds, previous }: Killed): Promise<string> {
  const lastState = terminated(1, 1, { startedAt: ago(1 + ranMinutes) });
  const status = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 4, lastState });
  const objects = [
    ...deployment(),
    podOf({ container: { [`${kind}Probe`]: probe }, status: { phase: 'Running', containerStatuses: [status] } }),
    event(`Pod/${podName}`, 'Killing', `Container main failed ${kind} probe, will be restarted`, {
      lastTimestamp: ago(1 + gapSeconds / 60),
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
    }),
  ];
  return answerOf(await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous } } }));
}

describe('a panic of its own in the second in which its kill was announced', () => {
  it.each([
    ['liveness-probe-failing', 'liveness', 6, 'listening on :80\n'],
    ['liveness-too-aggressive', 'liveness', 0.3, 'loading product catalogue into memory\n'],
    ['startup-probe-failing', 'startup', 0.3, 'loading product catalogue into memory\n'],
  ] as const)('is why it ended, not %s', async (cause, kind, ranMinutes, said) => {
    const killed = { kind, ranMinutes };
    expect(await answerTo({ ...killed, gapSeconds: 0, previous: said + panic })).toBe('app-error-uncaught likely');
    // Without its word, or well after the announcement, the kubelet's counts.
    expect(await answerTo({ ...killed, gapSeconds: 0, previous: said })).toBe(`${cause} likely`);
    expect(await answerTo({ ...killed, gapSeconds: 4, previous: said + panic })).toBe(`${cause} likely`);
  });
});
