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

  it('is a failure it was still retrying when it ended', () => {
    const text = `starting\n${many('connection to kafka:9092 refused, retrying in 5s', 40)}`;
    expect(decide(text)).toMatchObject({ cause: 'dependency-unreachable', captures: { host: 'kafka', port: '9092' } });
  });

  it('is what the reader of an init container waits for', () => {
    expect(decide(many('waiting for postgres:5432...', 30))).toMatchObject({
      cause: 'dependency-unreachable',
      captures: { host: 'postgres', port: '5432' },
    });
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
  it('skips blank lines at the end', () => {
    expect(lastLine(digest('one\ntwo\n\n  \n'))).toMatchObject({ n: 2, text: 'two' });
    expect(lastLine(digest(''))).toBe(null);
  });
});
