import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, event, podName, podOf, waiting } from '../../testing/build';

const waits = (reason: string, message: string) =>
  podOf({ status: { containerStatuses: [waiting('main', reason, message)] } });

describe('image-not-found', () => {
  it.each([
    [
      'containerd',
      'Failed to pull image "r.example/app:1": rpc error: code = NotFound desc = failed to resolve reference "r.example/app:1": r.example/app:1: not found',
    ],
    [
      'CRI-O',
      'Failed to pull image "r.example/app:1": rpc error: code = Unknown desc = reading manifest 1 in r.example/app: manifest unknown',
    ],
    [
      'dockershim',
      'Failed to pull image "r.example/app:1": rpc error: code = Unknown desc = Error response from daemon: manifest for r.example/app:1 not found: manifest unknown: manifest unknown',
    ],
    [
      'a registry whose tags expire',
      'Failed to pull image "r.example/app:1": Error response from daemon: unknown: Tag 1 was deleted or has expired',
    ],
  ] as const)('fires on the words of %s', async (_, message) => {
    const objects = [
      ...deployment(),
      waits('ImagePullBackOff', 'Back-off pulling image "r.example/app:1"'),
      event(`Pod/${podName}`, 'Failed', message),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('image-not-found proven');
  });

  it('leaves to others what only looks like it', async () => {
    const objects = [...deployment(), waits('ErrImagePull', 'no match for platform in manifest: not found')];
    expect(answerOf(await diagnoseObjects(objects))).toBe('image-platform-mismatch proven');
  });

  it('needs no event where the waiting message has the words', async () => {
    const objects = [
      ...deployment(),
      waits(
        'ImagePullBackOff',
        'Back-off pulling image "r.example/app:1": ErrImagePull: ' +
          'rpc error: code = NotFound desc = failed to resolve reference "r.example/app:1": r.example/app:1: not found',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('image-not-found proven');
  });

  it('is not said by a Secret that is not found', async () => {
    const objects = [
      ...deployment(),
      waits('ImagePullBackOff', 'Back-off pulling image "r.example/app:1"'),
      event(`Pod/${podName}`, 'Failed', 'Error: secret "registry-key" not found'),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unknown possible');
  });
});
