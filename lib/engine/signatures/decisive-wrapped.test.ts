import { describe, expect, it } from 'vitest';
import { decide } from './testing';

const many = (line: string, count: number): string => `${line}\n`.repeat(count);

describe('the line that explains the end, beside the words of a wrapper', () => {
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

  it('is the service that did not hand out its settings, not the settings', () => {
    const said = 'ERROR http error: code 503, message no healthy upstream\n';
    expect(decide(`${said}panic: failed to load configuration\n`)?.cause).toBe('dependency-unreachable');
    expect(decide(`${said}panic: invalid configuration: colour\n`)?.cause).toBe('config-invalid');
  });

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
});
