import { describe, expect, it } from 'vitest';
import { cartSeries, curve } from '../fixtures/series';
import { cart } from '../fixtures/shop';
import { chartsOf } from './chart-data';

const pod = cart.runs[0]?.pod ?? '';

describe('the charts', () => {
  it('are those that there are numbers for, of this pod alone', () => {
    expect(chartsOf(cartSeries, pod, 'app').map(({ title }) => title)).toEqual(['Heap', 'HTTP answers with 5xx']);
    expect(chartsOf(cartSeries, 'another', 'app')).toEqual([]);
  });
  it('have a row of nothing where scrapes are missing', () => {
    const gappy = curve('goroutines', 0, 10, (minute) => (minute > 3 && minute < 6 ? null : 8));
    const [chart] = chartsOf({ ...cartSeries, curves: [gappy] }, pod, 'app');
    expect(chart?.rows.filter(({ values }) => values[0] === null)).toHaveLength(1);
  });
  it('draw several of a kind as lines of one chart', () => {
    const curves = [
      curve('http-latency', 0, 5, () => 0.1, { detail: 'p50' }),
      curve('http-latency', 0, 5, () => 2, { detail: 'p99' }),
    ];
    const [chart] = chartsOf({ ...cartSeries, curves }, pod, 'app');
    expect(chart?.lines.map(({ name }) => name)).toEqual(['HTTP latency, p50', 'HTTP latency, p99']);
  });
});
