import { Linter } from 'eslint';
import regexp from 'eslint-plugin-regexp';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import type { Signature } from './signature';
import { digest } from './testing';

/** What is matched of a line is at most this long, so 1 MB is at least 525 lines. */
const lineLength = 2000;
const linesOfMegabyte = 525;

/** A tenth of a second is a hundred times what ordinary text takes; a pattern that blows up takes minutes. */
const megabyteMs = 700;

function fill(part: string): string {
  return part.repeat(Math.ceil(lineLength / part.length)).slice(0, lineLength);
}

/** Lines made to fail late: literals over and over, almost the example over and over, long words around a literal. */
function hostileLines(signature: Signature): string[] {
  const literals = signature.literals.slice(0, 6);
  const around = ['a', 'A_', '/a', 'a.', '0', ' ', 'to /a: ', 'open '];
  return [
    ...literals.map((literal) => fill(literal)),
    ...literals.map((literal) => fill(`${literal} `)),
    fill(signature.near),
    fill(`${signature.example.slice(0, -2)} `),
    ...around.map((part) => `${fill(part).slice(0, lineLength - 100)}${literals[0] ?? ''}`),
    ...around.map((part) => `${literals[0] ?? ''}${fill(part)}`.slice(0, lineLength)),
  ];
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('hostile text', () => {
  it.each(catalogue.map((signature) => [signature.id, signature] as const))(
    '1 MB made for %s is read in time',
    (_, signature) => {
      const lines = hostileLines(signature);
      const rounds = Math.ceil(linesOfMegabyte / lines.length);
      const once = (): number =>
        cpuMs(() => {
          for (let round = 0; round < rounds; round += 1) for (const line of lines) signature.pattern.test(line);
        });
      expect(Math.min(once(), once())).toBeLessThan(megabyteMs);
    },
  );

  it('a log of all of it is digested in time, and twice as much in about twice the time', () => {
    const megabyte = (): string =>
      catalogue
        .flatMap((signature) => hostileLines(signature).slice(0, 4))
        .join('\n')
        .slice(0, 1_000_000);
    const text = megabyte();
    digest(text);
    const one = Math.min(...[1, 2, 3].map(() => cpuMs(() => digest(text))));
    const two = Math.min(...[1, 2, 3].map(() => cpuMs(() => digest(`${text}\n${text.replaceAll('a', 'b')}`))));
    expect(one).toBeLessThan(2000);
    expect(two).toBeLessThan(one * 4 + 100);
  });

  it('one line of 1 MB is one line', () => {
    const read = digest(`panic: ${'lookup '.repeat(150_000)}`);
    expect(read.lines).toBe(1);
    expect(read.excerpt[0]?.text.length).toBe(lineLength);
  });

  it('no pattern can backtrack without bound', () => {
    const linter = new Linter();
    const code = catalogue.map(({ pattern }) => String(pattern)).join(';\n');
    const messages = linter.verify(code, [
      {
        plugins: { regexp },
        rules: { 'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }] },
        languageOptions: { ecmaVersion: 2023 },
      },
    ]);
    expect(messages.map(({ line, message }) => `${catalogue[line - 1]?.id ?? ''}: ${message}`)).toEqual([]);
  });
});
