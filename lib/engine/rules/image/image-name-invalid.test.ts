import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, pullFailed, waitingPod } from '../../testing/build';

describe('image-name-invalid', () => {
  it.each([
    [
      '1.25 and later',
      'Failed to apply default image tag "R/app": couldn\'t parse image name "R/app": invalid reference format',
    ],
    [
      '1.20',
      'Failed to apply default image tag "R/app": couldn\'t parse image reference "R/app": invalid reference format',
    ],
  ] as const)('fires on the words of %s', async (_, message) => {
    expect(answerOf(await diagnoseObjects(pullFailed(message)))).toBe('image-name-invalid proven');
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
    expect(answerOf(await diagnoseObjects(waitingPod('InvalidImageName', '')))).toBe('image-name-invalid proven');
  });
});
