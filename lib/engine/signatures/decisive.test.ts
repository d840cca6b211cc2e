import { describe, expect, it } from 'vitest';
import { findDecisive, lastLine } from './decisive';
import { decide, digest } from './testing';

const many = (line: string, count: number): string => `${line}\n`.repeat(count);
const access = '10.244.1.1 - - [21/Nov/2026:08:43:35 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.34"';

describe('which line explains the end', () => {
  it('is the first line of a server that prints its usage and exits', () => {
    const text = `Error: unknown flag: --metrics-adress
Usage:
  manager [flags]

Flags:
${many('      --kubeconfig string   path to a kubeconfig, not set by default, required when error', 100)}
unknown flag: --metrics-adress
`;
    expect(decide(text)).toMatchObject({ cause: 'config-invalid', line: 1, captures: { flag: '--metrics-adress' } });
  });

  it('is what a program complained of after it had read its flags as far as it could', () => {
    const text = `flag provided but not defined: -v
Usage of tls:
  -tls-cert-file string
I0112 12:29:59.8 1 round_trippers.go:438] GET https://10.0.0.1:443/api/v1/namespaces/shop/configmaps/prices 403 Forbidden in 11 milliseconds`;
    expect(decide(text)).toMatchObject({
      cause: 'rbac-forbidden',
      captures: { resource: 'v1/namespaces/shop/configmaps/prices' },
    });
  });

  it('is the panic and not the retries that were overcome before', () => {
    const text = `${many('{"level":"warn","msg":"dial tcp 10.0.0.7:5432: connect: connection refused, retrying"}', 5)}
{"level":"info","msg":"connected to postgres"}
{"level":"info","msg":"listening on :8080"}
${many(access, 200)}panic: assignment to entry in nil map

goroutine 20 [running]:
main.work()
\t/src/jobs.go:19 +0xea
`;
    expect(decide(text)).toMatchObject({
      cause: 'app-error-uncaught',
      captures: { message: 'assignment to entry in nil map' },
    });
  });

  it('is the one that names the path, in a chain or before a bare word', () => {
    const chain = `System.UnauthorizedAccessException: Access to the path '/srv/queue' is denied.
 ---> System.IO.IOException: Operation not permitted
   --- End of inner exception stack trace ---
   at Parcel.Queue.Open(String path)
`;
    expect(decide(chain)).toMatchObject({ cause: 'permission-denied', captures: { path: '/srv/queue' } });
    const bare = `mkdir: cannot create directory '/srv/queue': Permission denied
FATAL cannot start: permission denied
`;
    expect(decide(bare)).toMatchObject({ cause: 'permission-denied', captures: { path: '/srv/queue' } });
  });

  it('is what a failed validation of migrations found', () => {
    const text = `ERROR (main) Failed to start application: org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation
Migration checksum mismatch for migration version 7
-> Applied to database : -762
at org.flywaydb.core.Flyway.migrate(Flyway.java:128)
`;
    expect(decide(text)).toMatchObject({ cause: 'db-migration-failing', captures: { version: '7' } });
  });

  it('is the one that names the lease', () => {
    const text = `E0509 20:41:15.700411 1 leaderelection.go:361] Failed to update lock: Put "https://10.96.0.1:443/apis/coordination.k8s.io/v1/namespaces/parcel/leases/sorter": context deadline exceeded
I0509 20:41:15.700610 1 leaderelection.go:278] failed to renew lease parcel/sorter: timed out waiting for the condition
F0509 20:41:15.700682 1 leader_election.go:209] stopped leading
`;
    expect(decide(text)).toMatchObject({
      cause: 'leader-election-lost',
      line: 2,
      captures: { lease: 'parcel/sorter' },
    });
  });

  it('is a lease that was not renewed, though its line is cut in the middle of why', () => {
    const text =
      'E0509 20:41:15.700411 1 leaderelection.go:361] Failed to update lock: Put "https://10.96.0.1:443/apis/coordination.k8s.io/v1/namespaces/parcel/leases/sorter": context deadl\n';
    expect(decide(text)?.cause).toBe('leader-election-lost');
  });

  it('is an error that stands just before an exit without a reason of its own', () => {
    const text = `starting
ERROR cannot open store: open /data/store.db: permission denied
panic: startup failed

goroutine 1 [running]:
main.main()
\t/src/main.go:12 +0x1d
`;
    expect(decide(text)).toMatchObject({ cause: 'permission-denied', captures: { path: '/data/store.db' } });
  });

  it('is a bug even where an error was logged before it', () => {
    const text = `ERROR metrics push failed: dial tcp 10.0.0.9:9091: connect: connection refused
panic: runtime error: index out of range [3] with length 3

goroutine 1 [running]:
main.main()
\t/src/main.go:12 +0x1d
`;
    expect(decide(text)?.cause).toBe('app-error-uncaught');
  });

  it('is the migration that an exception ended, where what ran it says so', () => {
    const trace =
      'Traceback (most recent call last):\n  File "revision.py", line 245, in _map\n    x = map_[rev]\nKeyError: \'a19\'\n';
    expect(decide(`${trace}Migration failed: alembic upgrade head command failed\n`)?.cause).toBe(
      'db-migration-failing',
    );
    expect(decide(trace)?.cause).toBe('app-error-uncaught');
  });

  it.each([
    ['before the trace', 'Migration failed: alembic upgrade head command failed\nretry\n', '', 0],
    ['four lines behind it', '', 'Migration failed: alembic upgrade head command failed\n', 3],
    ['five lines behind it', '', 'Migration failed: alembic upgrade head command failed\n', 4],
  ])('is the migration only where what ran it says so just behind the trace: %s', (where, before, after, between) => {
    const trace = 'Traceback (most recent call last):\n  File "revision.py", line 245, in _map\nKeyError: \'a19\'\n';
    const text = `${before}${trace}${many('closing a connection of the pool', between)}${after}`;
    expect(decide(text)?.cause).toBe(where === 'four lines behind it' ? 'db-migration-failing' : 'app-error-uncaught');
  });

  it('is the last error of those that were retried', () => {
    const text = `${many('time=2026-11-21T08:43:42.347Z level=WARN msg="db not ready" err="dial tcp: lookup db: no such host"', 3)}${many(
      'time=2026-11-21T08:43:44.347Z level=WARN msg="db not ready" err="dial tcp 10.0.0.7:5432: connect: connection refused"',
      3,
    )}time=2026-11-21T08:43:49.347Z level=ERROR msg="giving up" err="pq: password authentication failed for user \\"shop\\""
`;
    expect(decide(text)).toMatchObject({ cause: 'config-invalid', captures: { user: 'shop' } });
  });

  it('is a failing connection, of the kind that was seen last', () => {
    const text = `ERROR db: dial tcp: lookup db on 10.96.0.10:53: no such host
ERROR db: dial tcp 10.0.0.7:5432: connect: connection refused
ERROR db: dial tcp 10.0.0.7:5432: connect: connection refused
`;
    expect(decide(text)).toMatchObject({ cause: 'dependency-unreachable', line: 2 });
  });

  it('is never a wrapper that says how its child ended', () => {
    for (const tail of [
      "[INFO  tini (1)] Main child exited normally (with status '1')",
      '2024-01-12 12:29:59,483 INFO exited: web (exit status 1; not expected)\n2024-01-12 12:30:05,483 INFO gave up: web entered FATAL state, too many start retries too quickly',
      '[dumb-init] A child with PID 7 exited with exit status 1.\n[dumb-init] Forwarded signal 15 to children.\n[dumb-init] Child exited with status 1. Goodbye.',
      'npm ERR! code ELIFECYCLE\nnpm ERR! errno 1\nnpm ERR! shop@1.0.0 start: `node server.js`\nnpm ERR! Exit status 1',
      'error Command failed with exit code 1.\ninfo Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command.',
      's6-supervise web: warning: finish script lifetime reached maximum value\n[cmd] /app/run exited 1',
    ]) {
      expect(decide(`JWT_SECRET is not set\n${tail}\n`)).toMatchObject({
        cause: 'missing-env-var',
        captures: { variable: 'JWT_SECRET' },
      });
    }
  });

  it('is what a child says before the wrapper of a killed worker', () => {
    const text = `[2024-01-12 12:29:59 +0000] [1] [INFO] Starting gunicorn 21.2.0
[2024-01-12 12:29:59 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)
[2024-01-12 12:31:59 +0000] [1] [ERROR] Worker (pid:23) was sent SIGKILL! Perhaps out of memory?
`;
    expect(decide(text)).toMatchObject({ cause: 'oom-child-process', captures: { pid: '23' } });
  });

  it('stands although a master listens, for its workers have yet to load the application', () => {
    const text = `PermissionError: [Errno 13] Permission denied: '/srv/shop/sessions'
[2024-01-12 12:29:59 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)
[2024-01-12 12:29:59 +0000] [7] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/usr/lib/python3/site-packages/gunicorn/arbiter.py", line 609, in spawn_worker
`;
    expect(decide(text)).toMatchObject({ cause: 'permission-denied', captures: { path: '/srv/shop/sessions' } });
    expect(decide(text.replace(' (1)', ''))?.cause).toBe('app-error-uncaught');
  });

  it('is Killed where a shell says so', () => {
    const text = `rendering queue invoices-eu
/entrypoint.sh: line 14:    23 Killed                  python render.py
`;
    expect(decide(text)).toMatchObject({ cause: 'oom-child-process', captures: { command: 'python render.py' } });
  });

  it('is nothing where a program was asked to stop and said that connections broke', () => {
    const text = `listening on :8080
received SIGTERM, draining connections
ERROR read tcp 10.1.0.7:41234->10.96.0.1:443: read: connection reset by peer
ERROR http: Server closed
`;
    expect(decide(text)).toBe(null);
  });

  it('is a right that was missing after a stop: no stop brings that about', () => {
    const text = `listening on :8080
received SIGTERM, draining connections
ERROR copy /srv/worker.js: permission denied
`;
    expect(decide(text)?.cause).toBe('permission-denied');
  });

  it('is what a part said for which its supervisor gave up, though other parts came up', () => {
    const part = '[shop] Invalid configuration: colour "loud"';
    const up = 's6-rc: info: service web successfully started\nlistening on :8080\n';
    const gaveUp = 's6-rc: warning: unable to start service shop: command exited 1';
    expect(decide(`${part}\n${gaveUp}\n${up}`)?.cause).toBe('config-invalid');
    expect(decide(`${part}\n${up}`)).toBe(null);
  });

  it('is nothing where it ran well and ended without a word', () => {
    expect(decide(`listening on :8080\n${many(access, 50)}`)).toBe(null);
    expect(decide('')).toBe(null);
    expect(decide('\n\n')).toBe(null);
  });

  it('is a failure it was still retrying when it ended', () => {
    const text = `starting\n${many('connection to kafka:9092 refused, retrying in 5s', 40)}`;
    expect(decide(text)).toMatchObject({ cause: 'dependency-unreachable', captures: { host: 'kafka', port: '9092' } });
  });

  it('is not an error that was survived long before the end', () => {
    const text = `ERROR cache: dial tcp 10.0.0.9:6379: connect: connection refused\n${many('INFO request served', 500)}`;
    expect(decide(text)).toBe(null);
  });

  it('is what the reader of an init container waits for', () => {
    expect(decide(many('waiting for postgres:5432...', 30))).toMatchObject({
      cause: 'dependency-unreachable',
      captures: { host: 'postgres', port: '5432' },
    });
  });

  it.each([
    ['INFO', 'ERROR the ledger is out of balance'],
    ['INFO', 'FATAL the ledger is out of balance'],
    ['INFO', 'panic: the ledger is out of balance'],
    ['DEBUG', 'ERROR the ledger is out of balance'],
  ])('is not what it quotes as %s before an error of its own: %s', (level, own) => {
    for (const quoted of [
      'the peer said: open /data/x: permission denied',
      'the peer said: panic: concurrent map writes',
      'the peer said: JWT_SECRET environment variable is required but not set',
      'the peer said: Fatal Python error: Segmentation fault',
    ]) {
      const text = `INFO starting\n${level} ${quoted}\n${own}\n`;
      expect(decide(text), quoted).toMatchObject({ cause: 'app-error-uncaught', line: 3 });
    }
  });

  it.each([
    ['INFO', 'info', 'permission-denied'],
    ['WARN', 'warn', 'permission-denied'],
    ['ERROR', undefined, 'permission-denied'],
  ])('keeps the level of what is called less than an error: %s', (word, level, cause) => {
    const found = findDecisive([digest(`INFO starting\n${word} open /data/x: permission denied\n`)]);
    expect([found?.hit.cause, found?.hit.level]).toEqual([cause, level]);
    const json = `{"level":"${word.toLowerCase()}","msg":"open /data/x: permission denied"}\n`;
    expect(findDecisive([digest(json)])?.hit.level).toBe(level);
  });

  it('looks behind the words of a wrapper of errors', () => {
    const text = `ERROR migration failed
ERROR dial tcp 10.0.0.7:5432: connect: connection refused
`;
    expect(decide(text)?.cause).toBe('dependency-unreachable');
    const config = `Failed to load config: invalid configuration
open /etc/app/config.yaml: permission denied
`;
    expect(decide(config)?.cause).toBe('permission-denied');
  });

  it.each([
    ['ten lines', 9, 'permission-denied'],
    ['eleven lines', 10, 'config-invalid'],
  ])('looks so far before the words of a wrapper, and no further: %s', (_, between, cause) => {
    const text = `open /etc/app/prices.yaml: permission denied\n${many('INFO read a price list', between)}`;
    expect(decide(`${text}panic: failed to load configuration\n`)?.cause).toBe(cause);
  });

  it('stands between interleaved lines of other threads', () => {
    const text = `Exception in thread "main" java.lang.IllegalStateException: no handler
\tat com.example.Main.start(Main.java:4)
INFO  [pool-1] heartbeat sent
\tat com.example.Main.main(Main.java:9)
Caused by: java.net.UnknownHostException: kafka
\tat java.base/java.net.InetAddress.getAllByName(InetAddress.java:1)
`;
    expect(decide(text)).toMatchObject({ cause: 'dns-failure', captures: { host: 'kafka' } });
  });
});

