import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after';

const nowMs = Date.parse('2026-11-21T03:13:12Z');

describe('retryAfterMs', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Sat, 21 Nov 2026 03:13:42 GMT', 30_000],
    ['Sat, 21 Nov 2026 03:13:02 GMT', -10_000],
  ])('reads %s', (header, ms) => {
    expect(retryAfterMs(header, nowMs)).toBe(ms);
  });

  it.each([undefined, '', 'soon', 'soon GMT', '-3', '1e99'])('says nothing of %s', (header) => {
    expect(retryAfterMs(header, nowMs)).toBe(null);
  });
});
