import { describe, expect, it } from 'vitest';
import { readStatement } from './structured';

describe('readStatement', () => {
  it.each([
    [
      'klog error',
      'E1218 10:39:50.481923       1 mysql.go:62] Ping to Katib db failed',
      'error',
      'Ping to Katib db failed',
    ],
    ['CockroachDB', 'F200609 09:23:56.697073 1 cli/start.go:481  node is terminating', 'fatal', 'node is terminating'],
    [
      'CockroachDB 20.2',
      'E210102 09:23:56.697073 12 1@server/node.go:48 ⋮ [n1,s2] store is gone',
      'error',
      'store is gone',
    ],
    ['klog fatal', 'F0112 12:29:59.483357       1 main.go:57] error: no directory', 'fatal', 'error: no directory'],
    [
      'slog JSON',
      '{"time":"2026-11-21T08:43:26Z","level":"ERROR","msg":"missing DATABASE_URL"}',
      'error',
      'missing DATABASE_URL',
    ],
    ['pino', '{"level":60,"time":1700000000000,"pid":1,"msg":"boom"}', 'fatal', 'boom'],
    ['logfmt', 'time=2026-11-21T08:43:42.347Z level=ERROR msg="no disk" service=shards', 'error', 'no disk'],
    [
      'zap console',
      '2026-01-05T19:52:25Z\tERROR\tsetup\tproblem\t{"error": "leader election lost"}',
      'error',
      'leader election lost',
    ],
    [
      'klogr',
      'E0112 12:29:59.4 1 source.go:117] source "msg"="no watch" "error"="no matches for kind \\"Cart\\""  "kind"={"Kind":"Cart"}',
      'error',
      'no matches for kind "Cart"',
    ],
    [
      'zap JSON',
      '{"level":"fatal","ts":1700000000.1,"caller":"main.go:1","msg":"exit","error":"no route to host"}',
      'fatal',
      'no route to host',
    ],
    [
      'logrus',
      'time="2026-01-05T19:52:25Z" level=fatal msg="cannot bind" error="address already in use"',
      'fatal',
      'address already in use',
    ],
    [
      'Spring',
      '2026-01-12 12:29:59.483 ERROR 1 --- [main] o.s.b.SpringApplication : Application run failed',
      'error',
      null,
    ],
    ['Gin', '[GIN-debug] [ERROR] listen tcp :8080: bind: address already in use', 'error', null],
    [
      'TensorFlow',
      '2026-11-23 10:09:55.001234: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load it',
      'warn',
      null,
    ],
    ['Tornado', '[C 2026-11-23 10:09:51.001 JupyterHub app:3382] Failed to start', 'fatal', null],
    ['onnxruntime', '2026-11-23 10:09:55.002 [W:onnxruntime:Default, state.cc:747 Create] Failed to', 'warn', null],
    ['winston, below a label', '10:09:50.001 [ConfigProxy] warn: no token', 'warn', null],
    ['a letter of its own', 'E tempo/ready: 3 boxes', null, null],
    ['Serilog', '[12:29:59 FTL] Host terminated unexpectedly', 'fatal', null],
    ['.NET console', 'crit: Microsoft.Extensions.Hosting.Internal.Host[11]', 'fatal', null],
    ['nginx', '2024/01/12 12:29:59 [emerg] 1#1: host not found in upstream "api"', 'fatal', null],
    ['postgres', '2024-01-12 12:29:59.483 UTC [23] FATAL:  role "shop" does not exist', 'fatal', null],
    ['Rust env_logger', '[2021-01-20T06:45:25Z WARN  k8s::middleware] Watch Stream Error', 'warn', null],
    [
      'Mongo JSON',
      '{"t":{"$date":"2024"},"s":"E","c":"STORAGE","id":1,"msg":"no lock","attr":{"error":"DBPathInUse"}}',
      'error',
      'DBPathInUse',
    ],
    ['redis', '1:M 12 Jan 2024 12:29:59.483 # Fatal error loading the DB', null, null],
    ['redis warning', '1:M 12 Jan 2024 12:29:59.483 # WARNING Memory overcommit must be enabled!', 'warn', null],
    ['npm', 'npm ERR! Missing script: "start:prod"', 'error', null],
    [
      'Docker file',
      '{"log":"{\\"level\\":\\"error\\",\\"msg\\":\\"boom\\"}\\n","stream":"stderr","time":"2024"}',
      'error',
      'boom',
    ],
    ['plain', 'proxy: upstream handshake failed', null, 'proxy: upstream handshake failed'],
  ])('reads %s', (_, line, level, text) => {
    const statement = readStatement(line);
    expect(statement.level).toBe(level);
    if (text !== null) expect(statement.texts).toContain(text);
  });

  it('splits a stack field at its line breaks and reads nested errors', () => {
    const line = JSON.stringify({
      level: 'error',
      message: 'query failed',
      err: {
        type: 'Error',
        message: 'connect ECONNREFUSED 10.0.0.7:5432',
        stack: 'Error: connect\n    at a (b.js:1:1)',
      },
    });
    expect(readStatement(line).texts).toEqual(
      expect.arrayContaining(['query failed', 'connect ECONNREFUSED 10.0.0.7:5432', '    at a (b.js:1:1)']),
    );
  });

  it.each([
    { checks: { postgres: 'down: dial tcp 10.0.0.9:5432: connect: connection refused' } },
    { deps: [{ name: 'postgres', err: 'dial tcp 10.0.0.9:5432: connect: connection refused' }] },
    { dbError: 'dial tcp 10.0.0.9:5432: connect: connection refused' },
  ])("reads sentences under the program's own keys: %j", (own) => {
    const { texts } = readStatement(JSON.stringify({ level: 'error', msg: 'not ready', path: '/ready to go', ...own }));
    expect(texts[0]).toBe('not ready');
    expect(texts.slice(1)).toEqual([expect.stringContaining('connection refused')]);
  });

  it('takes off what collectors put before a line', () => {
    expect(readStatement('web-1  | panic: boom').texts).toEqual(['panic: boom']);
    expect(readStatement('21/11/2026 08:43:35panic: boom').texts).toEqual(['panic: boom']);
    expect(readStatement('[pod/cart-7d9c/app] 2026-11-21T08:43:35.501Z panic: boom').texts).toEqual(['panic: boom']);
  });

  it('takes a brace that is no JSON for what it is', () => {
    expect(readStatement('{not json')).toEqual({ level: null, texts: ['{not json'] });
    expect(readStatement('{}')).toEqual({ level: null, texts: ['{}'] });
    expect(readStatement('')).toEqual({ level: null, texts: [''] });
  });
});
