import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { answerOf, deployment, diagnoseObjects, podOf, waiting } from '../../testing/build';
import { runtimeReason } from './container-runtime-error';

describe('container-runtime-error', () => {
  it.each([
    [
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: cgroup broken: unknown',
      'cgroup broken',
    ],
    [
      'failed to create containerd task: OCI runtime create failed: container_linux.go:380: starting container process caused: seccomp: unknown',
      'container_linux.go:380: starting container process caused: seccomp',
    ],
    ['container create failed: crun: device not allowed', 'crun: device not allowed'],
  ])('reads the runtime’s own reason in %s', (message, reason) => {
    expect(runtimeReason(message)).toBe(reason);
  });

  it('fires where no narrower cause fits', async () => {
    const objects = [
      ...deployment(),
      podOf({
        status: {
          containerStatuses: [
            waiting(
              'main',
              'CreateContainerError',
              'failed to reserve container name "x": name "x" is reserved for "y"',
            ),
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('container-runtime-error proven');
  });
  it('fires where the runtime cannot use the image that it was given', async () => {
    const message =
      'rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/shop:1": media type "shop/v1" is no longer supported';
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ErrImagePull', message)] } }),
    ];
    const { primary } = await diagnoseObjects(objects);
    expect(primary).toMatchObject({ cause: 'container-runtime-error', certainty: 'likely' });
    expect(primary && plainHeadline(primary.headline)).toContain('media type "shop/v1" is no longer supported');
  });

  it('leaves a missing command to its own cause', async () => {
    const objects = [
      ...deployment(),
      podOf({
        status: {
          containerStatuses: [
            waiting(
              'main',
              'RunContainerError',
              'runc create failed: unable to start container process: exec: "srv": executable file not found in $PATH: unknown',
            ),
          ],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('command-not-found proven');
  });
  it('fires where the kubelet cannot put the container together, and leaves a missing Secret to its own cause', async () => {
    const of = async (message: string) =>
      diagnoseObjects([
        ...deployment(),
        podOf({ status: { containerStatuses: [waiting('main', 'CreateContainerConfigError', message)] } }),
      ]);
    const { primary } = await of('container sidecar not found');
    expect(primary).toMatchObject({ cause: 'container-runtime-error', certainty: 'likely' });
    expect(primary && plainHeadline(primary.headline)).toContain('by the kubelet: container sidecar not found');
    expect(answerOf(await of('secret "ledger" not found'))).toBe('missing-configmap-or-secret proven');
  });

  it('says of a time-out that nothing was refused', async () => {
    const { primary } = await diagnoseObjects([
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'CreateContainerError', 'context deadline exceeded')] } }),
    ]);
    expect(primary).toMatchObject({ cause: 'container-runtime-error', certainty: 'proven' });
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container main was not started by the runtime in time: context deadline exceeded',
    );
    expect(JSON.stringify(primary?.claims)).not.toContain('refused');
  });

  it('fires without a message', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'CreateContainerError')] } }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('container-runtime-error proven');
  });
});