describe('which run', () => {
  const refused = 'ERROR db: dial tcp 10.0.0.7:5432: connect: connection refused\n';
  it('is the dead one while the new one says nothing yet', () => {
    const found = findDecisive([
      digest('starting\nlistening on :8080\n', { instance: 'current', restartCount: 4 }),
      digest(`starting\n${refused}`, { instance: 'previous', restartCount: 3 }),
    ]);
    expect(found?.digest.instance).toBe('previous');
    expect(found?.hit.cause).toBe('dependency-unreachable');
  });

  it('is the service that did not hand out its settings, not the settings', () => {
    const said = 'ERROR http error: code 503, message no healthy upstream\n';
    expect(decide(`${said}panic: failed to load configuration\n`)?.cause).toBe('dependency-unreachable');
    expect(decide(`${said}panic: invalid configuration: colour\n`)?.cause).toBe('config-invalid');
  });

  it('is a database that does not answer, though the client asks whether the server is running', () => {
    const asked = 'Is the server running on that host and accepting TCP/IP connections?\n';
    const found = decide(
      `OperationalError: connection to server at "db", port 5432 failed: No route to host\n\t${asked}`,
    );
    expect(found?.cause).toBe('dependency-unreachable');
  });

  it('is a complaint at the very end in any words, unless it is tried again', () => {
    expect(decide('starting\nlaunch: Timeout 30000ms exceeded.\n')?.cause).toBe('app-error-uncaught');
    expect(decide('starting\nthe shelf does not exist\n')?.cause).toBe('app-error-uncaught');
    expect(decide('starting\nthe shelf does not exist, will retry in 5s\n')).toBe(null);
  });

  it('prefers what both runs say', () => {
    const found = findDecisive([
      digest(`${refused}ERROR JWT_SECRET is not set\n`, { instance: 'previous' }),
      digest('ERROR JWT_SECRET is not set\n', { instance: 'current', restartCount: 4 }),
    ]);
    expect(found?.hit.cause).toBe('missing-env-var');
  });

  it('prefers a fatal statement to the noise of a run that goes on', () => {
    const found = findDecisive([
      digest(refused, { instance: 'current', restartCount: 4 }),
      digest('FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership\n', { instance: 'previous' }),
    ]);
    expect(found?.hit.cause).toBe('permission-denied');
  });

  it('is none where no log was read', () => {
    expect(findDecisive([])).toBe(null);
  });
});

