import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCpu, parseQuantity } from './quantity';

describe('parseQuantity', () => {
  it.each([
    ['0', 0],
    ['256Mi', 268_435_456],
    ['1.5Gi', 1_610_612_736],
    ['.5Ki', 512],
    ['5.', 5],
    ['500M', 500_000_000],
    ['128974848000m', 128_974_848],
    ['1e3', 1000],
    ['12E2', 1200],
    ['1E', 1e18],
    ['2e-3', 0.002],
    ['250m', 0.25],
    ['1500m', 1.5],
    ['100u', 0.0001],
    ['5n', 5e-9],
    ['+2k', 2000],
    ['-1Ki', -1024],
    ['8Ei', 2 ** 63],
  ])('reads %s', (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value, 12);
  });

  it.each([
    '',
    ' ',
    'Mi',
    '.',
    '256 Mi',
    '256mi',
    '256MB',
    '1e',
    '1e3Mi',
    '--1',
    '0x10',
    '1,5Gi',
    '1e999999999',
    'NaN',
    '١',
  ])('refuses %j', (text) => {
    expect(parseQuantity(text)).toBeNull();
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0'],
    [512, '512'],
    [268_435_456, '256Mi'],
    [1_610_612_736, '1.5Gi'],
    [1250 * 2 ** 20, '1250Mi'],
    [267_911_168, '255Mi'],
    [268_435_455, '255Mi'],
    [500_000_000, '476Mi'],
    [2 ** 30, '1Gi'],
    [-64 * 2 ** 20, '-64Mi'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('writes quantities that read back to no more than the number and within one part in ten', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const back = parseQuantity(formatBytes(bytes));
        expect(back).not.toBeNull();
        expect(back).toBeLessThanOrEqual(bytes);
        expect(back).toBeGreaterThanOrEqual(bytes * 0.9 - 1);
      }),
    );
  });
});

describe('formatCpu', () => {
  it.each([
    [0.25, '250m'],
    [0, '0'],
    [1, '1'],
    [1.5, '1.5'],
    [2.25, '2.25'],
    [1.234, '1234m'],
    [0.0004, '400u'],
    [0.9999, '1'],
  ])('writes %d as %s', (cores, text) => {
    expect(formatCpu(cores)).toBe(text);
  });
});
