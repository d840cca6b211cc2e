import { describe, expect, it } from 'vitest';
import type { Run } from '@/lib/model/diagnosis';
import { at, cart, indexer, now, run } from '../fixtures/shop';
import { fittingWindow, parseWindow, stripModel, stripOf, ticksOf } from './geometry';

const minutes = (count: number): number => count * 60_000;
const model = (runs: Run[], more: Partial<Parameters<typeof stripModel>[0]> = {}) =>
  stripModel({ runs, changes: [], next: [], asOf: now, window: '1h', suspect: null, pod: null, ...more });

describe('the window', () => {
  const nowMs = Date.parse(now);
  it('is the smallest that holds the runs which ended within the hour', () => {
    expect(fittingWindow([run(56, 57, 'exit'), run(58, 59, 'exit')], nowMs)).toBe(minutes(5));
    expect(fittingWindow([run(20, 22, 'exit'), run(58, 59, 'exit')], nowMs)).toBe(minutes(60));
  });
  it('does not grow for a run that began long ago and ended lately', () => {
    expect(fittingWindow([run(-5000, 55, 'memory')], nowMs)).toBe(minutes(10));
  });
  it('reaches back to the newest end where nothing ended within the hour', () => {
    expect(fittingWindow([run(-400, -200, 'exit')], nowMs)).toBe(minutes(360));
  });
  it('is an hour where there is nothing to fit', () => {
    expect(fittingWindow([], nowMs)).toBe(minutes(60));
  });
  it('takes only windows that are offered from the address', () => {
    expect([parseWindow('6h'), parseWindow('99y'), parseWindow(undefined)]).toEqual(['6h', null, null]);
  });
  it('has a handful of ticks on whole steps', () => {
    expect(ticksOf(minutes(61), minutes(119)).map((tick) => tick / minutes(1))).toEqual([70, 80, 90, 100, 110]);
  });
});

describe('a lane', () => {
  it('places a run by its times, and cuts what began before the window', () => {
    const [lane] = model([run(-30, 15, 'exit'), run(30, 45, 'memory')]).lanes;
    expect(lane?.bars.map(({ bar, end }) => [bar.left, bar.width, end])).toEqual([
      [0, 25, { at: 25, mark: 'exit' }],
      [50, 25, { at: 75, mark: 'memory' }],
    ]);
  });
  it('leaves out runs that ended before the window', () => {
    expect(model([run(-30, -20, 'exit'), run(30, 45, 'exit')]).lanes[0]?.bars).toHaveLength(1);
  });
  it.each([
    ['goes on to runs that a clock which is ahead dates after now', 65, null, 1],
    ['leaves out what lies further ahead than it is wide', 300, '1h' as const, 0],
  ])('%s', (_, end, window, count) => {
    const { lanes, axis } = model([run(end - 1, end, 'exit')], { window });
    const bars = lanes[0]?.bars ?? [];
    expect(bars).toHaveLength(count);
    for (const { bar, end: mark } of bars) {
      expect(bar.left + bar.width).toBeLessThanOrEqual(100);
      expect(mark?.at).toBeLessThanOrEqual(100);
    }
    expect(axis.to - axis.now).toBeLessThan(minutes(60));
  });
  it('draws no mark for a replaced run and none for a running one', () => {
    const [lane] = model([run(0, 15, 'replaced'), run(30, null, null)]).lanes;
    expect(lane?.bars.map(({ end, running }) => [end, running])).toEqual([
      [null, false],
      [null, true],
    ]);
  });
  it('shows the span from TERM to KILL apart from the run', () => {
    const [lane] = stripOf(indexer, '1h', null).lanes;
    const first = lane?.bars[0];
    expect(first?.deaf?.left).toBeCloseTo(75, 1);
    expect(first?.deaf?.width).toBeCloseTo(50 / 60, 1);
    expect((first?.bar.left ?? 0) + (first?.bar.width ?? 0)).toBeCloseTo(75, 1);
    expect(first?.end?.mark).toBe('unhandled-stop');
  });
  it('shows the span also of a probe kill that ended in SIGKILL, and not of one that was obeyed', () => {
    const killed = run(30, 40, 'probe', { termAt: at(39.5) });
    const obeyed = run(41, 50, 'probe', { termAt: at(49.9), exitCode: 0 });
    const [lane] = model([killed, obeyed]).lanes;
    expect(lane?.bars.map(({ deaf }) => deaf !== null)).toEqual([true, false]);
  });
  it('is in back-off from an end to the next start or attempt, but not for a start at once', () => {
    const runs = [run(10, 15, 'exit'), run(30, 33, 'exit'), run(33.05, 45, 'exit')];
    const next = [{ pod: runs[0]?.pod ?? '', container: 'app', at: at(61) }];
    const strip = model(runs, { next });
    const starts = strip.lanes[0]?.backoff.map(({ left }) => Math.round(left));
    expect(starts).toEqual([24, 72]);
    expect(strip.lanes[0]?.next).toBeGreaterThan(90);
    expect(strip.axis.to).toBeGreaterThan(strip.axis.now);
  });
});

describe('the order of lanes', () => {
  it('has the suspected container that ended last first, and the pod that was asked for before all', () => {
    const runs = [
      run(50, 58, 'exit', { container: 'proxy' }),
      run(10, 20, 'memory'),
      run(10, 40, 'memory', { pod: 'cart-b', podUid: 'b' }),
      run(0, null, null, { pod: 'cart-c', podUid: 'c' }),
    ];
    const suspect = { name: 'app', type: 'container' } as const;
    const keys = (pod: string | null) => model(runs, { suspect, pod }).lanes.map((lane) => lane.key);
    expect(keys(null)).toEqual(['b/app', 'pod-1/app', 'c/app', 'pod-1/proxy']);
    expect(keys('cart-c')[0]).toBe('c/app');
  });
  it('has the pod that the proof speaks of before others of the same container', () => {
    const other = run(50, 59, 'memory', { pod: 'cart-b', podUid: 'b' });
    expect(stripOf({ ...cart, runs: [...cart.runs, other] }, '1h', null).lanes[0]?.pod).toBe(cart.runs[0]?.pod);
  });
});

describe('the whole strip', () => {
  it('flags changes within the window and names the marks that are there', () => {
    const strip = stripOf(cart, '1h', null);
    expect(strip.flags.map(({ change }) => change.revision)).toEqual([7]);
    expect(strip.marks).toEqual(['memory']);
    expect([strip.hasRunning, strip.hasBackoff]).toEqual([true, true]);
  });
  it('keeps every place within the drawing', () => {
    const strip = stripOf(cart, null, null);
    for (const { bar, end } of strip.lanes.flatMap((lane) => lane.bars)) {
      expect(bar.left).toBeGreaterThanOrEqual(0);
      expect(bar.left + bar.width).toBeLessThanOrEqual(100.01);
      if (end) expect(end.at).toBeLessThanOrEqual(100);
    }
  });
});
