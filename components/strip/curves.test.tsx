import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { SeriesView } from '@/lib/model/metrics';
import { cartSeries, curve as seriesOf } from '../fixtures/series';
import { at, cart, healthyApi } from '../fixtures/shop';
import { curveOfCause, drawable, parseCurve, seriesWindowFor } from './curve-kinds';
import { curveModel, inPieces, ticksUpTo } from './curve-model';
import { line, steps } from './curve-svg';
import { stretches } from './curve-table';
import { stripOf } from './geometry';
import { Strip } from './strip';

const strip = stripOf(cart, '1h', null);
const [lane] = strip.lanes;
const model = (id: Parameters<typeof curveModel>[0], view: SeriesView = cartSeries) => {
  if (!lane) throw new Error('the fixture has a lane');
  return curveModel(id, view, lane, strip.axis);
};
const mi = 2 ** 20;

describe('which curve', () => {
  it('is the one that the cause is about', () => {
    const cause = (id: 'oom-killed-limit' | 'cpu-throttled', family: 'memory' | 'contributing') =>
      curveOfCause({ ...(cart.primary ?? fail()), cause: id, family });
    expect([cause('oom-killed-limit', 'memory'), cause('cpu-throttled', 'contributing'), curveOfCause(null)]).toEqual([
      'memory',
      'cpu',
      'memory',
    ]);
  });
  it('offers only those with numbers, the one of the cause first', () => {
    expect(drawable(cartSeries, 'app', 'cpu')).toEqual(['cpu', 'memory', 'probe']);
    expect(drawable(cartSeries, 'sidecar', 'memory')).toEqual([]);
    const curves = cartSeries.curves.filter(({ id }) => id !== 'probe-duration');
    expect(drawable({ ...cartSeries, curves }, 'app', 'probe')).toEqual(['cpu', 'memory']);
  });
  it('comes from the address only where it is one', () => {
    expect([parseCurve('cpu'), parseCurve('<x>'), parseCurve(undefined)]).toEqual(['cpu', null, null]);
  });
  it('is asked for as far back as the strip shows', () => {
    expect((['10m', null, '3h', '6h', '24h', '7d'] as const).map(seriesWindowFor)).toEqual([
      '1h',
      '1h',
      '6h',
      '6h',
      '24h',
      '7d',
    ]);
  });
});

describe('a curve', () => {
  it('breaks where scrapes are missing and where a run ended', () => {
    expect(
      inPieces(
        [
          [0, 1],
          [10, 2],
          [100, 3],
        ],
        25,
        [],
      ),
    ).toEqual([
      [
        [0, 1],
        [10, 2],
      ],
      [[100, 3]],
    ]);
    expect(
      inPieces(
        [
          [0, 9],
          [10, 1],
        ],
        25,
        [5],
      ),
    ).toEqual([[[0, 9]], [[10, 1]]]);
  });
  it('of the lane has one piece for each run and one more for the missing scrapes', () => {
    const own = model('memory')?.lines.find((one) => one.own);
    expect(own?.pieces).toHaveLength(2 + 7);
  });
  it('lets the limit move in a step, never a slope', () => {
    const limit = model('memory')?.levels.find(({ name }) => name === 'limit');
    expect(new Set(limit?.pieces.flat().map(([, value]) => value))).toEqual(new Set([512 * mi, 256 * mi]));
    expect(limit?.words).toBe('limit 256Mi');
    expect(
      steps(
        [
          [0, 5],
          [1, 5],
          [2, 3],
        ],
        (at) => at,
        (value) => value,
      ),
    ).toBe('M0 5H1H2V3');
  });
  it('draws a lone sample as a dot', () => {
    expect(
      line(
        [[1, 2]],
        (at) => at,
        (value) => value,
      ),
    ).toBe('M1 2h0');
  });
  it('does not let a limit far above flatten it', () => {
    const curves = [
      seriesOf('memory-working-set', 20, 50, () => 10 * mi),
      seriesOf('memory-limit', 20, 50, () => 4096 * mi),
    ];
    const far = model('memory', { ...cartSeries, curves });
    expect(far?.levels[0]?.beyond).toBe(true);
    expect(far?.top).toBeLessThan(12 * mi);
    const html = renderToStaticMarkup(
      <Strip diagnosis={cart} window="1h" pod={null} zone="UTC" series={{ ...cartSeries, curves }} />,
    );
    expect(html).toContain('Memory in use and its limit. Limit 4Gi: far above, not drawn.');
  });
  it('has no word of a limit that is not set, nor of a share that nobody counted', () => {
    const only = (id: 'memory-working-set' | 'cpu-usage') => cartSeries.curves.filter((one) => one.id === id);
    expect(model('memory', { ...cartSeries, curves: only('memory-working-set') })?.says).toBe('memory in use');
    expect(model('cpu', { ...cartSeries, curves: only('cpu-usage') })?.says).toBe('CPU in use');
    expect(model('cpu')?.says).toBe('CPU in use, and how much of the time it was throttled');
  });
  it('leaves out what is not a number', () => {
    const curves = [seriesOf('memory-working-set', 20, 50, () => Number.NaN)];
    expect(model('memory', { ...cartSeries, curves })).toBeNull();
  });
  it('is read out with its limit and its share beside it', () => {
    expect(model('cpu')?.readings[0]).toMatchObject({ value: '180m', beside: ['limit 250m', '5 % throttled'] });
    expect(model('probe')?.readings[0]?.value).toMatch(/^liveness 40\d ms, readiness 100 ms$/);
  });
  it('has round values at its side', () => {
    expect(ticksUpTo(256 * mi, 'bytes').map(({ words }) => words)).toEqual(['64Mi', '128Mi']);
    expect(ticksUpTo(0.3, 'cores').map(({ words }) => words)).toEqual(['100m', '200m']);
    // 2.5m would be shown as 3m.
    expect(ticksUpTo(0.011, 'cores').map(({ words }) => words)).toEqual(['2m', '4m']);
    expect(ticksUpTo(0, 'count')).toEqual([]);
  });
});

