import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { answerOf, deployment, diagnoseObjects, podOf, terminated, waiting } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { notFoundIn } from './command-not-found';

describe('command-not-found', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('/bin/sh: 1: gunzip-belt: not found', 127);
    expect(primary).toMatchObject({ cause: 'command-not-found', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('gunzip-belt');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing(
      '/app/x: error while loading shared libraries: libzbar.so.0: cannot open shared object file: No such file or directory',
    );
    expect(primary?.cause).toBe('runtime-library-missing');
    expect(contributing.map((finding) => finding.cause)).not.toContain('command-not-found');
  });

  it('is possible by the exit code of a shell alone', async () => {
    const { primary } = await crashing(null, 127);
    expect(primary).toMatchObject({ cause: 'command-not-found', certainty: 'possible' });
    expect(primary?.claims[0]?.text).toContain('exit code 127');
  });

  it.each([
    [
      'command-not-found proven',
      'OCI runtime create failed: exec: "/srv/binn": stat /srv/binn: no such file or directory',
    ],
    ['command-not-found possible', 'the exec: "/srv/binn": not found says my shop'],
  ])(
    'is %s by what stands where the last message stands, whatever reason the runtime gave',
    async (answer, message) => {
      const lastState = terminated(127, 2, { message });
      const objects = [
        ...deployment(),
        podOf({
          status: {
            containerStatuses: [waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState })],
          },
        }),
      ];
      expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
    },
  );

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});

describe('what the runtime did not find', () => {
  it.each([
    ['runc create failed: exec: "serve": executable file not found in $PATH: unknown', 'serve'],
    ['exec: "/x": stat /x: no such file or directory: unknown', '/x'],
    ['container create failed: executable file `/usr/bin/x` not found: No such file or directory', '/usr/bin/x'],
    ['Error response from daemon: No command specified: no command specified', null],
  ])('%s', (message, what) => {
    expect(notFoundIn(message)?.what).toBe(what);
  });
  it('says nothing of a helper of the runtime itself', () => {
    expect(
      notFoundIn(
        'failed to create container: get apparmor_parser version: exec: "apparmor_parser": executable file not found in $PATH',
      ),
    ).toBeUndefined();
    expect(
      notFoundIn('error running createRuntime hook #0: exec: "gpu-hook": executable file not found in $PATH'),
    ).toBeUndefined();
  });
  it('says nothing of a file without the execute bit', () => {
    expect(notFoundIn('exec: "/x": permission denied: unknown')).toBeUndefined();
  });
});
