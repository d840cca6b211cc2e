import { describe, expect, it } from 'vitest';
import { crashing } from '../testing/crashing';

const panic = `panic: no plan

goroutine 1 [running]:
main.main()
\t/src/main.go:3 +0x1`;
const thrown = (message: string): string => `Traceback (most recent call last):
  File "/app/a.py", line 3, in <module>
    load()
${message}`;
const noPlan = thrown('ValueError: no plan');
const jq = '/entrypoint.sh: line 4: jq: command not found';

describe('what a script went on from', () => {
  it.each([
    ['a command that is not there', `${jq}\n${panic}`, 2],
    ['one behind the trace', `${noPlan}\n/entrypoint.sh: line 8: notify: command not found`, 1],
    ['a chown', `chown: changing ownership of '/data': Operation not permitted\n${noPlan}`, 1],
    ['a mkdir', `mkdir: cannot create directory '/var/log/app': Permission denied\nstarting\n${panic}`, 2],
    ['a touch', `touch: cannot touch '/tmp/x': Read-only file system\n${panic}`, 2],
    ['a sysctl', `sysctl: setting key "net.core.somaxconn": Read-only file system\n${panic}`, 2],
    [
      'a curl',
      `curl: (7) Failed to connect to localhost port 15021 after 0 ms: Couldn't connect to server\n${noPlan}`,
      1,
    ],
    ['what the program says that it does without', `SENTRY_DSN is not set, error reporting disabled\n${panic}`, 2],
    ['a default', `Environment variable CACHE_SIZE is not provided, using 64\n${panic}`, 2],
  ])('is not the cause of the end that the program names itself: %s', async (_, log, exitCode) => {
    expect((await crashing(log, exitCode)).primary).toMatchObject({ cause: 'app-error-uncaught', certainty: 'likely' });
  });

  const refused = "mkdir: cannot create directory '/var/log/app': Permission denied";
  it.each([
    ['it said nothing after it', jq, 1, 'command-not-found'],
    ['it ended as a shell does', `${noPlan}\n${jq}`, 127, 'command-not-found'],
    [
      'the end may not be run',
      `/entrypoint.sh: line 4: /app/run.sh: Permission denied\n${noPlan}`,
      126,
      'permission-denied',
    ],
    ['the end names it', `${jq}\n${thrown('RuntimeError: no jq for the plan')}`, 1, 'command-not-found'],
    ['the end is of a file', `${jq}\n${thrown('ParseFailed: file is empty')}`, 1, 'command-not-found'],
    ['the end names the path', `${refused}\n${thrown('StoreLost: /var/log/app')}`, 1, 'permission-denied'],
    [
      'the program may have asked the shell',
      `sh: 1: gs: not found\n${thrown('PlanLost: no pages')}`,
      1,
      'command-not-found',
    ],
    ['another failed step is behind the trace', `${noPlan}\n${refused}`, 1, 'permission-denied'],
    ['it ended with a bare word', `${jq}\nfatal: failed to start`, 1, 'command-not-found'],
  ])('may be it where %s', async (_, log, exitCode, cause) => {
    expect((await crashing(log, exitCode)).primary?.cause).toBe(cause);
  });
});
