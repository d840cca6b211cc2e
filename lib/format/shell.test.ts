import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasControl } from './control';
import { command, quote } from './shell';

const end = '\u0001';

/** What a real sh hands to a program: each word with an end mark, so that empty words and spaces count. */
function wordsOf(line: string): string[] {
  const out = execFileSync('sh', ['-c', `printf '%s${end}' ${line}`], { encoding: 'utf8' });
  return out.split(end).slice(0, -1);
}

describe('quote', () => {
  it.each([
    ['cart-7d9c6b5f8-x2x9k', 'cart-7d9c6b5f8-x2x9k'],
    ['--limits=memory=512Mi', '--limits=memory=512Mi'],
    ['registry.io:5000/a/b@sha256:00ff', 'registry.io:5000/a/b@sha256:00ff'],
    ['', "''"],
    ['a b', "'a b'"],
    ['$(id)', "'$(id)'"],
    ['`id`', "'`id`'"],
    ["it's", "'it'\\''s'"],
    ['a;b&c|d', "'a;b&c|d'"],
    ['~root', "'~root'"],
    ['=ls', "'=ls'"],
    ['!!', "'!!'"],
    ['{a,b}', "'{a,b}'"],
    ['repo:<tag>', "'repo:<tag>'"],
  ])('%s becomes %s', (word, quoted) => {
    expect(quote(word)).toBe(quoted);
  });

  it.each([
    'a\nb',
    'a\rb',
    'a\tb',
    'a\u0000b',
    'a\u001b[2Jb',
    'a\u202eb',
    'a\u200bb',
    'a\u0085b',
    'a\u2028b',
    '\ud800',
  ])('refuses %j', (word) => {
    expect(() => quote(word)).toThrow(/cannot stand in a command/);
  });

  it('comes through a real shell unchanged, whatever the words are', { timeout: 60_000 }, () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...'\'"`$(){}[]<>|&;!#*?~=\\ -^%@+:,./aA0é'), maxLength: 12 }),
    );
    const words = fc.array(
      word.filter((text) => !hasControl(text)),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(words, (all) => {
        const line = command(all);
        expect(wordsOf(line)).toEqual(all);
        execFileSync('sh', ['-n', '-c', `true ${line}`]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('command', () => {
  it('joins words with one space, without a newline at the end', () => {
    expect(command(['kubectl', '-n', 'shop', 'get', 'pod', 'a b'])).toBe("kubectl -n shop get pod 'a b'");
  });

  it('prints a placeholder so that a shell does not take it for a redirection', () => {
    const line = command(['kubectl', 'set', 'image', 'deployment/cart', { placeholder: 'tag' }]);
    expect(line).toBe("kubectl set image deployment/cart '<tag>'");
    expect(wordsOf(line)).toContain('<tag>');
  });

  it('refuses a line in which any word is not fit to be copied', () => {
    expect(() => command(['kubectl', 'get', 'pod\nrm -rf /'])).toThrow(Error);
  });
});
