import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';
import { crashing } from '../../testing/crashing';

/** It crashes, and its root file system may be written or not. */
const onRoot = (readOnlyRootFilesystem: boolean) => [
  ...deployment(),
  podOf({
    container: { securityContext: { readOnlyRootFilesystem } },
    status: {
      phase: 'Running',
      containerStatuses: [
        waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) }),
      ],
    },
  }),
];

describe('read-only-filesystem', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('ERROR open /srv/journal.log: read-only file system', 1);
    expect(primary).toMatchObject({ cause: 'read-only-filesystem', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('/srv/journal.log');
  });

  it.each([
    ['/var/lib/app/state.db', '/var/lib/app'],
    ['/var/lib/app', '/var/lib/app'],
    ['/home/shop/.cache', '/home/shop/.cache'],
    ['/state.db', 'the directory that it writes to'],
  ])('mounts a volume on a directory: %s', async (path, at) => {
    const { remedies } = await crashing(`ERROR open ${path}: read-only file system`, 1);
    const titles = remedies.map(({ title }) => title);
    expect(titles).toContain(`Mount something writable at ${at}`);
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('ERROR open /srv/journal.log: permission denied');
    expect(primary?.cause).toBe('permission-denied');
    expect(contributing.map((finding) => finding.cause)).not.toContain('read-only-filesystem');
  });

  it.each([
    ['read-only-filesystem', true, '/srv'],
    ['app-error-uncaught', true, '/home'],
    ['read-only-filesystem', true, '/home/sho'],
    ['app-error-uncaught', false, '/srv'],
  ])(
    'is %s for a directory that Node.js cannot make, read-only %s, with a volume at %s',
    async (cause, readOnly, at) => {
      const objects = [
        ...deployment(),
        podOf({
          container: {
            securityContext: { readOnlyRootFilesystem: readOnly },
            volumeMounts: [{ name: 'data', mountPath: at }],
          },
          status: {
            phase: 'Running',
            containerStatuses: [
              waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) }),
            ],
          },
        }),
      ];
      const log = "starting\nError: ENOENT: no such file or directory, mkdir '/home/shop/.cache'\n";
      const { primary } = await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous: log } } });
      expect(primary?.cause).toBe(cause);
      if (readOnly && at === '/srv')
        expect(JSON.stringify(primary?.claims)).toContain('its root file system is read-only');
    },
  );

  it.each([
    ['read-only-filesystem', true],
    ['permission-denied', false],
  ])('is %s for a directory that could not be made, no reason given, read-only %s', async (cause, readOnly) => {
    const objects = onRoot(readOnly);
    const log = 'starting\nIOError: could not create directory: /home/shop/.cache\n';
    const { primary, contributing } = await diagnoseObjects(objects, {
      logs: { [`${podName}/main`]: { previous: log } },
    });
    expect([primary?.cause, ...contributing.map((finding) => finding.cause)]).toEqual([cause]);
    expect(JSON.stringify(primary?.claims)).toContain('/home/shop/.cache');
    expect(JSON.stringify(primary)).not.toContain('the kernel refused');
  });

  it.each([
    ['read-only-filesystem', true],
    ['app-error-uncaught', false],
  ])('is %s where .NET only says that its runtime was not made, read-only %s', async (cause, readOnly) => {
    const log = 'Failed to create CoreCLR, HRESULT: 0x80004005\n';
    const { primary } = await diagnoseObjects(onRoot(readOnly), { logs: { [`${podName}/main`]: { previous: log } } });
    expect(primary?.cause).toBe(cause);
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
