import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redactor';
import { leaks } from './secrets';

const redact = createRedactor('a key of the tests');

/** Every eight characters in a row of a secret (or all of a shorter one). */
function pieces(secret: string): string[] {
  if (secret.length <= 8) return [secret];
  return Array.from({ length: secret.length - 7 }, (_, i) => secret.slice(i, i + 8));
}

describe('the corpus of secrets', () => {
  it('has at least 150 of at least 40 kinds', () => {
    expect(leaks.length).toBeGreaterThanOrEqual(150);
    expect(new Set(leaks.map((leak) => leak.kind)).size).toBeGreaterThanOrEqual(40);
  });

  it.each(leaks.map((leak, index) => [index, leak.kind, leak] as const))(
    '%d: %s is gone, its place stays',
    (_index, _kind, leak) => {
      const out = redact(leak.text);
      for (const secret of leak.secrets) for (const piece of pieces(secret)) expect(out).not.toContain(piece);
      for (const kept of leak.keep) expect(out).toContain(kept);
      expect(out).toMatch(/«redacted:[a-z0-9-]+:[0-9a-f]{4}»/);
      expect(out.split('\n')).toHaveLength(leak.text.split('\n').length);
      expect(redact(out)).toBe(out);
    },
  );
});
