import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPrometheus, startPrometheus, type RealPrometheus } from '../../e2e/prometheus/server';
import { endSeconds, made, Mi, weekAsOpenMetrics } from '../../e2e/prometheus/week';
import { loadConfig } from '../config/config';
import type { MetricId } from '../model/metrics';
import { createPrometheus, type Prometheus } from './prometheus';
import type { Group } from './queries';
import type { PlacedSeries } from './read-curves';
import { scopeOf } from './scope';

const page: Group[] = ['memory', 'cpu', 'probes', 'restarts', 'node', 'runtime', 'http', 'runs', 'week'];

const installed = await hasPrometheus();

describe.skipIf(!installed)('a real Prometheus with a week of series', () => {
  let real: RealPrometheus;
  let prometheus: Prometheus;
  beforeAll(async () => {
    real = await startPrometheus(weekAsOpenMetrics());
    const { prometheus: config } = loadConfig({ HOME: '/nowhere', UNLOOP_PROMETHEUS_URL: real.url }, {});
    prometheus = createPrometheus({
      config,
      services: () => [],
      proxied: () => null,
      nowSeconds: () => endSeconds,
    });
  });
  afterAll(async () => {
    prometheus?.close();
    await real?.stop();
  });

  const read = (kind: string, name: string, pod: string, groups = page, windowSeconds = 3600) =>
    prometheus.read({
      groups,
      scope: scopeOf([{ ref: { namespace: 'shop', kind, name }, pods: [pod] }], [made.node], [pod]),
      end: endSeconds,
      windowSeconds,
      signal: new AbortController().signal,
      redact: (text) => text,
    });
  const curve = (series: readonly PlacedSeries[], id: MetricId): PlacedSeries => {
    const found = series.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no ${id} among ${series.map((one) => one.id).join(', ')}`);
    return found;
  };
  const last = ({ points }: PlacedSeries): number => points.at(-1)?.[1] ?? Number.NaN;

  it('says what is there and how often it is scraped', async () => {
    const { failures } = await read('Deployment', 'cart', made.leak.pod);
    expect(failures).toEqual([]);
    const view = prometheus.view();
    expect(view).toMatchObject({ state: 'answers', address: real.url, scrapeSeconds: 15 });
    expect(view.has).toContain('cAdvisor (memory and CPU of containers)');
  });

  it('shows the leak in each run up to its death, at its own rate', async () => {
    const { series } = await read('Deployment', 'cart', made.leak.pod);
    const memory = curve(series, 'memory-working-set');
    expect(memory).toMatchObject({ pod: made.leak.pod, container: 'app', namespace: 'shop' });
    const slopes = memory.points.flatMap(([at, value], index) => {
      const before = memory.points[index - 1];
      return before === undefined || value < before[1] ? [] : [((value - before[1]) / (at - before[0])) * 60];
    });
    slopes.sort((left, right) => left - right);
    expect(slopes[Math.floor(slopes.length / 2)]).toBeCloseTo(made.leak.bytesPerMinute, -4);
    const drops = memory.points.filter(([, value], index) => value < (memory.points[index - 1]?.[1] ?? 0) / 2);
    expect(drops.length).toBeGreaterThanOrEqual(6);
    expect(Math.max(...memory.points.map(([, value]) => value))).toBeGreaterThan(0.9 * made.leak.limit);
    expect(last(curve(series, 'memory-limit'))).toBe(made.leak.limit);
  });

  it('reads each sample of each run at its own time, and none of a run that is over', async () => {
    const { series } = await read('Deployment', 'cart', made.leak.pod, ['memory', 'runs']);
    const memory = series.filter(({ id }) => id === 'memory-working-set');
    expect(memory).toHaveLength(1);
    expect(memory[0]).toMatchObject({ pod: made.leak.pod, container: 'app', namespace: 'shop' });
    expect(memory[0]?.query).toContain('[1h]');
    const { points } = memory[0] ?? { points: [] };
    expect(points.length).toBeGreaterThanOrEqual(240);
    const perSecond = made.leak.bytesPerMinute / 60;
    const slopes = points.flatMap(([at, value], index) => {
      const before = points[index - 1];
      return before === undefined || value < before[1] ? [] : [(value - before[1]) / (at - before[0])];
    });
    expect(slopes.length).toBeGreaterThan(230);
    for (const slope of slopes) expect(slope).toBeCloseTo(perSecond, 3);
  });

  it('knows the peak of the week, of cAdvisor alone, and how long a healthy pod takes', async () => {
    const { series } = await read('Deployment', 'search', made.need.pod);
    const ofNeed = series.filter(({ pod }) => pod === made.need.pod);
    expect(last(curve(ofNeed, 'memory-peak'))).toBe(made.need.peak);
    expect(last(curve(ofNeed, 'memory-working-set'))).toBe(made.need.level);
    expect(last(curve(series, 'memory-request'))).toBe(256 * Mi);
    expect(last(curve(series, 'cpu-peak'))).toBeCloseTo(0.05, 3);
    expect(last(curve(series, 'http-error-share'))).toBeCloseTo(0.1, 3);
    expect(last(curve(series, 'http-requests'))).toBeCloseTo(10, 1);
    expect(last(curve(series, 'probe-failed-share'))).toBe(0);
    expect(curve(series, 'node-memory-available')).toMatchObject({ pod: null, detail: made.node });
    const slow = await read('Deployment', 'ledger', made.slowStart.pod);
    expect(last(curve(slow.series, 'time-to-ready'))).toBe(made.slowStart.seconds);
  });

  it('shows throttling and the failures of the probe at the same time', async () => {
    const { series } = await read('Deployment', 'checkout', made.throttled.pod);
    expect(last(curve(series, 'cpu-throttled-share'))).toBeCloseTo(made.throttled.share, 2);
    expect(curve(series, 'cpu-throttled-share').points[0]?.[1]).toBe(0);
    expect(last(curve(series, 'cpu-usage'))).toBeCloseTo(made.throttled.cores, 2);
    const failed = curve(series, 'probe-failed-share');
    expect(failed.detail).toBe('liveness');
    expect(last(failed)).toBeCloseTo(made.throttled.failed, 1);
  });

  it('takes failures that nobody counted for none only where the total was counted', async () => {
    const ofPod = async (kind: string, name: string, pod: string, id: MetricId) => {
      const { series } = await read(kind, name, pod, ['probes', 'http']);
      return series.filter((one) => one.id === id && one.pod === pod).flatMap(({ points }) => points);
    };
    const mailer = await ofPod('StatefulSet', 'mailer', made.slowLoop.pod, 'http-error-share');
    expect(mailer.length).toBeGreaterThan(200);
    expect(new Set(mailer.map(([, share]) => share))).toEqual(new Set([0]));
    // Answers without a status, and a pod that counts none at all.
    expect(await ofPod('Deployment', 'report', made.nightly.pod, 'http-error-share')).toEqual([]);
    expect(await ofPod('Deployment', 'cart', made.leak.pod, 'http-error-share')).toEqual([]);
    expect(await ofPod('Deployment', 'cart', made.leak.pod, 'probe-failed-share')).toEqual([]);
    // The first failure: unknown, not none.
    const ledger = await ofPod('Deployment', 'ledger', made.slowStart.pod, 'probe-failed-share');
    expect(ledger.length).toBeGreaterThan(200);
    expect(ledger.filter(([at]) => at >= endSeconds - 30)).toEqual([]);
  });

  it('shows restarts that no alert sees, at the minute of each night', async () => {
    const steps = async (kind: string, name: string, pod: string): Promise<number[]> => {
      const { series } = await read(kind, name, pod, ['restarts']);
      const { points } = curve(series, 'restarts');
      return points.flatMap(([at, value], index) => (value > (points[index - 1]?.[1] ?? value) ? [at] : []));
    };
    const nights = await steps('Deployment', 'report', made.nightly.pod);
    expect(nights).toHaveLength(7);
    expect(new Set(nights.map((at) => new Date(at * 1000).toISOString().slice(11, 15)))).toEqual(new Set(['02:2']));
    const loops = await steps('StatefulSet', 'mailer', made.slowLoop.pod);
    expect(loops).toHaveLength(15);
  });

  it('draws nothing where nothing was scraped', async () => {
    const { series } = await read('Deployment', 'cart', made.leak.pod, ['memory'], 21_600);
    const { points } = curve(series, 'memory-working-set');
    expect(points[0]?.[0]).toBeGreaterThanOrEqual(endSeconds - 7200);
  });

  it('asks a page within twelve requests: nine, and two for what is there', async () => {
    const before = prometheus.view().requests;
    await read('Deployment', 'cart', made.leak.pod);
    expect(prometheus.view().requests - before).toBeLessThanOrEqual(9);
    expect(before).toBeGreaterThan(0);
  });
});
