import { describe, expect, it } from 'vitest';
import { hashToken, newToken } from './share-token';

describe('share tokens', () => {
  it('carry at least 128 bits and are never the same', () => {
    const tokens = Array.from({ length: 1000 }, newToken);
    expect(new Set(tokens).size).toBe(1000);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(24);
  });

  it('are kept as a hash that does not hold them', () => {
    const token = newToken();
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashToken(token)).toBe(hashToken(token));
    expect(hashToken(token)).not.toBe(hashToken(newToken()));
  });

  it.each(['', ':key', 'a'.repeat(31), 'a'.repeat(33), `${'a'.repeat(31)}%`, `${'a'.repeat(32)}\n`])(
    'refuses %j, which no token can be',
    (text) => {
      expect(hashToken(text)).toBeNull();
    },
  );
});
