import { describe, expect, it } from 'vitest';
import { decide, digest } from './testing';

const at = (time: string, said: string) => `2026-11-20 ${time} UTC ${said}\n`;
const ready = at('11:48:20.150', '[1] LOG:  database system is ready to accept connections');
const full =
  at('11:58:17.900', '[88] PANIC:  could not write to file "pg_wal/xlogtemp.88": No space left on device') +
  at('11:58:17.910', '[1] LOG:  server process (PID 88) was terminated by signal 6: Aborted') +
  at('11:58:19.200', '[90] FATAL:  could not write to file "pg_wal/xlogtemp.90": No space left on device') +
  at('11:58:19.210', '[1] LOG:  startup process (PID 90) exited with exit code 1') +
  at('11:58:19.220', '[1] LOG:  database system is shut down');
const record = (severity: string, message: string) =>
  `${JSON.stringify({
    level: 'info',
    logger: 'postgres',
    msg: 'record',
    record: { process_id: '77', error_severity: severity, message, backend_type: 'client backend' },
  })}\n`;

describe('what a server of PostgreSQL logs of a client', () => {
  const refusals = [
    at('11:53:00.200', '[77] FATAL:  password authentication failed for user "bob"'),
    at('11:53:00.200', '[77] FATAL:  database "orders" does not exist'),
    at('11:53:00', '[77]: FATAL:  password authentication failed for user "bob"'),
    "31 [Note] [MY-010926] [Server] Access denied for user 'bob'@'10.244.1.9' (using password: YES)\n",
    "2026-11-20 11:53:00 31 [Warning] Access denied for user 'bob'@'10.244.1.9' (using password: YES)\n",
    at('11:53:00.200', '[77] bob@orders FATAL:  sorry, too many clients already'),
    at('11:53:00', '[77]: [1-1] user=bob,db=orders FATAL:  role "metrics" does not exist'),
    at('11:53:00.200', '[35] FATAL:  the database system is starting up'),
    at('11:53:00.200', '[77] ERROR:  relation "orders" does not exist at character 15'),
    at('11:53:00.200', '[77] ERROR:  permission denied for schema public'),
    record('FATAL', 'password authentication failed for user "bob"'),
    record('ERROR', 'relation "orders" does not exist'),
  ];

  it.each(refusals)('is not why the server ends: %s', (line) => {
    expect(decide(ready + line + full)).toMatchObject({ cause: 'disk-full-or-evicted' });
    expect(decide(ready + line)).toBe(null);
  });

  it('is no word on a backend that the kernel killed', () => {
    const killed = at('11:58:19.910', '[1] LOG:  server process (PID 88) was terminated by signal 9: Killed');
    expect(decide(ready + refusals.join('') + killed)).toMatchObject({ cause: 'oom-child-process' });
  });

  it.each([
    'psql: error: connection to server at "db" (10.0.0.7), port 5432 failed: FATAL:  password authentication failed for user "bob"\n',
    'psql: FATAL:  database "orders" does not exist\n',
    '2026-11-20 11:58:19,200 [7] ERROR: migrate: pq: FATAL:  password authentication failed for user "bob"\n',
    at('11:58:19.200', '[1] FATAL:  password authentication failed for user "bob"'),
    at('11:58:19', '[1]: FATAL:  password authentication failed for user "bob"'),
    "ERROR 1045 (28000): Access denied for user 'bob'@'10.244.1.9' (using password: YES)\n",
  ])('is its cause where a client says it, in the same container too: %s', (line) => {
    expect(decide(line)).toMatchObject({ cause: 'config-invalid' });
    expect(decide(ready + at('11:58:19.100', '[77] FATAL:  database "orders" does not exist') + line)).toMatchObject({
      cause: 'config-invalid',
    });
  });

  it('is about the server where it is of its files', () => {
    const line = at('11:53:00.200', '[77] ERROR:  could not extend file "base/16384/2608": No space left on device');
    expect(decide(ready + line)).toMatchObject({ cause: 'disk-full-or-evicted' });
    const start = at('11:53:00.200', '[90] FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership');
    expect(decide(start)).toMatchObject({ cause: 'permission-denied' });
  });
});

describe('what a server says of one request', () => {
  const handshake =
    '2026/11/20 03:10:40 http: TLS handshake error from 10.0.0.1:51234: remote error: tls: bad certificate\n';
  const upstream =
    '2026/11/20 03:10:42 [error] 29#29: *8 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.3, server: , request: "GET /pay HTTP/1.1", upstream: "http://10.96.3.4:80/pay"\n';

  it.each([handshake, upstream])('is not why it ends after words of its own: %s', (line) => {
    expect(decide(`${line}2026/11/20 03:10:43 stopping: the plan has 3 gaps\n`)).toBe(null);
    expect(decide(line.replace(/(?:remote error: tls: bad|connect\(\) failed).{1,20}/, 'EOF '))).toBe(null);
    expect(decide(`${line}2026/11/20 03:10:43 ERROR the plan failed\n`)).toMatchObject({ cause: 'app-error-uncaught' });
  });

  it.each([handshake, upstream])('is a guess where nothing else is said: %s', (line) => {
    expect(digest(`listening\n${line}`).hits.find(({ cause }) => cause !== null)).toMatchObject({ level: 'warn' });
    expect(decide(`${line}10.0.0.3 - - [20/Nov/2026:03:10:42 +0000] "GET /pay HTTP/1.1" 502 153\n`)).not.toBe(null);
  });

  it.each([
    'Get "https://till.shop:8443/": remote error: tls: bad certificate\n',
    '2026/11/20 03:10:42 [emerg] 1#1: host not found in upstream "till" in /etc/nginx/nginx.conf:9\n',
  ])('is its own where it is the one that calls, or that starts: %s', (line) => {
    const [hit] = digest(line).hits.filter(({ cause }) => cause !== null);
    expect(hit?.level).toBeUndefined();
    expect(decide(`${line}stopping\n`)).not.toBe(null);
  });
});
