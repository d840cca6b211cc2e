import { describe, expect, it } from 'vitest';
import { iso } from './views';

describe('an instant made of what a cluster says', () => {
  it('never throws, whatever odd times and durations add up to', () => {
    expect([8.64e15, 1e300, Infinity].map(iso)).toEqual(Array(3).fill('9999-12-31T23:59:59Z'));
    expect([-1e300, Number.NaN, -1].map(iso)).toEqual(Array(3).fill('1970-01-01T00:00:00Z'));
    expect(iso(Date.parse('2026-11-21T10:05:00.250Z'))).toBe('2026-11-21T10:05:00.250Z');
  });
});
