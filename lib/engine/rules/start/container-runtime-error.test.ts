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

  it('fires where the runtime does not say in time which images it has: that is asked of no registry', async () => {
    const message = 'Failed to inspect image "": rpc error: code = DeadlineExceeded desc = context deadline exceeded';
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ImageInspectError', message)] } }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('container-runtime-error likely');
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

  describe('where the directory to start in cannot be had', () => {
    const chdir =
      'container_linux.go:265: starting container process caused "chdir to cwd (\\"/srv/tools\\") set in config.json failed:';
    const oci = 'OCI runtime create failed: runc create failed: unable to start container process:';
    const told = async (reason: string, message?: string) => {
      const { primary } = await diagnoseObjects([
        ...deployment(),
        podOf({ status: { phase: 'Running', containerStatuses: [waiting('main', reason, message)] } }),
      ]);
      return [primary?.cause, primary?.certainty, primary && plainHeadline(primary.headline)];
    };
    const headline =
      'Container main cannot be started by the runtime in its working directory /srv/tools: no such file or directory';

    it.each([
      ['CreateContainerError', `container create failed: ${chdir} no such file or directory"`],
      // The kubelet has no name for it, and puts the words there.
      [`rpc error: code = 2 desc = container create failed: ${chdir} no such file or directory"`, ''],
      [
        'RunContainerError',
        `failed to create containerd task: failed to create shim task: ${oci} error during container init: chdir to cwd ("/srv/tools") set in config.json failed: no such file or directory: unknown`,
      ],
    ])('names it: %s %s', async (reason, message) => {
      expect(await told(reason, message)).toEqual(['container-runtime-error', 'proven', headline]);
    });

    it('names what stands in its way', async () => {
      const message = `failed to create shim task: ${oci} error during container init: mkdir /srv/tools: not a directory: unknown`;
      expect(await told('RunContainerError', message)).toEqual([
        'container-runtime-error',
        'proven',
        'Container main cannot be started by the runtime: mkdir /srv/tools: not a directory',
      ]);
    });

    it('is a matter of permission where it may not be entered', async () => {
      const [cause, certainty] = await told(
        'RunContainerError',
        `${oci} chdir to cwd ("/srv/tools") set in config.json failed: permission denied: unknown`,
      );
      expect([cause, certainty]).toEqual(['permission-denied', 'proven']);
    });

    it('says nothing of words that are not the runtime’s in place of a reason', async () => {
      expect((await told('the store of tickets is being counted', ''))[0]).toBe('unknown');
    });
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
