import { describe, expect, it } from 'vitest';
import { decide, digest } from './testing';
import { outlived } from './went-on';

const thrown = `Traceback (most recent call last):
  File "/app/run.py", line 31, in <module>
    main()
RuntimeError: cannot decode frame
`;

describe('an error that work followed', () => {
  it.each([
    'ERROR db: connection refused\nINFO db: connected\n',
    'ERROR remote host db1 reports: No space left on device\nINFO alert sent\n',
    'GET /health 503 {"db":"connection refused"}\n',
    'http: TLS handshake error from 10.1.1.1:5000: remote error: tls: bad certificate\n',
  ])('does not explain the exception that ended the program: %s', (before) => {
    expect(decide(before + thrown)).toMatchObject({ cause: 'app-error-uncaught' });
  });

  it('explains it where only waiting and closing followed', () => {
    const text = `ERROR db: connection refused\nINFO closing the log\n${thrown}`;
    expect(decide(text)).toMatchObject({ cause: 'dependency-unreachable' });
  });

  it('is no part of the trace of another thread that ends the program', () => {
    const text =
      'WARN no spans: java.net.UnknownHostException: jaeger-agent\nINFO Started Cart in 3.2 s\nException in thread "main" java.lang.IllegalStateException: ledger out of balance\n\tat a.B.c(B.java:3)\n';
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught' });
  });
});

describe('an error that is expected', () => {
  it.each([
    'test_refused PASSED  # dial tcp 10.0.0.9:5432: connection refused expected',
    'ok 3 - got expected error: dial tcp 10.0.0.9:5432: connection refused',
    'ok 4 - throws if DATABASE_URL is not set',
    '  ✓ throws if DATABASE_URL is not set (2 ms)',
    'dial tcp 10.0.0.9:5432: connection refused, as expected',
  ])('explains no end: %s', (line) => {
    expect(decide(`${line}\n`)).toBe(null);
    expect(decide(`${line}\ntest_sum FAILED\nE       assert 3 == 4\n1 failed\n`)?.cause).toBe('app-error-uncaught');
  });

  it.each(['✗ DATABASE_URL is not set', 'not ok 4 - DATABASE_URL is not set', '--- FAIL: DATABASE_URL is not set'])(
    'is none where the mark is of a failure: %s',
    (line) => {
      expect(decide(`${line}\n`)?.cause).toBe('missing-env-var');
    },
  );

  it('is none where another was expected', () => {
    expect(decide('dial tcp 10.0.0.9:5432: connection refused, expected an answer\n')?.cause).toBe(
      'dependency-unreachable',
    );
  });
});

describe('words of another', () => {
  it('are those within quotation marks of a line that complains of nothing', () => {
    const text = 'FAQ: if you see "exec format error" build the image for arm64\nError: unknown flag: --foo\n';
    expect(decide(text)).toMatchObject({ cause: 'config-invalid', captures: { flag: '--foo' } });
    expect(decide('INFO upload "report: Segmentation fault (core dumped)" saved\n')).toBe(null);
  });

  it('are those of a body that it passes on, whatever its fields are called', () => {
    const body = '{"error":"getaddrinfo ENOTFOUND db.local","stack":"Error: connect ECONNREFUSED 10.0.0.9:5432"}';
    expect(decide(`INFO POST /v1/report 200 body=${body}\nINFO shutting down worker\n`)).toBe(null);
    // What it complains of itself, it quotes as its reason.
    expect(decide(`ERROR POST /v1/report failed body=${body}\n`)?.cause).toBe('dns-failure');
  });

  it('are its own in a field for them', () => {
    expect(decide('starting\n  reason: "getaddrinfo ENOTFOUND db.shop.svc"\n')?.cause).toBe('dns-failure');
  });
});

describe('an error after which the program did its work, and ended without a word', () => {
  const refused = '2026-11-20 11:57:50 ERROR broker: dial tcp 10.0.0.7:9092: connect: connection refused\n';
  const served = '2026-11-20 11:58:00 INFO GET /cart 200\n2026-11-20 11:58:10 INFO GET /cart 200\n';
  const batch = (at: string) => `{"level":"info","ts":"2026-11-20T11:${at}Z","msg":"processed batch","n":500}\n`;
  const trace = `[2026-11-20 11:57:50,000: ERROR/ForkPoolWorker-1] Task shop.fetch[a] raised unexpected: ConnectionRefusedError(111)
Traceback (most recent call last):
  File "/usr/lib/python3/celery/app/trace.py", line 477, in trace_task
    R = retval = fun(*args, **kwargs)
ConnectionRefusedError: [Errno 111] Connection refused
`;
  const task = (at: string) =>
    `[2026-11-20 11:58:${at},000: INFO/ForkPoolWorker-2] Task shop.mail[d] succeeded in 0.2s: None\n`;

  it.each([
    ['requests', refused + served],
    ['messages', refused + batch('57:58') + batch('58:10')],
    ['its tasks, behind a trace', trace + task('00') + task('09')],
    ['work without a time', `ERROR dial tcp 10.0.0.7:9092: connection refused\n${'INFO order sent\n'.repeat(3)}`],
    [
      'what it does without',
      'ERROR open /var/cache/x: read-only file system\nINFO going on without cache\nINFO served 12 requests\n',
    ],
    [
      'any work, beside its telemetry',
      `${refused.replace('broker', 'traces export')}2026-11-20 11:58:19 INFO request served\n`,
    ],
  ])('is no reason of that end: %s', (_, text) => {
    expect(outlived(digest(text))).toBe(true);
  });

  it.each([
    ['it came again', refused + served + refused],
    ['something else was complained of', `${refused}${served}2026-11-20 11:58:11 WARN giving up\n`],
    ['all was said in a moment', refused + served.replace('11:58:10', '11:58:01')],
    ['only probes were answered', refused + served.replaceAll('/cart', '/healthz')],
    [
      'it only told what it is',
      `${refused}2026-11-20 11:58:00 INFO version 4.2\n2026-11-20 11:58:10 INFO profile prod\n`,
    ],
    ['requests failed', refused + served.replaceAll(' 200', ' 502 231')],
    ['it was said once', `${refused}2026-11-20 11:58:00 INFO order sent\n`],
  ])('may be its reason where %s', (_, text) => {
    expect(outlived(digest(text))).toBe(false);
  });

  it('is one where the program calls it fatal', () => {
    expect(outlived(digest(refused.replace('ERROR', 'FATAL') + served))).toBe(false);
  });
});
