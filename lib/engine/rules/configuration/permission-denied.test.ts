import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { refusedIn } from './permission-denied';

describe('permission-denied', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('FATAL listen tcp :80: bind: permission denied', 1);
    expect(primary).toMatchObject({ cause: 'permission-denied', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('listen on port 80');
  });

  it.each([
    ['error: failed switching to "shop": operation not permitted', 'change its user to shop'],
    ['su-exec: setgroups(1000): Operation not permitted', 'change its user'],
  ])('says that it may not change its user: %s', async (line, what) => {
    const { primary, remedies } = await crashing(line, 1);
    expect(primary && plainHeadline(primary.headline)).toBe(`Container app may not ${what}: operation not permitted`);
    expect(remedies.map(({ id }) => id)).toContain('start-as-user');
  });

  it.each([
    ['of the image', {}, 'chmod +x, COPY --chmod=755'],
    ['of a ConfigMap', { configMap: { name: 'scripts' } }, 'look for defaultMode: 0755'],
    ['of a volume that may be mounted with noexec', { emptyDir: {} }, 'chmod +x helps only where that is not mounted'],
  ])('says how a file %s can be run', async (_, source, advice) => {
    const isVolume = Object.keys(source).length > 0;
    const refused = 'runc create failed: unable to start container process: exec: "/scripts/run.sh": permission denied';
    const { primary, remedies } = await diagnoseObjects([
      ...deployment(),
      podOf({
        spec: { volumes: isVolume ? [{ name: 'scripts', ...source }] : [] },
        container: { volumeMounts: isVolume ? [{ name: 'scripts', mountPath: '/scripts' }] : [] },
        status: { containerStatuses: [waiting('main', 'RunContainerError', refused)] },
      }),
    ]);
    expect(primary?.cause).toBe('permission-denied');
    expect(remedies.find(({ id }) => id === 'make-executable')?.why).toContain(advice);
  });

  describe('where the runtime passes on what the kernel answered', () => {
    const never = { startedAt: '1970-01-01T00:00:00Z' };
    const started = async (reason: string, said: string, more: Record<string, unknown> = never) => {
      const message = `failed to create containerd task: OCI runtime create failed: runc create failed: ${said}: unknown`;
      const lastState = terminated(128, 2, { reason, message, ...more });
      const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
      return diagnoseObjects([...deployment(), podOf({ status: { containerStatuses: [main] } })]);
    };
    const own = 'unable to start container process: exec: "/app/run.sh": permission denied';
    const hook = 'error running hook #0: fork/exec /usr/bin/hook: permission denied';

    it.each([
      ['StartError', own, 'permission-denied proven'],
      ['ContainerCannotRun', own, 'permission-denied proven'],
      ['StartError', own.replace('permission denied', 'exec format error'), 'exec-format-error proven'],
      ['StartError', 'the path `/app/run.sh` exists but it is not executable', 'permission-denied proven'],
      ['StartError', 'the path `/app` is not a regular file', 'command-not-found proven'],
      ['StartError', hook, 'permission-denied likely'],
    ])('proves it of its own program: %s, %s', async (reason, said, expected) => {
      expect(answerOf(await started(reason, said))).toBe(expected);
    });

    it('proves nothing where the words stand in the place of a program’s own', async () => {
      expect(answerOf(await started('Error', own, { startedAt: ago(2), exitCode: 1 }))).not.toMatch(/proven$/);
    });

    it('sends nobody to a log that cannot exist', async () => {
      const { remedies } = await started('StartError', own);
      expect(remedies.map(({ id }) => id)).toEqual(['describe-pod', 'make-executable']);
    });
  });

  it.each([
    ['a claim', { persistentVolumeClaim: { claimName: 'data' } }, {}, /^Set fsGroup/],
    ['a hostPath', { hostPath: { path: '/srv/data' } }, {}, /^Volume data is \/srv\/data of the node.*or run it as/],
    [
      'a hostPath of a static pod',
      { hostPath: { path: '/srv/data' } },
      { 'kubernetes.io/config.mirror': 'x' },
      /fsGroup does nothing for a hostPath.*or in its file on the node/,
    ],
  ])('advises what helps on %s', async (_, source, annotations, advice) => {
    const pod = podOf({
      spec: { volumes: [{ name: 'data', ...source }] },
      container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      status: { containerStatuses: [waiting('main', 'CrashLoopBackOff', '', { lastState: terminated(1, 2) })] },
    });
    const logs = { [`${podName}/main`]: { previous: 'open /data/db: permission denied\n' } };
    const objects = [...deployment(), { ...pod, metadata: { ...pod.metadata, annotations } }];
    const { remedies } = await diagnoseObjects(objects, { logs });
    expect(remedies.find(({ id }) => id === 'fix-ownership')?.why).toMatch(advice);
  });

  it.each([
    ['ERROR open /srv/journal.log: permission denied', 'likely'],
    ['WARN open /srv/journal.log: permission denied', 'possible'],
    ['INFO open /srv/journal.log: permission denied', 'possible'],
    ['{"level":"info","msg":"the peer said: open /srv/journal.log: permission denied"}', 'possible'],
  ])('is a guess where the program calls it less than an error: %s', async (line, certainty) => {
    expect((await crashing(line)).primary).toMatchObject({ cause: 'permission-denied', certainty });
  });

  it('names no path where the line names none, and says where to look', async () => {
    const { primary, remedies } = await crashing('PermissionError: [Errno 13] Permission denied');
    expect(primary?.cause).toBe('permission-denied');
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container app is refused by the kernel: PermissionError: [Errno 13] Permission denied',
    );
    expect(remedies.map(({ id }) => id)).toEqual(['show-logs', 'find-refused']);
    expect(remedies[1]?.why).toContain('it has no volume');
  });

  it.each([
    [
      'FATAL:  data directory "/srv/pg" has invalid permissions\nDETAIL:  Permissions should be u=rwx (0700) or u=rwx,g=rx (0750).',
      '/srv/pg',
    ],
    ['[error] Cookie file /srv/.erlang.cookie must be accessible by owner only', '/srv/.erlang.cookie'],
    [
      'Permissions 0644 for \'/srv/host_key\' are too open.\nIt is required that your private key files are NOT accessible by others.\nUnable to load host key "/srv/host_key": bad permissions',
      '/srv/host_key',
    ],
  ])('tells of a file that is too open as the check of the program, and advises no fsGroup: %s', async (text, path) => {
    const { primary, remedies } = await crashing(text, 1);
    expect(primary && plainHeadline(primary.headline)).toBe(
      `Container app refuses ${path}: its permissions are too open`,
    );
    const claims = primary?.claims.map((claim) => claim.text).join(' ') ?? '';
    expect(claims).toContain('the kernel refused nothing');
    if (text.includes('\n')) expect(claims).toContain('What it wants: ');
    expect(remedies.map(({ id }) => id)).toEqual(['show-logs', 'close-file']);
    expect(remedies[1]?.why).toContain('An fsGroup would open it further.');
  });

  it.each([
    'Error: permission denied (403) from https://vault:8200',
    '{"level":"fatal","msg":"unable to read secret","error":"Error making API request.\\n\\nURL: GET https://vault:8200/v1/secret\\nCode: 403. Errors:\\n\\n* permission denied"}',
    'Error making API request.\n\nURL: GET https://vault:8200/v1/secret\nCode: 403. Errors:\n\n* permission denied',
    'rpc error: code = PermissionDenied desc = permission denied',
  ])('leaves the answer of a service to config-invalid: %s', async (text) => {
    const { primary } = await crashing(text, 1);
    expect(primary?.cause).toBe('config-invalid');
    expect(primary && plainHeadline(primary.headline)).toMatch(/403|PermissionDenied/);
  });

  it('tells a wrong owner from a wrong mode, and quotes what the program wants', async () => {
    const { primary, remedies } = await crashing(
      'FATAL:  data directory "/var/lib/pg" has wrong ownership\nHINT:  The server must be started by the user that owns the data directory.',
    );
    expect(primary && plainHeadline(primary.headline)).toContain('refuses /var/lib/pg: it belongs to another user');
    const wanted = primary?.claims.find(({ text }) => text.startsWith('What it wants'));
    expect(JSON.stringify(wanted)).toContain('must be started by the user');
    expect(remedies.map(({ id }) => id)).toContain('own-file');
    expect(remedies.map(({ id }) => id)).not.toContain('fix-ownership');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('ERROR open /srv/journal.log: read-only file system');
    expect(primary?.cause).toBe('read-only-filesystem');
    expect(contributing.map((finding) => finding.cause)).not.toContain('permission-denied');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});

describe('what was refused', () => {
  it.each([
    [
      { path: '/data/x', operation: 'open' },
      { verb: 'open', what: '/data/x' },
    ],
    [
      { address: '', port: '80' },
      { verb: 'listen on', what: 'port 80' },
    ],
    [{ address: '' }, null],
  ])('%j', (captures, expected) => {
    expect(refusedIn(captures as Record<string, string>)).toEqual(expected);
  });
});
