import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestLog, readWords } from './digest-log';
import { excerptBytes, utf8Length } from './excerpt';
import { digest, meta } from './testing';

describe('digestLog', () => {
  it('takes times from the kubelet and keeps them out of the text', () => {
    const text = `2026-11-21T08:43:26.422Z starting
2026-11-21T08:43:27.001Z missing required environment variable DATABASE_URL
`;
    const read = digest(text, { timestamps: true });
    expect(read).toMatchObject({ lines: 2, firstAt: '2026-11-21T08:43:26.422Z', lastAt: '2026-11-21T08:43:27.001Z' });
    expect(read.excerpt[1]).toEqual({
      n: 2,
      at: '2026-11-21T08:43:27.001Z',
      text: 'missing required environment variable DATABASE_URL',
    });
    expect(read.hits[0]).toMatchObject({
      line: 2,
      at: '2026-11-21T08:43:27.001Z',
      captures: { variable: 'DATABASE_URL' },
    });
  });

  it('reads an empty text, a partial last line, CRLF and a single long line', () => {
    expect(digest('')).toMatchObject({ lines: 0, bytes: 0, excerpt: [], hits: [], firstAt: null });
    expect(digest('a\nb')).toMatchObject({ lines: 2, bytes: 3 });
    expect(digest('a\r\nb\r\n').excerpt.map((line) => line.text)).toEqual(['a', 'b']);
    const long = digest(`panic: ${'x'.repeat(100_000)}`);
    expect(long.excerpt[0]?.text.length).toBe(2000);
    expect(long.hits[0]?.signature).toBe('go-panic');
  });

  it('redacts the whole text in one call, after control characters went', () => {
    const calls: string[] = [];
    const read = digestLog(meta, '\u001b[31mkey=hunter2\u001b[0m\nnext\n', (text) => {
      calls.push(text);
      return text.replace('hunter2', '«redacted:secret:3f2a»');
    });
    expect(calls).toEqual(['key=hunter2\nnext\n']);
    expect(read.excerpt[0]?.text).toBe('key=«redacted:secret:3f2a»');
  });

  it('merges what repeats: the first and the last of it stay', () => {
    const line = 'ERROR dial tcp 10.0.0.7:5432: connect: connection refused';
    expect(digest(`${line}\n`.repeat(500)).hits.map((hit) => hit.line)).toEqual([1, 500]);
  });

  it('keeps the lines of its hits, its first and its last lines', () => {
    const filler = Array.from({ length: 3000 }, (_, n) => `INFO request ${n} served in 3 ms`);
    filler[1500] = 'FATAL: role "shop" does not exist';
    const read = digest(filler.join('\n'));
    const kept = read.excerpt.map((line) => line.n);
    expect(kept).toEqual(expect.arrayContaining([1, 1500, 1501, 1502, 3000]));
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });

  it('keeps within 16 KiB whatever comes, and every hit within the excerpt', () => {
    const text = Array.from(
      { length: 200 },
      (_, n) => `ERROR open /data/file-${n}: permission denied ${'é'.repeat(900)}`,
    ).join('\n');
    const read = digest(text);
    expect(read.excerpt.reduce((sum, line) => sum + utf8Length(line.text), 0)).toBeLessThanOrEqual(excerptBytes);
    const kept = new Set(read.excerpt.map((line) => line.n));
    expect(read.hits.every((hit) => kept.has(hit.line))).toBe(true);
    expect(read.hits.length).toBeGreaterThan(0);
  });

  it('marks the decisive words in JSON, escaped as they stand there', () => {
    const read = digest('{"level":"ERROR","msg":"open \\"/data/x.db\\": permission denied"}');
    const hit = read.hits[0];
    expect(hit?.cause).toBe('permission-denied');
    expect(read.excerpt[0]?.text.slice(...(hit?.mark ?? [0, 0]))).toBe('/data/x.db\\": permission denied');
  });

  it('lowers what the program itself calls a warning that it retries', () => {
    const read = digest('{"level":"warn","msg":"connect ECONNREFUSED 10.0.0.7:5432, retrying"}\nlistening on 3000\n');
    expect(read.hits[0]?.weight).toBe('noise');
  });

  it('calls the last complaint of an unknown program its last words', () => {
    const read = digest('starting\nproxy: upstream handshake failed\n');
    expect(read.hits).toMatchObject([
      { signature: 'last-error-line', cause: 'app-error-uncaught', weight: 'error', line: 2 },
    ]);
    const traced = digest(
      'starting\nunable to make the manager\nmain.run\n\t/src/main.go:75\nmain.main\n\t/src/main.go:200\nruntime.main\n\t/go/src/runtime/proc.go:225\n',
    );
    expect(traced.hits).toMatchObject([{ signature: 'last-error-line', line: 2 }]);
    for (const last of [
      'No usable interface found, and none is named',
      '/work should be a volume. Please fix the spec.',
    ])
      expect(digest(`listening on :8688\n${last}\n`).hits.at(-1)).toMatchObject({
        signature: 'last-error-line',
        line: 2,
      });
    expect(digest('starting\nexport finished: 0 errors\n').hits.filter((hit) => hit.cause !== null)).toEqual([]);
  });
});

describe('readWords', () => {
  it('recognises a termination message', () => {
    expect(readWords('panic: dial tcp: lookup db: no such host')).toMatchObject([
      { cause: 'dns-failure', weight: 'fatal' },
    ]);
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    'panic: ', 'Traceback (most recent call last):\n', 'Caused by: java.net.ConnectException: ', '\tat a.b.C.d(E.java:1)\n', '\n', '\r\n', '  File "x"\n',
    'connection refused', 'permission denied', '{"level":"error","msg":"', '"}', '\u001b[31m', '\u202e', 'é', '😀', 'Killed\n', 'ERROR ', 'FATAL ', "thread 'main' panicked at a.rs:1:2:\n",
    'level=error msg="', 'x'.repeat(2500), '\n\n\n', '2026-11-21T08:43:27.001Z ', 'During handling of the above exception, another exception occurred:\n', ' ---> System.Exception: x\n',
  ); // prettier-ignore
  const text = fc
    .array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 60 })
    .map((parts) => parts.join(''));

  it('gives a digest whose parts agree, and never throws', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (log, timestamps) => {
        const read = digest(log, { timestamps });
        const numbers = read.excerpt.map((line) => line.n);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        expect(read.excerpt.reduce((sum, line) => sum + utf8Length(line.text), 0)).toBeLessThanOrEqual(excerptBytes);
        expect(read.excerpt.every((line) => line.n >= 1 && line.n <= read.lines && line.text.length <= 2000)).toBe(
          true,
        );
        const byNumber = new Map(read.excerpt.map((line) => [line.n, line.text]));
        for (const hit of read.hits) {
          const quoted = byNumber.get(hit.line);
          expect(quoted).not.toBe(undefined);
          expect(hit.mark[0]).toBeGreaterThanOrEqual(0);
          expect(hit.mark[1]).toBeGreaterThanOrEqual(hit.mark[0]);
          expect(hit.mark[1]).toBeLessThanOrEqual(quoted?.length ?? -1);
          expect(hit.endLine).toBeGreaterThanOrEqual(hit.line);
          expect(hit.endLine).toBeLessThanOrEqual(Math.min(read.lines, hit.line + 40));
        }
        const order = read.hits.map((hit) => hit.line);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(read.hits.length).toBeLessThanOrEqual(41);
      }),
      { numRuns: 400 },
    );
  });
});