describe('lastLine', () => {
  it('is the handshake that a program tried until its time ran out', () => {
    const text = `${many('WARNING: cannot dial 10.0.0.7:2379: x509: certificate has expired or is not yet valid; will retry', 4)}[FATAL] shop exited with: context deadline exceeded
`;
    expect(decide(text)?.cause).toBe('tls-certificate-error');
  });

  it('is the refusal by the API for which a lease was lost, and the loss where the API was only slow', () => {
    const lost =
      'E0112 12:30:09.483 1 leaderelection.go:340] error retrieving resource lock shop/cart: context deadline exceeded\nF0112 12:30:19.483 1 main.go:88] leader election lost\n';
    const refused =
      'E0112 12:29:59.483 1 auth.go:63] no request passes: x509: certificate has expired or is not yet valid\n';
    expect(decide(refused + lost)?.cause).toBe('tls-certificate-error');
    expect(decide(lost)?.cause).toBe('leader-election-lost');
  });

  it('is whom a program could not reach in time, in whatever words, and not its own work that took too long', () => {
    const tried = [
      'failed reaching the ledger',
      'error dialing pricing gateway',
      'unable to contact stock-service:7443',
      'cannot reach broker 2',
    ];
    for (const words of tried) {
      const text = `level=warn msg="error in config stanza retries, using 3"\nlevel=fatal msg="${words}: context deadline exceeded"\n`;
      expect(decide(text)?.cause, words).toBe('dependency-unreachable');
    }
    expect(decide('level=fatal msg="error rendering page: context deadline exceeded"\n')?.cause).toBe(
      'app-error-uncaught',
    );
  });

  it.each([
    'WARN SENTRY_DSN is not set; Sentry disabled',
    'INFO SENTRY_DSN not set, skipping Sentry',
    'level=info msg="redis: connection refused, falling back to in-memory cache"',
    'WARN certificate has expired or is not yet valid, ignoring',
  ])('is not what the program does without: %s', (line) => {
    expect(decide(`INFO starting worker v1\n${line}\nINFO 3 batches processed\n`)).toBe(null);
    expect(decide(`INFO starting worker v1\n${line}\nFATAL giving up\n`)?.cause).toBe('app-error-uncaught');
  });

  it('is the missing setting that a program says as an error', () => {
    expect(decide('INFO starting worker v1\nERROR SENTRY_DSN is not set\n')?.cause).toBe('missing-env-var');
  });

  it('is no word of whoever asks a web server', () => {
    const asked = access.replace('kube-probe/1.34', 'Worker (pid:9) was sent SIGKILL! Perhaps out of memory?');
    expect(decide(`${asked}\n`)).toBe(null);
  });

  it.each([
    ['ten minutes', '09:10:00', 'dependency-unreachable'],
    ['more', '09:10:01', undefined],
  ])('is no error that a quiet program survived for %s', (_, at, cause) => {
    const error = '2026-11-21T09:00:00Z ERROR sync failed: dial tcp 10.0.0.7:5432: connect: connection refused';
    const read = digest(`${error}\n2026-11-21T${at}Z INFO sync done, 12 rows\n`, { timestamps: true });
    expect(findDecisive([read])?.hit.cause).toBe(cause);
  });

  it('skips blank lines at the end', () => {
    expect(lastLine(digest('one\ntwo\n\n  \n'))).toMatchObject({ n: 2, text: 'two' });
    expect(lastLine(digest(''))).toBe(null);
  });
});
