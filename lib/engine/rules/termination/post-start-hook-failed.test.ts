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
} from '../../testing/build';
import { saysOf } from '../../testing/play';

describe('post-start-hook-failed', () => {
  it('fires', async () => {
    expect(await saysOf('post-start-hook-failed.fires', 'post-start-hook-failed')).toMatch(/^proven: .*postStart hook/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('post-start-hook-failed.near-miss', 'post-start-hook-failed')).toBeNull();
  });

  it('needs only the hook’s own event', async () => {
    expect(await saysOf('post-start-hook-failed.fires', 'post-start-hook-failed', { event: 'Killing' })).toMatch(
      /^proven/,
    );
  });

  it.each([
    [6.5, 'post-start-hook-failed proven'],
    [30, 'unknown possible'],
  ])('ended the last run where it failed within it: %s minutes ago', async (minutes, answer) => {
    const status = { ...runningFor('main', 6), restartCount: 3, lastState: terminated(1, 6.5) };
    const hook = event(`Pod/${podName}`, 'FailedPostStartHook', 'PostStartHook failed', {
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      source: { component: 'kubelet' },
      lastTimestamp: ago(minutes),
    });
    const container = { lifecycle: { postStart: { exec: { command: ['/hook.sh'] } } } };
    const pod = podOf({ age: 40, container, status: { phase: 'Running', containerStatuses: [status] } });
    expect(answerOf(await diagnoseObjects([...deployment(), pod, hook]))).toBe(answer);
  });
});
