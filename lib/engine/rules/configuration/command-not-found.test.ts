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
  terminated,
  waiting,
} from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { notFoundIn } from './not-found-in';

describe('command-not-found', () => {
  const refused = 'OCI runtime create failed: exec: "/srv/binn": stat /srv/binn: no such file or directory';

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

  it.each([
    'exec /app/entrypoint.sh: no such file or directory',
    'exec container process (missing dynamic library?) `/app/entrypoint.sh`: No such file or directory',
  ])('says of a file that was found that what runs it is not there: %s', async (line) => {
    const { primary, remedies } = await crashing(line, 127);
    expect(plainHeadline(primary?.headline ?? [])).toContain('/app/entrypoint.sh cannot be run');
    expect(primary?.claims[0]?.text).toContain('interpreter');
    expect(remedies[0]?.why).toContain('CR of Windows');
  });

  it.each([
    ["/usr/bin/env: 'bash\\r': No such file or directory", 'bash'],
    ['env: ‘python3\\r’: No such file or directory', 'python3'],
    ['/bin/sh: ./start.sh: /bin/bash^M: bad interpreter: No such file or directory', '/bin/bash'],
    ["start.sh: line 2: $'\\r': command not found", 'a command'],
  ])('sends whoever meets the CR of Windows to the line ends, not to the processor: %s', async (line, what) => {
    const { primary, contributing, remedies } = await crashing(line, 127);
    expect(primary?.cause).toBe('command-not-found');
    expect(plainHeadline(primary?.headline ?? [])).toMatch(`${what}`);
    expect(plainHeadline(primary?.headline ?? [])).toContain('CR of a Windows line end');
    expect(remedies[0]?.id).toBe('mend-line-ends');
    expect(contributing.map((finding) => finding.cause)).not.toContain('exec-format-error');
  });

  it('says nothing of line ends where the name has none', async () => {
    const { primary, remedies } = await crashing('/usr/bin/env: ‘fish’: No such file or directory', 127);
    expect(plainHeadline(primary?.headline ?? [])).not.toContain('Windows');
    expect(remedies.map(({ id }) => id)).not.toContain('mend-line-ends');
  });

  it('says the same where the runtime reports it', async () => {
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec /app/entrypoint.sh: no such file or directory';
    const lastState = terminated(128, 2, { message, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' });
    const { primary } = await diagnoseObjects([
      ...deployment(),
      podOf({
        status: {
          containerStatuses: [waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState })],
        },
      }),
    ]);
    expect(primary).toMatchObject({ cause: 'command-not-found', certainty: 'proven' });
    expect(primary?.claims[0]?.text).toContain('interpreter');
  });

  it.each([
    ['exec: "/opt/belt": is a directory: unknown', '/opt/belt is a directory'],
    ['the path `/opt/belt` is not a regular file: Invalid argument', '/opt/belt is not a regular file'],
    ['exec: "/opt/belt": stat /opt/belt: no such file or directory: unknown', '/opt/belt is not there'],
  ])('tells a directory from what is not there: %s', async (words, says) => {
    const message = `failed to create containerd task: OCI runtime create failed: runc create failed: unable to start container process: ${words}`;
    const lastState = terminated(128, 2, { message, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' });
    const state = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState });
    const { primary } = await diagnoseObjects([...deployment(), podOf({ status: { containerStatuses: [state] } })]);
    expect(primary).toMatchObject({ cause: 'command-not-found', certainty: 'proven' });
    expect(plainHeadline(primary?.headline ?? [])).toBe(`Container main cannot start: ${says}`);
  });

  it('is not what a runtime answers to a program that starts containers of its own', async () => {
    const { primary } = await crashing(
      'docker: Error response from daemon: failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: exec: "lint": executable file not found in $PATH',
    );
    expect(primary?.cause).not.toBe('command-not-found');
  });

  it('is read where the kubelet asked Docker itself, and the state says no more than that it failed', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'RunContainerError')] } }),
      event(
        `Pod/${podName}`,
        'Failed',
        'Failed to start container with docker id 0f3a9c1be7d2 with error: API error (500): Cannot start container 0f3a9c1be7d2: [8] System error: exec: "servee": executable file not found in $PATH',
        { source: { component: 'kubelet' } },
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('command-not-found proven');
  });

  it('is not what another than the kubelet says of it', async () => {
    const failed = (component: string) => [
      ...deployment(),
      podOf({ status: { phase: '', conditions: [] } }),
      event(`Pod/${podName}`, 'Failed', `Error: ${refused}`, { source: { component } }),
    ];
    expect(answerOf(await diagnoseObjects(failed('kubelet')))).toBe('command-not-found likely');
    expect(answerOf(await diagnoseObjects(failed('ci-runner')))).not.toContain('command-not-found');
  });

  it('is possible by the exit code of a shell alone', async () => {
    const { primary } = await crashing(null, 127);
    expect(primary).toMatchObject({ cause: 'command-not-found', certainty: 'possible' });
    expect(primary?.claims[0]?.text).toContain('exit code 127');
  });

  const atOnce = { startedAt: ago(2), finishedAt: ago(2) };
  it.each([
    ['command-not-found proven', refused, { reason: 'StartError', startedAt: '1970-01-01T00:00:00Z', exitCode: 128 }],
    // Under a reason that says nothing a program may have written it: the runs of one that starts containers last.
    ['command-not-found likely', refused, atOnce],
    ['app-error-uncaught likely', refused, {}],
    ['command-not-found possible', 'the exec: "/srv/binn": not found says my shop', atOnce],
  ])('is %s by what stands where the last message stands: %s %o', async (answer, message, more) => {
    const lastState = terminated(127, 2, { message, ...more });
    const objects = [
      ...deployment(),
      podOf({
        status: {
          containerStatuses: [waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState })],
        },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });

  it('takes words of a runtime for the program’s own where the kubelet says that it was started', async () => {
    const lastState = terminated(127, 2, { message: refused, ...atOnce });
    const objects = (startedAt: string) => [
      ...deployment(),
      podOf({
        status: {
          containerStatuses: [waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState })],
        },
      }),
      event(`Pod/${podName}`, 'Started', 'Started container main', {
        type: 'Normal',
        source: { component: 'kubelet' },
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
        lastTimestamp: startedAt,
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects(ago(2))))).toBe('app-error-uncaught likely');
    expect(answerOf(await diagnoseObjects(objects(ago(9))))).toBe('command-not-found likely');
  });

  it('tells by the exit code whether a shell missed a command or a file that it reads', async () => {
    const said = '/opt/start: line 12: /opt/tools/fill: No such file or directory';
    const { primary } = await crashing(said, 127);
    expect(primary).toMatchObject({ cause: 'command-not-found', certainty: 'likely' });
    expect(primary && plainHeadline(primary.headline)).toContain('/opt/tools/fill is not there');
    expect((await crashing(said, 1)).primary?.cause).toBe('app-error-uncaught');
  });

  it.each([
    '/opt/start: line 3: /opt/fill: cannot execute: required file not found',
    '/opt/start: /opt/fill: /usr/bin/fish: bad interpreter: No such file or directory',
  ])('names the file whose interpreter is not there: %s', async (said) => {
    const { primary } = await crashing(said, 126);
    expect(primary?.cause).toBe('command-not-found');
    expect(primary && plainHeadline(primary.headline)).toContain('/opt/fill cannot be run: its interpreter');
  });

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
