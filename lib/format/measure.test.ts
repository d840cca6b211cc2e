import { describe, expect, it } from 'vitest';
import { formatMeasure, unitAfter, type MeasureUnit } from './measure';

describe('a measured value', () => {
  it.each<[number, MeasureUnit, string]>([
    [267_911_168, 'bytes', '255Mi'],
    [0.25, 'cores', '250m'],
    [1.234, 'seconds', '1.2 s'],
    [0.0049, 'seconds', '5 ms'],
    [0.8712, 'ratio', '87 %'],
    [0.004, 'ratio', '0.4 %'],
    [0, 'ratio', '0 %'],
    [18, 'count', '18'],
    [3.42, 'per-second', '3.4/s'],
    [1284.4, 'per-second', '1\u202f284/s'],
    [Number.NaN, 'bytes', 'not a number'],
  ])('%d %s reads %s', (value, unit, words) => expect(formatMeasure(value, unit)).toBe(words));
});

describe('the unit of a quoted value', () => {
  it.each([
    ['267911168', 'bytes', ' bytes'],
    ['0.70', 'share of periods', ' share of periods'],
    ['255Mi', 'bytes', ''],
    ['1.2 s', 'seconds', ''],
  ])('of %s %s is "%s"', (value, unit, words) => expect(unitAfter(value, unit)).toBe(words));
});
