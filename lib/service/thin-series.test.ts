import { describe, expect, it } from 'vitest';
import type { SeriesView } from '../model/metrics';
import { testSeries } from '../store/test-share';
import { mostBytes, mostPoints, thinSeries } from './thin-series';

const points = (count: number, value: (index: number) => number): [number, number][] =>
  Array.from({ length: count }, (_, index) => [index * 30, value(index)]);
const view = (...curves: { pod: string; points: [number, number][] }[]): SeriesView => {
  const [first] = testSeries.curves;
  if (!first) throw new Error('the fixture has a curve');
  return { ...testSeries, curves: curves.map((curve) => ({ ...first, ...curve })) };
};

describe('curves for a link', () => {
  it('stay as they are where they are short', () => {
    expect(thinSeries(testSeries, [])).toEqual(testSeries);
  });
  it('keep the peak and have at most 200 points', () => {
    const thin = thinSeries(view({ pod: 'a', points: points(961, (index) => (index === 500 ? 99 : 1)) }), []);
    const kept = thin.curves[0]?.points ?? [];
    expect(kept.length).toBeLessThanOrEqual(mostPoints);
    expect(kept).toContainEqual([500 * 30, 99]);
    expect(thin.stepSeconds).toBe(150);
  });
  it('keep a gap a gap', () => {
    const gappy = points(961, () => 1).filter(([at]) => at < 9000 || at > 15_000);
    const kept = thinSeries(view({ pod: 'a', points: gappy }), []).curves[0]?.points ?? [];
    expect(kept.filter(([at]) => at > 9000 && at < 15_000)).toEqual([]);
  });
  it('stay small: the pods named first are kept, and it is said that others are not', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ pod: `pod-${index}`, points: points(200, () => 1e9) }));
    const thin = thinSeries(view(...many), ['pod-299']);
    expect(JSON.stringify(thin.curves).length).toBeLessThan(mostBytes * 1.01);
    expect(thin.curves[0]?.pod).toBe('pod-299');
    expect(thin.missing.at(-1)?.what).toMatch(/^\d+ more curves$/);
  });
});
