import { describe, expect, it } from 'vitest';
import type { SeriesView } from '../model/metrics';
import type { Snapshot } from '../model/snapshot';
import { testSeries, testSnapshot } from '../store/test-share';
import { mostBytes, mostPoints, thinSeries, thinSnapshot } from './thin-series';

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

describe('the metrics of a snapshot for a link', () => {
  const [curve] = testSeries.curves;
  if (!curve) throw new Error('the fixture has a curve');
  const snapshot = (...metrics: Snapshot['metrics']): Snapshot => ({ ...testSnapshot, metrics });
  it('stay as they are where they are few', () => {
    const small = snapshot(curve);
    expect(thinSnapshot(small, [])).toEqual(small);
  });
  it('keep each peak, and the pods named first, within what a link holds', () => {
    const many = Array.from({ length: 100 }, (_, pod) => ({
      ...curve,
      pod: `pod-${pod}`,
      points: points(1008, (index) => (index === 700 ? 9e9 : 1e9)),
    }));
    const thin = thinSnapshot(snapshot(...many), ['pod-99']);
    expect(JSON.stringify(thin.metrics).length).toBeLessThan(mostBytes * 1.01);
    expect(thin.metrics[0]?.pod).toBe('pod-99');
    for (const { points: kept } of thin.metrics) {
      expect(kept.length).toBeLessThanOrEqual(mostPoints + 1);
      expect(kept).toContainEqual([700 * 30, 9e9]);
    }
    expect(thin.failures.at(-1)?.what).toMatch(/^\d+ more curves$/);
  });
});
