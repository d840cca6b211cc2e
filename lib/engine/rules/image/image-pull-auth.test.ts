import { describe, expect, it } from 'vitest';
import {
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  pullFailed,
  waiting,
  waitingPod,
} from '../../testing/build';

const withSecret = (image: string) => [
  ...deployment(),
  podOf({
    spec: { imagePullSecrets: [{ name: 'registry' }] },
    status: { containerStatuses: [waiting('main', 'ImagePullBackOff', `Back-off pulling image "${image}"`)] },
  }),
];

describe('image-pull-auth', () => {
  it.each([
    [
      'an old dockershim',
      'Failed to pull image "r.example/app:1": image pull failed for r.example/app:1, this may be because there are no credentials on this request.  details: (Authentication is required.)',
    ],
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
    [
      'Docker 1.13',
      'Failed to pull image "r.example/app:1": rpc error: code = Unknown desc = Error: Status 403 trying to pull repository team/app: "{\\"error\\": \\"Permission Denied\\"}"',
    ],
  ] as const)('fires on the words of %s', async (_, message) => {
    const said = event(`Pod/${podName}`, 'Failed', message);
    expect(answerOf(await diagnoseObjects([...withSecret('r.example/app:1'), said]))).toMatch(/^image-pull-auth /);
  });

  it('is proven where the pod’s own credentials were used, or the kubelet could not read them', async () => {
    const denied = (token: string) =>
      `failed to authorize: failed to fetch ${token} token: unexpected status: 403 Forbidden`;
    const of = async (message: string, ...more: ReturnType<typeof event>[]) =>
      answerOf(
        await diagnoseObjects([...withSecret('r.example/app:1'), event(`Pod/${podName}`, 'Failed', message), ...more]),
      );
    expect(await of(`Failed to pull image "r.example/app:1": ${denied('oauth')}`)).toBe('image-pull-auth proven');
    expect(await of(`Failed to pull image "r.example/app:1": ${denied('anonymous')}`)).toBe('image-pull-auth likely');
    const unread = event(
      `Pod/${podName}`,
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets',
    );
    expect(await of(`Failed to pull image "r.example/app:1": ${denied('anonymous')}`, unread)).toBe(
      'image-pull-auth proven',
    );
  });

  it.each([
    ['no basic auth credentials', 'image-pull-auth proven'],
    [
      'unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 401 UNAUTHORIZED',
      'image-pull-auth likely',
    ],
    ['reading manifest 1 in r.example/app: requested access to the resource is denied', 'image-pull-auth likely'],
    ['reading manifest 1 in r.example/app: unauthorized: access is not authorized', 'image-pull-auth likely'],
  ])('of an anonymous pull: %s', async (words, answer) => {
    const { primary } = await diagnoseObjects(pullFailed(`Failed to pull image "r.example/app:1": ${words}`));
    expect([primary?.cause, primary?.certainty].join(' ')).toBe(answer);
    expect(primary?.claims[0]?.text.includes('does not exist')).toBe(answer.endsWith('likely'));
  });

  it.each([
    'reading manifest 7 in docker.io/acme/wbe: requested access to the resource is denied',
    'reading manifest 7 in docker.io/acme/wbe: errors: denied: requested access to the resource is denied unauthorized: authentication required',
    'pull access denied for acme/wbe, repository does not exist or may require authorization',
  ])('is the name first where Docker Hub was asked without credentials: %s', async (words) => {
    const status = { containerStatuses: [waiting('main', 'ErrImagePull', words)] };
    const pod = (spec: object) => podOf({ container: { image: 'acme/wbe:7' }, spec: { ...spec }, status });
    expect(answerOf(await diagnoseObjects([...deployment(), pod({})]))).toBe('image-not-found likely');
    expect(answerOf(await diagnoseObjects([...deployment(), pod({ imagePullSecrets: [{ name: 'hub' }] })]))).toBe(
      'image-pull-auth likely',
    );
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
    ).toBe('image-pull-auth likely');
  });

  it.each([
    'unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 412 Precondition Failed',
    'failed to copy: httpReadSeeker: failed open: unexpected status code https://r.example/v2/app/manifests/sha256:ab: 412 Precondition Failed - Server message: unknown: current image with 12 vulnerabilities cannot be pulled due to configured policy',
  ])('tells a rule of the registry from credentials: %s', async (words) => {
    const diagnosis = await diagnoseObjects(pullFailed(`Failed to pull image "r.example/app:1": ${words}`));
    expect(answerOf(diagnosis)).toBe('image-pull-auth likely');
    expect(diagnosis.primary?.claims[0]?.text).toContain('by a rule of its own');
    expect(diagnosis.remedies.map(({ id }) => id)).toEqual(['describe-pod', 'registry-policy']);
  });

  it.each([
    [
      'SignatureValidationFailed',
      'image pull failed for r.example/app:1 because the signature validation failed: Source image rejected: A signature was required, but no signature exists',
    ],
    [
      'ImagePullBackOff',
      'Back-off pulling image "r.example/app:1": SignatureValidationFailed: image pull failed for r.example/app:1 because the signature validation failed: Source image rejected: Running image r.example/app:1 is rejected by policy.',
    ],
    ['SignatureValidationFailed', ''],
  ])('tells a signature that a policy asks for: %s, %s', async (reason, message) => {
    const diagnosis = await diagnoseObjects(waitingPod(reason, message));
    expect(answerOf(diagnosis)).toBe('image-pull-auth likely');
    expect(diagnosis.primary?.claims.map(({ text }) => text)).toEqual([expect.stringContaining('signature')]);
    expect(diagnosis.remedies.map(({ id }) => id)).toEqual(['describe-pod', 'signature-policy']);
  });

  it('leaves a signature that could not be asked for to the network', async () => {
    const message =
      'image pull failed for r.example/app:1 because the signature validation failed: Source image rejected: Get "https://sigs.example/x": dial tcp 10.1.1.1:443: connect: connection refused';
    expect(answerOf(await diagnoseObjects(waitingPod('SignatureValidationFailed', message)))).toMatch(
      /^image-pull-network/,
    );
  });
});