describe('the table of a curve', () => {
  it('names stretches without numbers', () => {
    const rows = stretches(model('memory')?.readings ?? [], strip.axis);
    expect(rows.length).toBeLessThanOrEqual(31);
    expect(rows.filter(({ highest }) => highest === null).length).toBeGreaterThan(1);
    const gapAt = Date.parse(at(7.5));
    expect(rows.find(({ from, to }) => from <= gapAt && gapAt < to)).toMatchObject({ highest: null });
  });
});

describe('the strip', () => {
  const markup = (more: Partial<Parameters<typeof Strip>[0]>) =>
    renderToStaticMarkup(<Strip diagnosis={cart} window="1h" pod={null} zone="UTC" {...more} />);
  it('without Prometheus has no curve, no choice and not a word of it', () => {
    const html = markup({ series: null });
    for (const word of ['data-line', 'slider', 'aria-label="Curve"', 'Not checked']) expect(html).not.toContain(word);
    expect(html).toBe(markup({}));
  });
  it('keeps the place of a curve that is being read', () => {
    const height = (html: string): string | undefined => /height="(\d+)" class="block/.exec(html)?.[1];
    expect(height(markup({ series: 'waiting' }))).toBe(height(markup({ series: cartSeries })));
  });
  it('says what could not be had and why', () => {
    const failed = {
      ...cartSeries,
      curves: [],
      missing: [
        { what: 'memory', why: 'Prometheus did not answer in 5 s.' },
        { what: 'CPU', why: 'Prometheus did not answer in 5 s.' },
      ],
    };
    expect(markup({ series: failed })).toContain('memory, CPU: Prometheus did not answer in 5 s.');
    expect(markup({ series: failed })).toContain('aria-label="Window"');
  });
  it('says that there are no numbers for the curve that was asked for, and shows another', () => {
    expect(markup({ series: cartSeries, curve: 'requests' })).toContain('There are no numbers for requests.');
  });
  it('draws the restarts of a week that only the counter of Prometheus knows, and says them', () => {
    const { runs, asOf } = cart;
    const [end] = runs
      .flatMap(({ finishedAt }) => finishedAt ?? [])
      .toSorted()
      .toReversed();
    const ended = Math.floor(Date.parse(end ?? fail()) / 1000);
    const points = [30, 20, 10, 5, 0].map((hours, count): [number, number] => [ended + 60 - hours * 3600, count * 2]);
    const restarts = { ...seriesOf('restarts', 0, 0, () => 0), pod: lane?.pod ?? '', points };
    const html = markup({
      window: '7d',
      series: { ...cartSeries, window: '7d', curves: [...cartSeries.curves, restarts] },
    });
    expect(Date.parse(asOf) / 1000).toBeGreaterThan(ended);
    expect(html).toMatch(/Ticks: \d more restarts that Prometheus counted, the last before /);
    expect(html.match(/data-restart/g)?.length).toBeGreaterThanOrEqual(3);
    expect(html).toContain('restart counted');
    expect(markup({ series: cartSeries })).not.toContain('data-restart');
  });
  it('is there for a healthy workload too', () => {
    expect(markup({ diagnosis: healthyApi, series: cartSeries })).toContain('data-line="own"');
  });
});

function fail(): never {
  throw new Error('the fixture has a cause');
}

describe('folded lanes', () => {
  it('have their curve too, where they have numbers of their own', () => {
    const [first] = cart.runs;
    if (!first) throw new Error('the fixture has a run');
    // The fixture has runs of another pod with numbers; here is one without.
    const folded = { ...cart, runs: [...cart.runs, { ...first, pod: 'cart-7d9c6b5f8-nnnnn', podUid: 'u-nnnnn' }] };
    const html = renderToStaticMarkup(
      <Strip diagnosis={folded} window="1h" pod={null} zone="UTC" series={cartSeries} />,
    );
    const lanes = html.slice(html.indexOf('other containers'));
    expect(lanes).toContain('app in cart-7d9c6b5f8-8wq2m: memory in use and its limit');
    expect(lanes).toContain('The curve of app in cart-7d9c6b5f8-8wq2m as a table');
    expect(lanes).not.toContain('app in cart-7d9c6b5f8-nnnnn: ');
    const tables = lanes.match(/aria-label="The curve of [^"]* as a table"/g) ?? [];
    expect(new Set(tables).size).toBe(tables.length);
    expect(lanes.match(/data-line="own"/g)).toHaveLength(tables.length);
  });
});
