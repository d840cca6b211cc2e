import { describe, expect, it } from 'vitest';
import { decide } from './testing';

describe('what a log is read as', () => {
  it('is a limit of threads, not of the heap, where no native thread can be made', () => {
    const text = `[0.412s][warning][os,thread] Failed to start thread "Unknown thread" with pthread_create failed (EAGAIN) for attributes: stacksize: 1024k, guardsize: 4k, detached.
Exception in thread "main" java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached
\tat java.base/java.lang.Thread.start0(Native Method)
`;
    expect(decide(text)).toMatchObject({
      cause: 'app-error-uncaught',
      quoted: expect.stringContaining('thread') as string,
    });
  });

  it('is the migration that rake ran, in the words of the database', () => {
    const text = `rake aborted!
ActiveRecord::StatementInvalid: PG::LockNotAvailable: ERROR:  canceling statement due to lock timeout
: ALTER TABLE orders ADD COLUMN x int
/app/db/migrate/20261101_add_x.rb:3:in \`change'
Tasks: TOP => db:migrate
`;
    expect(decide(text)).toMatchObject({
      cause: 'db-migration-failing',
      captures: { message: expect.stringContaining('PG::LockNotAvailable') as string },
    });
  });

  it('is the address that Node.js prints before the object of the error', () => {
    const text = `Error: connect ECONNREFUSED 10.96.12.4:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1595:16) {
  errno: -111,
  code: 'ECONNREFUSED',
  syscall: 'connect',
  address: '10.96.12.4',
  port: 5432
}
Could not connect to database, exiting
`;
    expect(decide(text)).toMatchObject({
      cause: 'dependency-unreachable',
      line: 1,
      captures: { host: '10.96.12.4:5432' },
    });
  });

  it('is the first name of a search list that nslookup tries', () => {
    const round = `Server:\t\t10.96.0.10
Address:\t10.96.0.10:53

** server can't find db.shop.svc.cluster.local: NXDOMAIN

** server can't find db.svc.cluster.local: NXDOMAIN

waiting for db
`;
    expect(decide(round.repeat(4))).toMatchObject({
      cause: 'dns-failure',
      captures: { host: 'db.shop.svc.cluster.local' },
    });
  });

  it('names a path without the full stop of its sentence', () => {
    const text = 'A server is already running. Check /app/tmp/pids/server.pid.\nExiting\n';
    expect(decide(text)).toMatchObject({ captures: { file: '/app/tmp/pids/server.pid' } });
  });

  it('is no kernel setting where only the version of the kernel is not found', () => {
    const text = 'Resolving Linux kernel version...\nCould not resolve Linux kernel version\n';
    expect(decide(text)?.cause).not.toBe('node-kernel-setting');
  });
});

describe('a stop for a reason that is named', () => {
  const line = (level: string, message: string) => `${JSON.stringify({ level, fields: { message } })}\n`;

  it.each(['ERROR', 'FATAL'])('is a complaint at level %s', (level) => {
    const said = 'Shutting down: task 3 failed: shelf N4 was marked as lost';
    expect(decide(`starting\n${line(level, said)}`)).toMatchObject({ cause: 'app-error-uncaught', line: 2 });
  });

  it.each([
    line('INFO', 'Shutting down: task 3 failed over to shelf N5'),
    line('ERROR', 'Shutting down: received SIGTERM, 2 failed requests'),
    line('ERROR', 'Shutting down server'),
    'Shutting down: no errors\n',
  ])('is a stop like any other where it is none: %s', (said) => {
    expect(decide(`starting\n${said}`)).toBe(null);
  });
});

describe('the API server of Kubernetes refuses a client in Python', () => {
  const refused = (url: string) => `Client error '403 Forbidden' for url '${url}'\n`;

  it.each([
    ['https://kubernetes.default.svc/api/v1/namespaces/shop/pods', { resource: 'pods', within: 'shop' }],
    ['https://10.96.0.1:443/apis/apps/v1/deployments', { resource: 'deployments' }],
  ])('what %s names', (url, captures) => {
    expect(decide(refused(url))).toMatchObject({ cause: 'rbac-forbidden', captures });
  });

  it('and no other API does', () => {
    expect(decide(refused('https://till.shop/api/v1/orders'))?.cause).not.toBe('rbac-forbidden');
  });
});
