import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import { findHits, type SourceLine } from './find-hits';
import { readStatement } from './structured';

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

  it('is found in its example, or another of the same cause', () => {
    if (signature.context !== undefined) return;
    const causes = findHits(asLines(signature.example)).map(({ hit }) => hit.cause);
    expect(causes).toContain(signature.cause);
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

  it('writes ids in kebab-case', () => {
    for (const { id } of catalogue) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });
});
