import { describe, expect, it } from 'vitest';
import { asCount, asInstant, asNumber, asSeconds } from './raw';

describe('what an odd but type-correct field says', () => {
  it.each(['+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '0001-01-01T00:00:00Z'])(
    'is no instant outside the years 1970 to 9999: %s',
    (text) => {
      expect(asInstant(text)).toBeNull();
      expect(asInstant(new Date(text))).toBeNull();
    },
  );

  it('is an instant within them', () => {
    expect(asInstant('1970-01-01T00:00:00Z')).toBe('1970-01-01T00:00:00Z');
    expect(asInstant('2026-11-21T10:05:00+02:00')).toBe('2026-11-21T08:05:00.000Z');
  });

  it.each([1e13, 2 ** 63, -(2 ** 40), '9007199254740', Number.NaN])('is no number beyond int32: %s', (value) => {
    expect(asNumber(value)).toBeNull();
  });

  it('is a number within it, and what counts is cut', () => {
    expect([asNumber(2 ** 31 - 1), asNumber('-7'), asCount(1e13), asCount(-1)]).toEqual([
      2 ** 31 - 1,
      -7,
      2 ** 31 - 1,
      0,
    ]);
    expect([asSeconds(1e13, 30), asSeconds(-5, 30), asSeconds(null, 30)]).toEqual([2 ** 31 - 1, 0, 30]);
  });
});
