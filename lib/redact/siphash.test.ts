import { describe, expect, it } from 'vitest';
import { keyBytes, sipHash } from './siphash';

const key = Uint8Array.from({ length: 16 }, (_, i) => i);
const message = (length: number) => Uint8Array.from({ length }, (_, i) => i);

describe('sipHash', () => {
  it.each([
    [0, '726fdb47dd0e0e31'],
    [1, '74f839c593dc67fd'],
    [8, '93f5f5799a932462'],
    [15, 'a129ca6149be45e5'],
  ])('gives the published result for %d bytes', (length, hash) => {
    expect(sipHash(key, message(length))).toBe(hash);
  });

  it('takes keys of any length and depends on every part of them', () => {
    const long = 'k'.repeat(200);
    expect(keyBytes(long)).toHaveLength(16);
    expect(keyBytes(`${long}a`)).not.toEqual(keyBytes(`${long}b`));
    expect(keyBytes('')).toHaveLength(16);
  });
});
