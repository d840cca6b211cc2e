import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, event, podName, podOf, waiting } from '../../testing/build';
import { lastWords, reasonIn } from './volume-mount-failed';

describe('volume-mount-failed', () => {
  it.each([
    [
      'FailedMount',
      'MountVolume.SetUp failed for volume "d" : hostPath type check failed: /d is not a directory',
      'hostPath type check failed: /d is not a directory',
    ],
    [
      'FailedMount',
      'MountVolume.MountDevice failed for volume "d" : rpc error: code = Internal desc = no such device',
      'no such device',
    ],
    [
      'FailedAttachVolume',
      'Multi-Attach error for volume "d" Volume is already exclusively attached to one node',
      'Multi-Attach error for volume "d" Volume is already exclusively attached to one node',
    ],
  ])('reads the reason of %s: %s', (_, message, reason) => {
    expect(reasonIn(message)).toBe(reason);
  });

  it('reads the last words of a runtime', () => {
    expect(lastWords('create mountpoint for /etc/x mount: make: not a directory')).toBe('not a directory');
  });

  it('fires on a step that failed', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedMount',
        'MountVolume.SetUp failed for volume "d" : hostPath type check failed: /d is not a directory',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('volume-mount-failed proven');
  });
  it('is only likely where the wait that ran out is all there is', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedMount',
        'Unable to attach or mount volumes: unmounted volumes=[d], unattached volumes=[d]: timed out waiting for the condition',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('volume-mount-failed likely');
  });
  it.each([
    [
      'stat /var/lib/kubelet/pods/8/volumes/kubernetes.io~csi/pvc-8/mount: no such file or directory',
      'volume-mount-failed proven',
    ],
    [
      'failed to generate container "c" spec: failed to generate spec: failed to stat "/mnt/d": stat /mnt/d: transport endpoint is not connected',
      'volume-mount-failed proven',
    ],
    [
      'unable to start container process: exec: "/srv": stat /srv: no such file or directory',
      'command-not-found proven',
    ],
  ])('reads what the kubelet could not look at: %s', async (message, answer) => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'CreateContainerError', message)] } }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });
  it('leaves a missing Secret to its own cause', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'FailedMount', 'MountVolume.SetUp failed for volume "d" : secret "k" not found'),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('missing-configmap-or-secret proven');
  });
  it('is silent in the first seconds', async () => {
    const objects = [
      ...deployment(),
      podOf({ age: 0.2, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedMount',
        'MountVolume.SetUp failed for volume "d" : failed to sync configmap cache: timed out waiting for the condition',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
});
