import { describe, expect, it } from 'vitest';
import { formatCount, plural } from './count';

describe('count', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1284, '1\u202f284'],
    [267911168, '267\u202f911\u202f168'],
    [-12345, '-12\u202f345'],
    [1234.5678, '1\u202f234.5678'],
    [1e21, '1e+21'],
  ])('writes %d', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it('takes the plural but for one', () => {
    expect(plural(1, 'pod')).toBe('1 pod');
    expect(plural(0, 'pod')).toBe('0 pods');
    expect(plural(1284, 'pod')).toBe('1\u202f284 pods');
    expect(plural(2, 'replica is', 'replicas are')).toBe('2 replicas are');
  });
});
