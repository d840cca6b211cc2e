import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, pullFailed, waitingPod } from '../../testing/build';

describe('image-platform-mismatch', () => {
  it.each([
    ['containerd', 'Failed to pull image "r.example/app:1": no match for platform in manifest: not found'],
    [
      'CRI-O',
      'Failed to pull image "r.example/app:1": choosing image instance: no image found in manifest list for architecture "arm64", OS "linux"',
    ],
    ['an early containerd', 'Failed to pull image "r.example/app:1": no supported platform found in manifest list'],
    [
      'a daemon',
      'Failed to pull image "r.example/app:1": no matching manifest for linux/arm64/v8 in the manifest list entries',
    ],
  ] as const)('fires on the words of %s', async (_, message) => {
    expect(answerOf(await diagnoseObjects(pullFailed(message)))).toBe('image-platform-mismatch proven');
  });

  it('leaves to others what only looks like it', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          waitingPod(
            'ErrImagePull',
            'rpc error: code = NotFound desc = failed to resolve reference "r.example/app:1": r.example/app:1: not found',
          ),
        ),
      ),
    ).toBe('image-not-found proven');
  });

  it('needs no event where the waiting message has the words', async () => {
    expect(
      answerOf(await diagnoseObjects(waitingPod('ErrImagePull', 'no match for platform in manifest: not found'))),
    ).toBe('image-platform-mismatch proven');
  });
});
