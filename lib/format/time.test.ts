import { describe, expect, it } from 'vitest';
import { ago, formatClock, formatInstant, msBetween } from './time';

describe('time', () => {
  it('writes a clock time and a full instant in UTC, whatever zone it came in', () => {
    expect(formatClock('2026-11-21T03:12:44Z')).toBe('03:12:44 UTC');
    expect(formatClock('2026-11-21T05:12:44.123456+02:00')).toBe('03:12:44 UTC');
    expect(formatInstant('2026-11-21T03:13:12Z')).toBe('03:13:12 UTC on 21 November 2026');
    expect(formatInstant('2026-01-01T00:00:00Z')).toBe('00:00:00 UTC on 1 January 2026');
  });

  it('gives back what is no time', () => {
    expect(formatClock('soon')).toBe('soon');
    expect(formatInstant('')).toBe('');
    expect(ago('soon', '2026-11-21T03:13:12Z')).toBe('soon');
    expect(msBetween('soon', '2026-11-21T03:13:12Z')).toBeNaN();
  });

  it('measures between instants with a sign', () => {
    expect(msBetween('2026-11-21T03:13:12Z', '2026-11-21T03:13:12.250Z')).toBe(250);
    expect(msBetween('2026-11-21T03:13:12Z', '2026-11-21T03:13:10Z')).toBe(-2000);
  });

  it.each([
    ['2026-11-21T03:13:08Z', '4 s ago'],
    ['2026-11-21T03:13:11.400Z', 'just now'],
    ['2026-11-21T03:10:32Z', '2 min 40 s ago'],
    ['2026-11-21T03:13:52Z', 'in 40 s'],
  ])('says how long ago %s was', (from, text) => {
    expect(ago(from, '2026-11-21T03:13:12Z')).toBe(text);
  });
});
