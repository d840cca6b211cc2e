import { describe, expect, it } from 'vitest';
import { cartSeries, curve } from '../fixtures/series';
import { cart } from '../fixtures/shop';
import { countedRestarts } from './counted-restarts';
import { stripOf } from './geometry';

describe('restarts that only a counter knows', () => {
  const { axis, lanes } = stripOf(cart, '7d', null);
  const [lane] = lanes;
  const counted = (points: [number, number][], bars = lane?.bars ?? []) =>
    lane
      ? countedRestarts(
          { ...cartSeries, curves: [{ ...curve('restarts', 0, 0, () => 0), pod: lane.pod, points }] },
          { ...lane, bars },
          axis,
        )
      : null;
  const hour = (hours: number): number => Math.floor(axis.now / 1000) - hours * 3600;

  it('are where it rose, and not where it began anew', () => {
    const points: [number, number][] = [
      [hour(40), 3],
      [hour(30), 4],
      [hour(20), 0],
      [hour(10), 2],
    ];
    expect(counted(points, [])).toEqual([
      { at: hour(30) * 1000, by: 1 },
      { at: hour(10) * 1000, by: 2 },
    ]);
  });
  it('leave out those that a drawn run began with, though the scrape came after it, and those outside of the strip', () => {
    const [bar] = lane?.bars ?? [];
    if (!bar) throw new Error('the fixture has a run');
    const startedAt = new Date((hour(10) - 20) * 1000).toISOString();
    const own = [{ ...bar, run: { ...bar.run, startedAt } }];
    // Seen between two samples, and by the second of them only twenty seconds later.
    expect(
      counted(
        [
          [hour(11), 4],
          [hour(10), 5],
        ],
        own,
      ),
    ).toEqual([]);
    expect(
      counted(
        [
          [hour(11), 4],
          [hour(10), 4],
          [hour(9), 5],
        ],
        own,
      ),
    ).toEqual([]);
    expect(
      counted(
        [
          [hour(11), 4],
          [hour(10), 6],
        ],
        own,
      ),
    ).toEqual([{ at: hour(10) * 1000, by: 1 }]);
    expect(
      counted(
        [
          [hour(400), 0],
          [hour(300), 5],
        ],
        [],
      ),
    ).toEqual([]);
  });
});
