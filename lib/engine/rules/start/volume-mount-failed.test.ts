import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, deployment, diagnoseObjects, event, podName, podOf, waiting } from '../../testing/build';
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

  it('reads a runtime that repeats itself without end', async () => {
    const said = `${'failed to generate spec: '.repeat(300)}x`;
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'CreateContainerError', said)] } }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('container-runtime-error proven');
  });

  it.each([
    ['kubelet', 'volume-mount-failed proven'],
    ['', 'volume-mount-failed likely'],
    ['somebody', 'unknown possible'],
  ])('fires on a step that failed, as told by "%s"', async (component, expected) => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedMount',
        'MountVolume.SetUp failed for volume "d" : hostPath type check failed: /d is not a directory',
        { source: { component } },
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(expected);
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
    ['failed to mkdir "/srv/d": mkdir /srv/d: read-only file system', 'volume-mount-failed likely'],
    ['failed to mkdir "": mkdir : no such file or directory', 'container-runtime-error proven'],
  ])('reads what the kubelet could not look at: %s', async (message, answer) => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'CreateContainerError', message)] } }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });
  it.each([
    [
      '/srv/d',
      'not a directory',
      'volume-mount-failed proven',
      'Volume disk cannot be mounted: /srv/d: not a directory',
    ],
    ['/srv/e', 'not a directory', 'volume-mount-failed likely', 'A volume cannot be mounted: /srv/e: not a directory'],
    [
      '/srv/d',
      'read-only file system',
      'volume-mount-failed likely',
      'Volume disk cannot be mounted: /srv/d: read-only file system',
    ],
  ])('finds the volume whose directory the runtime cannot make: %s, %s', async (path, why, answer, headline) => {
    const message = `failed to generate container "c" spec: failed to generate spec: failed to mkdir "${path}": mkdir ${path}: ${why}`;
    const diagnosis = await diagnoseObjects([
      ...deployment(),
      podOf({
        spec: { volumes: [{ name: 'disk', hostPath: { path: '/srv/d', type: '' } }] },
        status: { containerStatuses: [waiting('main', 'CreateContainerError', message)] },
      }),
    ]);
    expect(answerOf(diagnosis)).toBe(answer);
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toBe(headline);
  });
  it.each([
    [
      'CreateContainerConfigError',
      'failed to prepare subPath for volumeMount "conf" of container "main"',
      'the kubelet could not prepare the part of it (subPath) that `main` mounts',
    ],
    [
      'RunContainerError',
      'OCI runtime create failed: error mounting "/v/app.conf" to rootfs at "/etc/app.conf": mount /v/app.conf:/etc/app.conf: not a directory: unknown',
      'the runtime could not put this mount into `main`',
    ],
  ])(
    'speaks of no wait for a volume where a mount keeps a container from its start: %s',
    async (reason, words, said) => {
      const { primary, remedies } = await diagnoseObjects([
        ...deployment(),
        podOf({
          spec: {
            volumes: [
              { name: 'conf', configMap: { name: 'conf' } },
              { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
            ],
          },
          container: { volumeMounts: [{ name: 'conf', mountPath: '/etc/app.conf', subPath: 'app.conf' }] },
          status: { containerStatuses: [waiting('main', reason, words)] },
        }),
      ]);
      expect(primary?.cause).toBe('volume-mount-failed');
      expect(primary?.claims[0]?.text).toContain(said);
      expect(remedies.map(({ id }) => id)).toEqual(['describe-pod', 'mend-mount']);
      expect(remedies[1]?.why).toContain('subPath');
    },
  );

  it('says nothing of a subPath where none is asked for', async () => {
    const words =
      'OCI runtime create failed: error mounting "/v/data" to rootfs at "/etc/app.conf": mount /v/data:/etc/app.conf: not a directory: unknown';
    const { primary, remedies } = await diagnoseObjects([
      ...deployment(),
      podOf({
        spec: { volumes: [{ name: 'data', hostPath: { path: '/v/data' } }] },
        container: { volumeMounts: [{ name: 'data', mountPath: '/etc/app.conf' }] },
        status: { containerStatuses: [waiting('main', 'RunContainerError', words)] },
      }),
    ]);
    expect(primary?.cause).toBe('volume-mount-failed');
    expect(remedies[1]?.why).toContain('only over a directory');
    expect(JSON.stringify([primary, remedies])).not.toContain('subPath');
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

  const waitsFor = (reason: string, message: string, first = 4) =>
    diagnoseObjects([
      ...deployment(),
      podOf({
        spec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
        status: { containerStatuses: [waiting('main', 'ContainerCreating')] },
      }),
      event(`Pod/${podName}`, reason, message, {
        source: { component: 'kubelet' },
        count: 12,
        firstTimestamp: ago(first),
      }),
    ]);

  it('tells of a service account that is gone, whose token a volume holds', async () => {
    const diagnosis = await waitsFor(
      'FailedMount',
      'MountVolume.SetUp failed for volume "kube-api-access-x7k2p" : failed to fetch token: serviceaccounts "runner" not found',
    );
    expect(answerOf(diagnosis)).toBe('volume-mount-failed proven');
    expect(JSON.stringify(diagnosis.primary?.claims)).toContain('no account of that name');
    expect(diagnosis.remedies.map(({ command }) => command)).toContain('kubectl -n test get serviceaccounts');
  });

  it('takes any other token that could not be fetched for a busy start', async () => {
    const diagnosis = await waitsFor(
      'FailedMount',
      'MountVolume.SetUp failed for volume "kube-api-access-x7k2p" : failed to fetch token: the server was unable to return a response in the time allotted',
    );
    expect(answerOf(diagnosis)).toBe('unknown possible');
  });

  it.each([
    `serviceaccounts "cart" is forbidden: User "system:node:n1" cannot create resource "serviceaccounts/token" in API group "" in the namespace "test": no relationship found between node 'n1' and this object`,
    'Token request audience "vault" not allowed',
  ])('tells of a token that is refused for longer than a start takes: %s', async (why) => {
    const message = `MountVolume.SetUp failed for volume "token" : failed to fetch token: ${why}`;
    expect(answerOf(await waitsFor('FailedMount', message, 14))).toBe('volume-mount-failed proven');
    expect(answerOf(await waitsFor('FailedMount', message, 3))).toBe('unknown possible');
  });

  it.each([
    ['app-old-1', 3, 'likely'],
    ['app-old-1', 7, 'proven'],
    ['batch-1', 3, 'proven'],
  ])('is sure of a volume that comes from %s only when it is late: after %d min', async (user, age, certainty) => {
    const said = `Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) ${user}`;
    const objects = [
      ...deployment(),
      podOf({ age, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'FailedAttachVolume', said, {
        source: { component: 'attachdetach-controller' },
        lastTimestamp: ago(age),
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(`volume-mount-failed ${certainty}`);
  });

  it.each([
    [
      'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
      ['kubectl get volumeattachments', 'kubectl -n test describe pvc data'],
    ],
    [
      'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) batch-1, batch-2',
      ['kubectl -n test describe pod batch-1', 'kubectl get volumeattachments'],
    ],
    [
      'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) app-old-1',
      ['kubectl get volumeattachments', 'kubectl -n test describe pvc data'],
    ],
    [
      'Multi-Attach error for volume "pvc-1" Volume is already used by 1 pod(s) in different namespaces',
      ['kubectl get volumeattachments', 'kubectl -n test describe pvc data'],
    ],
  ])('shows who holds a volume: %s', async (message, commands) => {
    const { remedies } = await waitsFor('FailedAttachVolume', message);
    expect(remedies.map(({ command }) => command).slice(0, 2)).toEqual(commands);
  });
});
