import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPrometheus, startPrometheus, type RealPrometheus } from '../../e2e/prometheus/server';
import { shopObjects } from '../../e2e/prometheus/shop';
import { made, Mi, weekAsOpenMetrics, weekEnd } from '../../e2e/prometheus/week';
import { createPicture } from '../cluster/picture';
import { collectSnapshot } from '../collect/collect-snapshot';
import type { LogBook } from '../collect/log-book';
import { createMetricBook, type MetricBook } from '../collect/metric-book';
import { feed } from '../collect/testing';
import { loadConfig } from '../config/config';
import { diagnose } from '../engine/run';
import { parseQuantity } from '../format/quantity';
import { plainHeadline, type Diagnosis, type Remedy } from '../model/diagnosis';
import { isKind } from '../model/kinds';
import { createPrometheus, type Prometheus } from './prometheus';

const installed = await hasPrometheus();
const noLogs: LogBook = {
  of: () => ({ digests: [], failures: [], pending: [] }),
  follow: () => () => undefined,
  want: () => undefined,
  waiting: () => 0,
  idle: () => Promise.resolve(),
  sweep: () => undefined,
  stop: () => undefined,
};

function within5Percent(got: number, wanted: number): void {
  expect(got).toBeGreaterThanOrEqual(wanted * 0.95);
  expect(got).toBeLessThanOrEqual(wanted * 1.05);
}

describe.skipIf(!installed)('from a real Prometheus to the number in the remedy', () => {
  let real: RealPrometheus;
  let prometheus: Prometheus;
  let book: MetricBook;
  const picture = createPicture({ now: () => weekEnd });
  beforeAll(async () => {
    real = await startPrometheus(weekAsOpenMetrics());
    const { prometheus: config } = loadConfig({ HOME: '/nowhere', UNLOOP_PROMETHEUS_URL: real.url }, {});
    const nowSeconds = () => Date.parse(weekEnd) / 1000;
    prometheus = createPrometheus({ config, services: () => [], proxied: () => null, nowSeconds });
    book = createMetricBook({
      prometheus,
      redact: String,
      now: () => weekEnd,
      onRead: () => undefined,
      wait: () => () => undefined,
    });
    for (const { kind, metadata, ...rest } of shopObjects()) {
      if (isKind(kind))
        feed(picture, kind, metadata.name, { metadata: { uid: `uid-${kind}-${metadata.name}`, ...metadata }, ...rest });
    }
    book.follow(picture);
  });
  afterAll(async () => {
    book?.stop();
    prometheus?.close();
    await real?.stop();
  });

  /** As a page asks: its metrics are read, then it is judged. */
  async function page(name: string, kind = 'Deployment'): Promise<Diagnosis> {
    const ref = { namespace: 'shop', kind, name };
    await book.want(ref, 60_000);
    const snapshot = collectSnapshot(picture, ref, {
      cluster: { name: 'test', id: '' },
      now: weekEnd,
      logs: noLogs,
      metrics: book,
      capabilities: { missing: [], serverVersion: null },
      states: [],
    });
    if (snapshot === null) throw new Error(`no ${kind} ${name}`);
    expect(snapshot.failures).toEqual([]);
    return diagnose(snapshot).diagnosis;
  }
  function remedy({ remedies }: Diagnosis, id: string): Remedy {
    const found = remedies.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no ${id} among ${remedies.map((one) => one.id).join(', ')}`);
    expect(found.arithmetic).not.toBeNull();
    return found;
  }
  const marks = ({ risks }: Diagnosis) =>
    risks.flatMap(({ id, headline }) =>
      headline.flatMap((part) => (typeof part === 'object' && 'mark' in part ? [[id, part.mark]] : [])),
    );

  it('a leak: how fast it grows, and no higher limit', async () => {
    const diagnosis = await page('cart');
    expect(diagnosis.primary?.cause).toBe('oom-killed-limit');
    expect(diagnosis.contributing.map(({ cause }) => cause)).toContain('memory-leak-trend');
    expect(diagnosis.remedies.map(({ id }) => id)).not.toContain('set-memory-limit');
    const { why, arithmetic } = remedy(diagnosis, 'do-not-raise-memory');
    within5Percent(Number(/At ([\d.]+)Mi a minute/.exec(why)?.[1]), 55);
    within5Percent(Number(/= ([\d.]+) min/.exec(arithmetic ?? '')?.[1]), 512 / 55);
  });

  it('an honest need: the peak of the revision that held, and a quarter more', async () => {
    const diagnosis = await page('search');
    expect(diagnosis.primary?.cause).toBe('oom-killed-limit');
    const { command, arithmetic } = remedy(diagnosis, 'set-memory-limit');
    const limit = parseQuantity(/--limits=memory=(\S+)/.exec(command ?? '')?.[1] ?? '') ?? 0;
    within5Percent(limit, made.need.peak * 1.25);
    expect(arithmetic).toContain(`highest peak ${made.need.peak / Mi}Mi (revision 1, 7 days) × 1.25`);
  });

  it('a throttled probe: the CPU that the throttled share asks for', async () => {
    const diagnosis = await page('checkout');
    const causes = [diagnosis.primary, ...diagnosis.contributing].map((finding) => finding?.cause);
    expect(causes).toEqual(expect.arrayContaining(['liveness-probe-failing', 'cpu-throttled']));
    const { patch } = remedy(diagnosis, 'raise-cpu');
    within5Percent(parseQuantity(/cpu: (\S+)/.exec(patch ?? '')?.[1] ?? '') ?? 0, 0.2 / (1 - made.throttled.share));
  });

  it('a slow start: twice the measured start for the probe', async () => {
    const diagnosis = await page('ledger');
    expect(marks(diagnosis)).toEqual([['slow-to-start', '95 s']]);
    const threshold = Number(/failureThreshold: (\d+)/.exec(remedy(diagnosis, 'widen-startup-probe').patch ?? '')?.[1]);
    within5Percent(threshold * 10, 2 * made.slowStart.seconds);
  });

  it('a slow loop and a nightly restart: every how many hours, at which minute', async () => {
    const loop = await page('mailer', 'StatefulSet');
    expect(marks(loop).map(([id]) => id)).toEqual(['slow-loop']);
    within5Percent(parseFloat(marks(loop)[0]?.[1] ?? ''), 11);
    const night = await page('report');
    expect(marks(night).map(([id]) => id)).toEqual(['nightly-restart']);
    expect(night.risks.map(({ headline }) => plainHeadline(headline)).join()).toContain('at 02:13 UTC');
  });
});
