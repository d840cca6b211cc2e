import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  waiting,
  waitingPod,
} from '../../testing/build';

const waits = (reason: string, message: string) =>
  podOf({ status: { containerStatuses: [waiting('main', reason, message)] } });

describe('image-not-found', () => {
  it.each([
    ['denied', 'pull access denied, repository does not exist or may require authorization', true],
    ['missing', 'docker.io/acme/app:1: not found', false],
  ])('advises a pull secret only where it may be private: %s', async (_, answer, isAdvised) => {
    const message = `Failed to pull image "acme/app:1": failed to resolve reference "docker.io/acme/app:1": ${answer}`;
    const containerStatuses = [waiting('main', 'ErrImagePull', message)];
    const pod = podOf({ container: { image: 'acme/app:1' }, status: { containerStatuses } });
    const { primary, remedies } = await diagnoseObjects([...deployment(), pod]);
    expect(primary?.cause).toBe('image-not-found');
    expect(remedies.some(({ id, why }) => id === 'pull-secret' && why.includes('none is named now'))).toBe(isAdvised);
  });

  it.each([
    [
      'containerd',
      'Failed to pull image "r.example/app:1": rpc error: code = NotFound desc = failed to resolve reference "r.example/app:1": r.example/app:1: not found',
    ],
    [
      'containerd, shortened',
      'Failed to pull image "r.example/app:1": failed to resolve reference "r.example/app:1": not found',
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
      'a server that answers 404 for the manifest',
      'Failed to pull image "r.example/app:1": failed to resolve reference "r.example/app:1": unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 404 Not Found',
    ],
    [
      'Harbor',
      'Failed to pull image "r.example/app:1": reading manifest 1 in r.example/app: unknown: artifact library/app:1 not found',
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

  it('is not said by what was told of the image that the pod had before', async () => {
    const image = 'r.example/app:2';
    const objects = [
      ...deployment(),
      podOf({
        container: { image },
        status: { containerStatuses: [waiting('main', 'ImagePullBackOff', `Back-off pulling image "${image}"`)] },
      }),
      event(
        `Pod/${podName}`,
        'Failed',
        'Failed to pull image "r.example/old:1": rpc error: code = NotFound desc = failed to resolve reference "r.example/old:1": r.example/old:1: not found',
      ),
      event(`Pod/${podName}`, 'Pulling', `Pulling image "${image}"`),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('unknown possible');
  });

  it('is said by what the kubelet told of an image without a tag, and not by what it told of another', async () => {
    const image = 'r.example/app';
    const failed = (name: string) =>
      event(
        `Pod/${podName}`,
        'Failed',
        `Failed to pull image "${name}": failed to resolve reference: ${name}: not found`,
        {
          lastTimestamp: ago(name.includes('old') ? 1 : 2),
        },
      );
    const status = { containerStatuses: [waiting('main', 'ImagePullBackOff', `Back-off pulling image "${image}"`)] };
    const { primary, evidence } = await diagnoseObjects([
      ...deployment(),
      podOf({ container: { image }, status }),
      failed(`${image}:latest`),
      failed('r.example/old:1'),
    ]);
    expect(primary?.cause).toBe('image-not-found');
    expect(JSON.stringify(evidence)).not.toContain('old:1');
  });

  it('is the kubelet’s word', async () => {
    const words = 'Failed to pull image "r.example/app:1": r.example/app:1: not found';
    const said = (component: string) => [
      ...waitingPod('ImagePullBackOff', 'Back-off pulling image "r.example/app:1"'),
      event(`Pod/${podName}`, 'Failed', words, { source: { component } }),
    ];
    expect(answerOf(await diagnoseObjects(said('kubelet')))).toBe('image-not-found proven');
    expect(answerOf(await diagnoseObjects(said('image-scanner')))).toBe('unknown possible');
  });

  it.each(['app:fix-unauthorized-login', 'app:denied', 'app:x509', 'app:toomanyrequests', 'app:i-o-timeout'])(
    'is not read out of a name: %s',
    async (name) => {
      const image = `r.example/${name}`;
      const said = `Back-off pulling image "${image}": ErrImagePull: failed to resolve reference "${image}": ${image}: not found`;
      const objects = [
        ...deployment(),
        podOf({ container: { image }, status: { containerStatuses: [waiting('main', 'ImagePullBackOff', said)] } }),
      ];
      expect(answerOf(await diagnoseObjects(objects))).toBe('image-not-found proven');
    },
  );

  it.each([
    'failed commit on ref "layer-sha256:aa": content digest sha256:aa: not found',
    'failed to extract layer sha256:aa: mount callback failed: lchown /x: no such file or directory: not found',
    'failed to prepare extraction snapshot "extract-97 sha256:11": parent snapshot sha256:22 does not exist: not found',
    'failed commit on ref "layer-sha256:11": lease "1234" does not exist: not found',
    'failed to unpack image on snapshotter nydus: snapshotter "nydus" was not found: not found',
    'failed to get credentials: exec plugin not found',
    'connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
  ])('is not what the node itself lacks: %s', async (words) => {
    const objects = [...deployment(), waits('ErrImagePull', words)];
    expect(answerOf(await diagnoseObjects(objects))).not.toMatch(/^image-/);
  });

  it.each([
    'failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:cc (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found',
    'failed to copy: httpReadSeeker: failed open: content at https://mirror.example/v2/app/blobs/sha256:11?ns=r.example not found: not found',
  ])('is likely where a part is missing, and says so: %s', async (words) => {
    const { primary } = await diagnoseObjects(waitingPod('ErrImagePull', words));
    expect(primary).toMatchObject({ cause: 'image-not-found', certainty: 'likely' });
    expect(primary && plainHeadline(primary.headline)).toContain('A part of the image of container main');
  });

  it('is not said by an old daemon that does not know the target', async () => {
    const words =
      'image pull failed for r.example/app:1, this may be because there are no credentials on this request.  details: (Error response from daemon: {"message":"target is unknown"})';
    expect(answerOf(await diagnoseObjects(waitingPod('ErrImagePull', words)))).toBe('unknown possible');
  });
});
