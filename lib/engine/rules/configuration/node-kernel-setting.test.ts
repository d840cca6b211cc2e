import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { answerOf, deployment, diagnoseObjects, event, podName, podOf, terminated, waiting } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { settingIn } from './node-kernel-setting';

describe('node-kernel-setting', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing(
      'max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]',
      78,
    );
    expect(primary).toMatchObject({ cause: 'node-kernel-setting', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('vm.max_map_count');
  });

  it('quotes nothing of a node that says nothing of itself', async () => {
    const lastState = terminated(1, 2);
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'CrashLoopBackOff', '', { lastState })] } }),
      { kind: 'Node', metadata: { name: 'n1' }, spec: {}, status: { nodeInfo: { architecture: 'amd64' } } },
    ];
    const logs = { [`${podName}/main`]: { previous: 'failed to create fsnotify watcher: too many open files\n' } };
    const { primary, evidence } = await diagnoseObjects(objects, { logs });
    expect(primary?.cause).toBe('node-kernel-setting');
    expect(evidence.map((item) => (item.kind === 'field' ? item.fields.length : 1))).not.toContain(0);
  });

  it.each([
    'panic: failed to create watcher: too many open files',
    'ts=2026-11-20T09:58:20.2Z level=error msg="failed to create watcher" err="too many open files"',
    'ts=2026-11-20T09:58:20.2Z caller=main.go:19 level=error msg="unable to start watcher" error="too many open files"',
    'level=error msg="cannot start the file notifier" err="too many open files"',
  ])('reads a watcher and its error in one text and in two fields: %s', async (line) => {
    expect((await crashing(line)).primary).toMatchObject({ cause: 'node-kernel-setting', certainty: 'likely' });
  });

  it.each([
    'too many open files',
    '{"level":"error","msg":"unable to start","error":"too many open files"}',
    'level=error msg="unable to start" err="too many open files"',
    'No file descriptors available (os error 24)',
    'Failed to serve shop.example/card: too many open files',
  ])('guesses at inotify where no file and no call is named, and says how to tell: %s', async (line) => {
    const { primary, remedies } = await crashing(line);
    expect(primary).toMatchObject({ cause: 'node-kernel-setting', certainty: 'possible' });
    expect(remedies.map(({ id }) => id)).toContain('tell-limits');
  });

  it.each([
    'open /data/parcel-1: too many open files',
    'accept tcp [::]:8080: accept4: too many open files',
    'level=error msg="cannot write /data/parcel-1" err="too many open files"',
    "Error: EMFILE: too many open files, open '/data/parcel-1'",
    'level=error component=watcher msg="cannot write /data/parcel-1" err="too many open files"',
    'level=error component=watcher path=/data/parcel-1 msg="cannot write" err="too many open files"',
  ])('leaves the limit of the process, of which what it opened tells: %s', async (line) => {
    expect((await crashing(line)).primary?.cause).toBe('app-error-uncaught');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('ERROR write /data/1.seg: no space left on device');
    expect(primary?.cause).toBe('disk-full-or-evicted');
    expect(contributing.map((finding) => finding.cause)).not.toContain('node-kernel-setting');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});

describe('a sysctl that the pod asks for', () => {
  const refused = (message: string, component = 'kubelet', state = waiting('main', 'ContainerCreating')) =>
    diagnoseObjects([
      ...deployment(),
      podOf({ status: { containerStatuses: [state] } }),
      event(`Pod/${podName}`, 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${message}`, {
        count: 8,
        source: { component },
      }),
    ]);
  const runc =
    'rpc error: code = Unknown desc = failed to start sandbox "a1": failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init:';
  const none = 'open /proc/sys/net/ipv4/tcp_frobs: no such file or directory';

  it.each([
    [`${runc} ${none}: unknown`, 'kubelet', 'node-kernel-setting proven'],
    [`${runc} write sysctl key net.ipv4.tcp_frobs: ${none}: unknown`, 'kubelet', 'node-kernel-setting proven'],
    [
      'container create failed: open `/proc/sys/net/ipv4/tcp_frobs`: No such file or directory',
      'kubelet',
      'node-kernel-setting proven',
    ],
    [`${runc} ${none}: unknown`, '', 'node-kernel-setting likely'],
    // The plugin's own wish, and another answer of the kernel.
    [
      `failed to setup network for sandbox "a1": plugin type="hill" failed (add): ${none}`,
      'kubelet',
      'sandbox-creation-failed proven',
    ],
    [
      `${runc} open /proc/sys/net/ipv4/tcp_frobs: permission denied: unknown`,
      'kubelet',
      'sandbox-creation-failed proven',
    ],
  ])('%s of %s', async (message, component, expected) => {
    const diagnosis = await refused(message, component);
    expect(answerOf(diagnosis)).toBe(expected);
    const { primary } = diagnosis;
    expect(primary && plainHeadline(primary.headline)).toContain(
      expected.startsWith('node') ? 'net.ipv4.tcp_frobs' : '',
    );
  });
});

describe('the setting that a line is about', () => {
  it.each([
    [{ setting: 'vm.max_map_count' }, 'vm.max_map_count'],
    [{ message: 'number of inotify instances has been reached' }, 'fs.inotify.max_user_instances'],
    [{ message: 'file watchers reached' }, 'fs.inotify.max_user_watches'],
    [{ message: 'create watcher: too many open files' }, 'fs.inotify limits'],
    [{}, null],
  ])('%j', (captures, expected) => {
    expect(settingIn(captures as Record<string, string>)).toBe(expected);
  });
});
