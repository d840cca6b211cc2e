import { describe, expect, it } from 'vitest';
import { answerOf, diagnoseObjects, pullFailed, waitingPod } from '../../testing/build';

describe('image-pull-network', () => {
  it.each([
    ['a name', 'Failed to pull image "r.example/app:1": dial tcp: lookup r.example on 10.0.0.2:53: no such host'],
    ['a connection', 'Failed to pull image "r.example/app:1": dial tcp 192.0.2.1:443: connect: connection refused'],
    [
      'TLS',
      'Failed to pull image "r.example/app:1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    ['a limit', 'Failed to pull image "r.example/app:1": 429 Too Many Requests - Server message: toomanyrequests'],
    [
      'a request that came to nothing',
      'Failed to pull image "r.example/app:1": failed to do request: Head "https://r.example/v2/app/manifests/1": http: no answer',
    ],
    [
      'a proxy that wants to know who asks',
      'Failed to pull image "r.example/app:1": failed to do request: Head "https://r.example/v2/app/manifests/1": Proxy Authentication Required',
    ],
    [
      'a limit, in CRI-O',
      'Failed to pull image "r.example/app:1": reading manifest 1 in r.example/app: too many requests to registry',
    ],
    [
      'a server in trouble, in CRI-O',
      'Failed to pull image "r.example/app:1": reading manifest 1 in r.example/app: received unexpected HTTP status: 520',
    ],
    ['a cut connection, in CRI-O', 'Failed to pull image "r.example/app:1": reading manifest 1 in r.example/app: EOF'],
    [
      'a name, by an old daemon',
      'Failed to pull image "r.example/app:1": image pull failed for r.example/app:1, this may be because there are no credentials on this request.  details: (API error (500): dial tcp: lookup r.example: Temporary failure in name resolution)',
    ],
  ] as const)('fires on the words of %s', async (_, message) => {
    expect(answerOf(await diagnoseObjects(pullFailed(message)))).toBe('image-pull-network proven');
  });

  it('does not prove it by a page that came in place of the image: who sent it is open', async () => {
    const message =
      'Failed to pull image "r.example/app:1": failed to unpack image on snapshotter overlayfs: unexpected media type text/html for sha256:9d: not found';
    expect(answerOf(await diagnoseObjects(pullFailed(message)))).toBe('image-pull-network likely');
  });

  it('knows what the kubelet of 1.1 called a failed pull', async () => {
    const said =
      'API error (500): unable to ping registry endpoint https://r.example/v0/: dial tcp 192.0.2.1:443: i/o timeout';
    expect(answerOf(await diagnoseObjects(waitingPod('PullImageError', said)))).toMatch(/^image-pull-network /);
  });

  it.each([
    ['429 Too Many Requests - Server message: toomanyrequests: rate limit', 'The registry answered, and refuses more'],
    ['toomanyrequests: You have reached your pull rate limit', 'The registry answered, and refuses more'],
    ['unexpected status code: 503 Service Unavailable', 'answered that it cannot serve now'],
    ['Proxy Authentication Required', 'The proxy between the node and the registry'],
    ['unexpected media type text/html for sha256:9d: not found', 'A web page came'],
    ['reading manifest 1 in r.example/app: received unexpected HTTP status: 520', 'answered that it cannot serve now'],
    ['pull QPS exceeded', 'the registry was not asked'],
    ['dial tcp 192.0.2.1:443: connect: connection refused', 'before it could answer for the image'],
  ])('says who held it up: %s', async (words, said) => {
    const { primary } = await diagnoseObjects(pullFailed(`Failed to pull image "r.example/app:1": ${words}`));
    expect(primary?.claims[0]?.text).toContain(said);
  });

  it('leaves to others what only looks like it', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          waitingPod(
            'ErrImagePull',
            'failed to resolve reference "r.example/app:1": unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 401 Unauthorized',
          ),
        ),
      ),
    ).toBe('image-pull-auth likely');
  });

  it('needs no event where the waiting message has the words', async () => {
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

  it('is likely at most where the kubelet put the pull off: no registry was asked', async () => {
    const diagnosis = await diagnoseObjects(pullFailed('Failed to pull image "r.example/app:1": pull QPS exceeded'));
    expect(answerOf(diagnosis)).toBe('image-pull-network likely');
  });

  it('is likely at most where the pull was cancelled: a restart of the kubelet or the runtime does that too', async () => {
    const said = 'Failed to pull image "r.example/app:1": rpc error: code = Canceled desc = context canceled';
    const diagnosis = await diagnoseObjects(pullFailed(said));
    expect(answerOf(diagnosis)).toBe('image-pull-network likely');
    expect(diagnosis.primary?.claims[0]?.text).toContain('cancelled on the node');
  });
});
