import { Linter } from 'eslint';
import regexp from 'eslint-plugin-regexp';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import { fill, lateLines, lineLength, linesOfPattern } from './hostile-lines';
import { digest } from './testing';

const linesOfMegabyte = Math.ceil(1_048_576 / lineLength);

/**
 * How often each character may be read: this pattern begins at every character of its line and reads 64 from there.
 * A pattern is measured beside it, turn about, for a slow or busy machine is no failure; one that takes twice as long is.
 */
const dearest = { pattern: /a.{0,64}b/, line: fill('a') };

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** CPU time for 1 MB of the line. */
function megabyteMs(pattern: RegExp, line: string): number {
  return cpuMs(() => {
    for (let i = 0; i < linesOfMegabyte; i += 1) pattern.test(line);
  });
}

/** The line that took longest, the better of two times; what that was is a guess, good enough to choose what is measured. */
function slowest(pattern: RegExp, lines: readonly string[]): { line: string; guessMs: number } {
  const once = (line: string): number => {
    const began = performance.now();
    pattern.test(line);
    return (performance.now() - began) * linesOfMegabyte;
  };
  const timed = lines.map((line) => ({ line, guessMs: Math.min(once(line), once(line)) }));
  return timed.reduce((worst, one) => (one.guessMs > worst.guessMs ? one : worst));
}

describe('hostile text', () => {
  const allowedMs = (): number => megabyteMs(dearest.pattern, dearest.line);
  const plainlyFastMs = Math.min(allowedMs(), allowedMs(), allowedMs()) / 2;
  const patterns = catalogue.flatMap((signature) =>
    [signature.pattern, ...(signature.context ?? []).map(({ pattern }) => pattern)].map(
      (pattern, i) => [i === 0 ? signature.id : `${signature.id} around it`, signature, pattern] as const,
    ),
  );

  it.each(patterns)('1 MB made for %s is read in time', (_, signature, pattern) => {
    const lines = [...lateLines(signature), ...linesOfPattern(signature, pattern)];
    // The first time a pattern is used it is compiled.
    pattern.test(dearest.line);
    const { line, guessMs } = slowest(pattern, lines);
    const isAllowed = (): boolean => megabyteMs(pattern, line) < 2 * allowedMs();
    const isInTime = guessMs < plainlyFastMs || Array.from({ length: 9 }).some(isAllowed);
    const worst = { line: line.slice(0, 80), isInTime };
    expect(worst).toEqual({ ...worst, isInTime: true });
  });

  it('a log of all of it is digested in time, and twice as much in about twice the time', () => {
    const megabyte = (): string =>
      catalogue
        .flatMap((signature) => lateLines(signature).slice(0, 4))
        .join('\n')
        .slice(0, 1_000_000);
    const text = megabyte();
    digest(text);
    const one = Math.min(...[1, 2, 3].map(() => cpuMs(() => digest(text))));
    const two = Math.min(...[1, 2, 3].map(() => cpuMs(() => digest(`${text}\n${text.replaceAll('a', 'b')}`))));
    expect(one).toBeLessThan(2000);
    expect(two).toBeLessThan(one * 4 + 100);
  });

  it('what looks like a frame below each panic, and is none, takes about the time of frames', () => {
    const panics = (below: string): string =>
      Array.from({ length: 40 }, (_, i) => `panic: ${'x'.repeat(i)}\n${below}`).join('\n');
    const frames = panics(`${fill('main.a(').slice(0, 980)})`);
    const almost = panics(`${fill('(').slice(0, 980)}x`);
    digest(frames);
    const took = (text: string): number => Math.min(...[1, 2, 3].map(() => cpuMs(() => digest(text))));
    expect(took(almost)).toBeLessThan(took(frames) * 4 + 50);
  });

  it('options with nothing but blanks behind them take about the time of words', () => {
    const option = (rest: string): string => `  --error${rest.repeat(1990)}\n`.repeat(130);
    const [blanks, words] = [option(' '), option('x')];
    digest(words);
    const took = (text: string): number => Math.min(...[1, 2, 3].map(() => cpuMs(() => digest(text))));
    expect(took(blanks)).toBeLessThan(took(words) * 4 + 50);
  });

  it('one line of 1 MB is one line', () => {
    const read = digest(`panic: ${'lookup '.repeat(150_000)}`);
    expect(read.lines).toBe(1);
    expect(read.excerpt[0]?.text.length).toBe(lineLength);
  });

  it('no pattern can backtrack without bound', () => {
    const linter = new Linter();
    const code = patterns.map(([, , pattern]) => String(pattern)).join(';\n');
    const messages = linter.verify(code, [
      {
        plugins: { regexp },
        rules: { 'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }] },
        languageOptions: { ecmaVersion: 2023 },
      },
    ]);
    expect(messages.map(({ line, message }) => `${patterns[line - 1]?.[0] ?? ''}: ${message}`)).toEqual([]);
  });
});
