import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, event, podName, podOf, waiting } from '../../testing/build';

const waits = (reason: string, message: string) =>
  podOf({ status: { containerStatuses: [waiting('main', reason, message)] } });

describe('image-never-pull', () => {
  it.each([['every version', 'Container image "r.example/app:1" is not present with pull policy of Never']] as const)(
    'fires on the words of %s',
    async (_, message) => {
      const objects = [
        ...deployment(),
        waits('ImagePullBackOff', 'Back-off pulling image "r.example/app:1"'),
        event(`Pod/${podName}`, 'Failed', message),
      ];
      expect(answerOf(await diagnoseObjects(objects))).toBe('image-never-pull proven');
    },
  );

  it('leaves to others what only looks like it', async () => {
    const objects = [
      ...deployment(),
      waits(
        'ErrImagePull',
        'rpc error: code = NotFound desc = failed to resolve reference "r.example/app:1": r.example/app:1: not found',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('image-not-found proven');
  });

  it('needs no event where the waiting message has the words', async () => {
    const objects = [...deployment(), waits('ErrImageNeverPull', '')];
    expect(answerOf(await diagnoseObjects(objects))).toBe('image-never-pull proven');
  });
});
