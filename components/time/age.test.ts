import { describe, expect, it } from 'vitest';
import { ageOf } from '@/lib/format/time';
import { countdown } from './age';
import { clock, clockNear, instant, minuteOrDay, parseZone, secondNear } from './zone';

const now = '2026-11-21T03:13:12Z';

describe('ageOf', () => {
  it.each([
    ['2026-11-21T03:13:10Z', '2 s'],
    ['2026-11-21T03:10:30Z', '2 min'],
    ['2026-11-21T02:30:21Z', '42 min'],
    ['2026-11-21T01:43:12Z', '90 min'],
    ['2026-11-21T00:10:00Z', '3 h'],
    ['2026-11-10T03:13:12Z', '11 days'],
    ['2026-11-21T03:14:12Z', '0 s'],
  ])('%s is %s', (since, words) => expect(ageOf(since, now)).toBe(words));
});

describe('countdown', () => {
  it.each([
    [134_000, '2:14'],
    [9_400, '0:09'],
    [3_720_000, '1:02:00'],
    [-5_000, '0:00'],
  ])('%d ms is %s', (ms, words) => expect(countdown(ms)).toBe(words));
});

describe('zones', () => {
  it('falls back to UTC for what is no zone', () => {
    expect(parseZone('Mars/Olympus')).toBe('UTC');
    expect(parseZone('<script>')).toBe('UTC');
    expect(parseZone(undefined)).toBe('UTC');
    expect(parseZone('Asia/Kathmandu')).toBe('Asia/Kathmandu');
  });
  it('names the zone of every absolute time', () => {
    expect(clock(now, 'UTC')).toBe('03:13:12 UTC');
    expect(instant(now, 'UTC')).toBe('03:13:12 UTC on 21 November 2026');
    expect(clock(now, 'Asia/Kathmandu')).toBe('08:58:12 GMT+5:45');
  });
  it('carries the day where it is another one', () => {
    expect(clockNear('2026-11-20T23:59:00Z', now, 'UTC')).toBe('20 Nov, 23:59:00 UTC');
    expect(clockNear('2026-11-21T00:01:00Z', now, 'UTC')).toBe('00:01:00 UTC');
    expect(secondNear('2026-11-20T23:59:00Z', now, 'UTC')).toBe('20 Nov, 23:59:00');
    expect(minuteOrDay('2026-11-20T23:59:00Z', now, 'UTC')).toBe('20\u00a0Nov');
    // Of the same day where the reader is.
    expect(minuteOrDay('2026-11-20T23:59:00Z', now, 'Asia/Kathmandu')).toBe('05:44');
  });
});
