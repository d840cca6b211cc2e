import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  pullFailed,
  waiting,
} from '../testing/build';
import { classifyPull } from './pull';

describe('what the words of a failed pull say', () => {
  it.each([
    'unexpected status code https://mirror.test/v2/app/blobs/x: 500 Internal Server Error - Server message: unknown: write /var/lib/registry/x: no space left on device',
    'unexpected status from GET request to https://r.test/v2/app/manifests/1: 500 Internal Server Error: {"errors":[{"detail":"no space left on device"}]}',
  ])('takes the disk of a registry for no disk of the node: %s', (message) => {
    expect(classifyPull(message, 'r.test/app:1')).toMatchObject({ cause: 'image-pull-network' });
  });

  it('takes a disk that the runtime speaks of for that of the node', () => {
    const message = 'failed to extract layer sha256:x: write /var/lib/containerd/x: no space left on device';
    expect(classifyPull(message, 'r.test/app:1')).toMatchObject({ cause: 'disk-full-or-evicted', sure: true });
  });

  it('is not sure whether the way or a damaged layer cut off what it unpacked', async () => {
    const message =
      'failed to pull and unpack image "r.example/app:1": failed to extract layer sha256:x: unexpected EOF: unknown';
    expect(classifyPull(message, 'r.example/app:1')).toMatchObject({ cause: 'image-pull-network', sure: false });
    expect(answerOf(await diagnoseObjects(pullFailed(message)))).toBe('image-pull-network likely');
    const cut =
      'failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://r.example/v2/x": unexpected EOF';
    expect(classifyPull(cut, 'r.example/app:1')).toMatchObject({ cause: 'image-pull-network', sure: true });
  });

  it.each([
    'denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/shop" (or it may not exist)',
    "denied: The project you were looking for could not be found or you don't have permission to view it.",
  ])('is not sure where the registry leaves both readings open: %s', async (message) => {
    expect(classifyPull(message, 'r.test/app:1')).toMatchObject({ cause: 'image-pull-auth', sure: false });
    expect(answerOf(await diagnoseObjects(pullFailed(`Failed to pull image "r.example/app:1": ${message}`)))).toBe(
      'image-pull-auth likely',
    );
  });

  it.each([
    'Error response from daemon: Head https://r.test/v2/shop/app/manifests/1: denied',
    'Error response from daemon: denied: denied',
    'reading manifest 1 in r.test/shop/app: denied',
  ])('takes a denial without a reason for one of two readings: %s', (message) => {
    expect(classifyPull(message, 'r.test/shop/app:1')).toMatchObject({ cause: 'image-pull-auth', sure: false });
  });

  it.each([
    [
      'image-pull-auth',
      true,
      'Error response from daemon: Get https://r.test/v2/shop/app/manifests/1: unauthorized: incorrect username or password',
    ],
    ['image-pull-auth', true, 'Error response from daemon: Head https://r.test/v2/shop/app/manifests/1: unauthorized'],
    ['image-pull-auth', false, 'denied: requested access to the resource is denied'],
    [null, null, 'Error response from daemon: the snapshot of layer 3 was denied by the store'],
  ])('tells that from a denial with one: %s %s %s', (cause, sure, message) => {
    const told = classifyPull(message, 'r.test/shop/app:1');
    expect([told?.cause ?? null, told?.sure ?? null]).toEqual([cause, sure]);
  });

  it.each([
    'Error: Status 405 trying to pull repository shop/app: "v1 Registry API is disabled. If you are not explicitly using the v1 Registry API, it is possible your v2 image could not be found. Verify that your image is available"',
    'Error: Status 404 trying to pull repository shop/app: "Not found"',
  ])('takes the answer by the first protocol for a likely sign that there is no image: %s', (message) => {
    expect(classifyPull(message, 'r.test/shop/app:1')).toMatchObject({ cause: 'image-not-found', sure: false });
  });

  it.each([
    ['image-name-invalid', true, 'short-name resolution enforced but cannot prompt without a TTY'],
    ['image-platform-mismatch', true, 'image operating system "windows" cannot be used on this platform'],
    ['image-pull-auth', true, 'Requesting bearer token: invalid status code from registry 403 (Forbidden)'],
    ['image-pull-auth', true, 'Error response from daemon: denied: Your authorization token has expired.'],
    ['image-pull-auth', true, 'Error response from daemon: Your authorization token has expired.'],
    ['image-pull-auth', false, 'error parsing HTTP 403 response body: invalid character \'<\': "<html>"'],
    [null, null, 'error parsing HTTP 404 response body: invalid character \'p\': "404 page not found"'],
    [null, null, 'Requesting bearer token: invalid status code from registry 404 (Not Found)'],
  ])('reads what each runtime and registry writes: %s %s %s', (cause, sure, message) => {
    const told = classifyPull(message, 'r.test/shop/app:1');
    expect([told?.cause ?? null, told?.sure ?? null]).toEqual([cause, sure]);
  });

  it('leaves a refusal by the first protocol to the permission', () => {
    const message = 'Error: Status 403 trying to pull repository shop/app: "Unauthorized access"';
    expect(classifyPull(message, 'r.test/shop/app:1')?.cause).toBe('image-pull-auth');
  });

  it('says nothing of the image that the container has now where the state is of the one before', async () => {
    const said = 'Back-off pulling image "r.example/app:0": ErrImagePull: r.example/app:0: not found';
    const told = async (image: string) =>
      answerOf(
        await diagnoseObjects([
          ...deployment(),
          podOf({
            container: { image: 'r.example/app:1' },
            status: { containerStatuses: [waiting('main', 'ImagePullBackOff', said)] },
          }),
          event(`Pod/${podName}`, 'Pulling', `Pulling image "${image}"`, { type: 'Normal', lastTimestamp: ago(0.1) }),
        ]),
      );
    expect(await told('r.example/app:1')).not.toMatch(/^image-not-found/);
    expect(await told('r.example/app:0')).toMatch(/^image-not-found/);
  });
});
