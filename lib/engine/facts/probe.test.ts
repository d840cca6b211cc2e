import { describe, expect, it } from 'vitest';
import { answerOf } from './probe';

describe('answerOf', () => {
  it.each([
    ['Liveness probe failed: HTTP probe failed with statuscode: 503', 'status'],
    ['Readiness probe failed: Get "http://10.0.0.5:80/": dial tcp 10.0.0.5:80: connect: connection refused', 'refused'],
    ['Startup probe failed: dial tcp 10.0.0.5:5432: i/o timeout', 'timeout'],
    [
      'Liveness probe failed: Get "http://10.0.0.5:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      'timeout',
    ],
    ['Liveness probe failed: command "pg_isready" timed out', 'timeout'],
    ['Liveness probe failed: command timed out: "pg_isready" timed out after 1s', 'timeout'],
    ['Readiness probe failed: Get "http://10.0.0.5:80/": EOF', 'reset'],
    ['Readiness probe failed: Get "https://10.0.0.5:80/": http: server gave HTTP response to HTTPS client', 'tls'],
    ['Readiness probe failed: service unhealthy (responded with "NOT_SERVING")', 'grpc'],
    ['Liveness probe failed: no such table', 'command'],
    ['Liveness probe failed: ', 'command'],
    ['Liveness probe errored: rpc error: code = Unknown desc = failed to exec in container', 'errored'],
    ['Liveness probe errored and resulted in unknown state: rpc error: code = NotFound', 'errored'],
  ])('%s is %s', (message, kind) => {
    expect(answerOf(message).kind).toBe(kind);
  });
});
