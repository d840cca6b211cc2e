import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, pullFailed, waitingPod } from '../../testing/build';

describe('image-never-pull', () => {
  it.each([['every version', 'Container image "r.example/app:1" is not present with pull policy of Never']] as const)(
    'fires on the words of %s',
    async (_, message) => {
      expect(answerOf(await diagnoseObjects(pullFailed(message)))).toBe('image-never-pull proven');
    },
  );

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
    expect(answerOf(await diagnoseObjects(waitingPod('ErrImageNeverPull', '')))).toBe('image-never-pull proven');
  });
});
