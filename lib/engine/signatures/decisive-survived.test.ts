import { describe, expect, it } from 'vitest';
import { findDecisive } from './decisive';
import { decide, digest } from './testing';

const many = (line: string, count: number): string => `${line}\n`.repeat(count);
const access = '10.244.1.1 - - [21/Nov/2026:08:43:35 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.34"';

describe('the line that explains the end, where others were survived', () => {
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

  it('is not an error that was survived long before the end', () => {
    const text = `ERROR cache: dial tcp 10.0.0.9:6379: connect: connection refused\n${many('INFO request served', 500)}`;
    expect(decide(text)).toBe(null);
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
});
