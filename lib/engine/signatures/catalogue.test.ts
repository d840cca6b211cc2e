import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from './catalogue';
import { findHits, type SourceLine } from './find-hits';
import { readStatement } from './structured';

const file = 'causes-of-examples.json';

/** What each example tells, judged by a person and kept apart from the catalogue: nothing writes it. */
const judged = z
  .record(z.string(), z.string().nullable())
  .parse(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')));

function asLines(text: string): SourceLine[] {
  return text.split('\n').map((line) => ({ at: null, text: line, full: line }));
}

function matches(pattern: RegExp, line: string): boolean {
  return readStatement(line).texts.some((text) => pattern.test(text));
}

describe.each(catalogue.map((signature) => [signature.id, signature] as const))('signature %s', (_, signature) => {
  it('matches its example line and not its near miss', () => {
    expect(matches(signature.pattern, signature.example)).toBe(true);
    expect(matches(signature.pattern, signature.near)).toBe(false);
  });

  it('has a literal in its example, in lower case, that no logger escapes', () => {
    const example = signature.example.toLowerCase();
    expect(signature.literals.some((literal) => example.includes(literal))).toBe(true);
    for (const literal of signature.literals) {
      expect(literal).toBe(literal.toLowerCase());
      expect(literal).not.toMatch(/["\\<>&]|[^ -~]/);
      expect(literal.length).toBeGreaterThan(2);
    }
  });

  it('has the cause that its example was judged to tell', () => {
    const { id, example, cause } = signature;
    expect(
      judged,
      `Nobody has judged the example of ${id}, "${example}": find the narrowest cause that it names (lib/model/causes.ts, null for none), and write "${id}": "the-cause" into ${file}, by the alphabet.`,
    ).toHaveProperty([id]);
    expect(cause, `The example of ${id}, "${example}", was judged otherwise in ${file}: one of the two is wrong.`).toBe(
      judged[id],
    );
  });

  it('is found in its example, or another of the same cause', () => {
    if (signature.context !== undefined) return;
    const causes = findHits(asLines(signature.example)).map(({ hit }) => hit.cause);
    expect(causes).toContain(judged[signature.id]);
  });

  it('has no flags that keep state', () => {
    expect(signature.pattern.global).toBe(false);
    expect(signature.pattern.sticky).toBe(false);
  });
});

describe('catalogue', () => {
  it('has no id twice', () => {
    const ids = catalogue.map((signature) => signature.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is judged id by id, by the alphabet, so that two new ones meet in no line', () => {
    const ids = Object.keys(judged);
    const known = new Set(catalogue.map((signature) => signature.id));
    expect(
      ids.filter((id) => !known.has(id)),
      `ids in ${file} that no signature has: take them out`,
    ).toEqual([]);
    expect(ids).toEqual([...ids].sort());
  });

  it('writes ids in kebab-case', () => {
    for (const { id } of catalogue) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });
});
