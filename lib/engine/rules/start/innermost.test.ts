import { expect, it } from 'vitest';
import { innermost } from './innermost';

it.each([
  [
    'failed to setup network for sandbox "4f1c": plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized',
    'error getting ClusterInformation: connection is unauthorized: Unauthorized',
  ],
  [
    'mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs 10.0.0.4:/pool /mnt\nOutput: mount.nfs: access denied by server while mounting 10.0.0.4:/pool\n',
    'mount.nfs: access denied by server while mounting 10.0.0.4:/pool',
  ],
  [
    'mount failed: exit status 32\nMounting command: systemd-run\nOutput: Running scope as unit: run-r1.scope\nmount: /mnt: wrong fs type, bad superblock\n',
    'mount: /mnt: wrong fs type, bad superblock',
  ],
  [
    "error running createRuntime hook #0: exit status 1, stdout: , stderr: Auto-detected mode as 'legacy'\nnvidia-container-cli: initialization error: no driver: unknown",
    'nvidia-container-cli: initialization error: no driver',
  ],
  [
    'rpc error: code = Unknown desc = cannot mount secrets, err: rpc error: code = Internal desc = Error making API request.\n\nURL: GET https://vault.test/v1/kv\nCode: 404. Errors:\n\n* no such path',
    'Code: 404. Errors: * no such path',
  ],
  [
    'Multi-Attach error for volume "data" Volume is already used by pod(s) cart-0',
    'Multi-Attach error, Volume is already used by pod(s) cart-0',
  ],
  [
    'cannot start: {"message": "lsetxattr /data: operation not supported"}',
    'cannot start: {"message": "lsetxattr /data: operation not supported"',
  ],
  [`caused: \\"${'x'.repeat(80)}: connection reset by peer\\"": unknown`, 'connection reset by peer'],
  [
    'unable to start container process: error gathering device information while adding custom device "/dev/radio0": no such file or directory: unknown',
    '"/dev/radio0": no such file or directory',
  ],
  ['driver name nfs.csi.k8s.io not found', 'driver name nfs.csi.k8s.io not found'],
])('takes the decisive words of %j', (message, words) => {
  expect(innermost(message)).toBe(words);
});

it('cuts the end of what is one sentence', () => {
  expect(innermost('x'.repeat(90))).toBe(`${'x'.repeat(79)}…`);
});
