import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, pullFailed, waitingPod } from '../../testing/build';

describe('image-pull-auth', () => {
  it.each([
    [
      'containerd',
      'Failed to pull image "r.example/app:1": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized',
    ],
    [
      'CRI-O',
      'Failed to pull image "r.example/app:1": reading manifest 1 in r.example/app: unauthorized: authentication required',
    ],
    [
      'dockershim',
      'Failed to pull image "r.example/app:1": rpc error: code = Unknown desc = Error response from daemon: Head https://r.example/v2/app/manifests/1: no basic auth credentials',
    ],
  ] as const)('fires on the words of %s', async (_, message) => {
    expect(answerOf(await diagnoseObjects(pullFailed(message)))).toBe('image-pull-auth proven');
  });

  it('leaves to others what only looks like it', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          waitingPod(
            'ErrImagePull',
            'failed to do request: Head "https://r.example/v2/app/manifests/1": dial tcp 192.0.2.1:443: i/o timeout',
          ),
        ),
      ),
    ).toBe('image-pull-network proven');
  });

  it('needs no event where the waiting message has the words', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          waitingPod(
            'ErrImagePull',
            'failed to resolve reference "r.example/app:1": unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 401 Unauthorized',
          ),
        ),
      ),
    ).toBe('image-pull-auth proven');
  });
});
