import { describe, expect, it } from 'vitest';
import { formatSpan, parseGoDuration } from './duration';

const s = 1000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;

describe('formatSpan writes prose', () => {
  it.each([
    [0, '0 s'],
    [350, '350 ms'],
    [999.7, '1 s'],
    [1500, '1.5 s'],
    [4 * s, '4 s'],
    [30 * s, '30 s'],
    [59.7 * s, '1 min'],
    [2 * m + 40 * s, '2 min 40 s'],
    [5 * m, '5 min'],
    [42 * m, '42 min'],
    [59.8 * m, '1 h'],
    [3 * h, '3 h'],
    [3 * h + 20 * m, '3 h 20 min'],
    [26 * h, '26 h'],
    [11 * d, '11 days'],
    [-4 * s, '4 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });
});

describe('parseGoDuration', () => {
  it.each([
    ['1m20s', 80 * s],
    ['0', 0],
    ['0s', 0],
    ['10s', 10 * s],
    ['500ms', 500],
    ['2h45m0.5s', 2 * h + 45 * m + 500],
    ['1.5h', 1.5 * h],
    ['.5s', 500],
    ['250µs', 0.25],
    ['-1m', -m],
  ])('reads %s', (text, ms) => {
    expect(parseGoDuration(text)).toBeCloseTo(ms, 9);
  });

  it.each(['', '10', 's', '1d', '1m 20s', '1m20', 'PT20S', '1.s.s', '1e3s'])('refuses %j', (text) => {
    expect(parseGoDuration(text)).toBeNull();
  });
});

it('takes for no Go duration what Go itself cannot hold', () => {
  expect(parseGoDuration('3000000000h')).toBeNull();
  expect(parseGoDuration('2562047h')).toBe(2_562_047 * 3_600_000);
});
