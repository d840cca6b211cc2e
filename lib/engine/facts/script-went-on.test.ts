import { describe, expect, it } from 'vitest';
import { crashing } from '../testing/crashing';

const cowsay = '/entrypoint.sh: line 3: cowsay: command not found';
const noHost = 'Error: getaddrinfo ENOTFOUND belts.yard.svc';
const unset = 'Error: Missing required environment variable: BELT_SPEED';

describe('a step of the script that failed before the program named its own end', () => {
  it.each([
    ['a command that is not there', `${cowsay}\nstarting the belts\n${noHost}`, 'dns-failure'],
    [
      'one that a shell of its own missed',
      `sh: hg: not found\nrevision: none\nerror: invalid configuration: belts: [x]`,
      'config-invalid',
    ],
    ['a limit', `ulimit: open files: cannot modify limit: Operation not permitted\n${unset}`, 'missing-env-var'],
    [
      'a chown',
      `chown: /data/lost+found: Operation not permitted\n2026/05/10 11:58:47 lookup belts on 10.96.0.10:53: no such host`,
      'dns-failure',
    ],
    ['a folder', `mkdir: cannot create directory '/srv/.cache': Read-only file system\n${unset}`, 'missing-env-var'],
    ['a migration', `${cowsay}\nError: P3018`, 'db-migration-failing'],
    [
      'a heap that it went on without',
      "java.lang.OutOfMemoryError: Java heap space (while warming up, preload disabled)\nINFO preload skipped\nERROR Invalid value 'x' for property belt.speed: not a number",
      'config-invalid',
    ],
  ])('is not the cause: %s', async (_, log, cause) => {
    expect((await crashing(log)).primary?.cause).toBe(cause);
  });

  it.each([
    ['it makes the settings', `/entrypoint.sh: line 3: envsubst: command not found\n${unset}`, 1, 'command-not-found'],
    [
      'it sets up the schema',
      `/entrypoint.sh: line 3: alembic: command not found\npsycopg2.errors.UndefinedTable: relation "belts" does not exist`,
      1,
      'command-not-found',
    ],
    [
      'it should listen in the same container',
      `/entrypoint.sh: line 3: redis-server: command not found\nError: connect ECONNREFUSED 127.0.0.1:6379`,
      1,
      'command-not-found',
    ],
    [
      'the end names it',
      `mkdir: cannot create directory '/srv/belts': Permission denied\nerror: open config file /srv/belts/a.yaml: no such file or directory`,
      1,
      'permission-denied',
    ],
    [
      'the end is of a file beside it',
      `mkdir: cannot create directory '/srv/belts/tmp': Permission denied\nerror: open config file /srv/belts/a.yaml: no such file or directory`,
      1,
      'permission-denied',
    ],
    [
      'it is the file of the settings',
      `touch: cannot touch '/srv/app.env': Read-only file system\n${unset}`,
      1,
      'read-only-filesystem',
    ],
    ['the shell says by its code that it was last', `${noHost}\n${cowsay}`, 127, 'command-not-found'],
    ['a signal came between', `${cowsay}\nreceived SIGTERM, shutting down\n${noHost}`, 1, 'command-not-found'],
    ['nothing was said after it', cowsay, 1, 'command-not-found'],
  ])('may be it where %s', async (_, log, exitCode, cause) => {
    expect((await crashing(log, exitCode)).primary?.cause).toBe(cause);
  });
});
