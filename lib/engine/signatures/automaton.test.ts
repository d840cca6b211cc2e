import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiteralFinder } from './automaton';

function finds(literals: readonly string[], text: string): number[] {
  const found = new Set<number>();
  createLiteralFinder(literals).scan(text, (literal) => found.add(literal));
  return [...found].sort((a, b) => a - b);
}

describe('createLiteralFinder', () => {
  it('finds literals within one another and in any case', () => {
    expect(finds(['he', 'she', 'his', 'hers'], 'uSHErs')).toEqual([0, 1, 3]);
  });

  it('passes over characters that are in no literal', () => {
    expect(finds(['disk full'], 'é DISK FULL 😀 disk\u0000full')).toEqual([0]);
    expect(finds(['disk full'], 'disk\u0000full')).toEqual([]);
  });

  it('agrees with a plain search', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'B', 'c', 'x'), maxLength: 30 }),
        (literals, text) => {
          const lower = text.toLowerCase();
          const expected = literals.flatMap((literal, index) => (lower.includes(literal) ? [index] : []));
          expect(finds(literals, text)).toEqual(expected);
        },
      ),
    );
  });
});
