import { describe, expect, it } from 'vitest';
import { timesSince } from './wording';

describe('how often a probe failed', () => {
  it('says since when an event counts, for its count is over all its time', () => {
    const message = 'Readiness probe failed: ';
    const first = { message, firstAt: '2026-11-20T07:02:11Z', at: '2026-11-20T09:59:00Z', count: 4 };
    const later = { message, firstAt: '2026-11-20T09:30:00Z', at: '2026-11-20T09:40:00Z', count: 2 };
    expect(timesSince([later, first])).toBe('6 times since 07:02:11 UTC');
    const gathered = { ...later, message: `(combined from similar events): ${message}`, count: 90 };
    expect(timesSince([gathered, first])).toBe('5 times since 07:02:11 UTC');
  });

  it('says only that it failed once', () => {
    expect(timesSince([{ message: '', firstAt: null, at: '2026-11-20T09:59:00Z', count: 1 }])).toBe('1 time');
  });
});
