import { describe, expect, it } from 'vitest';
import { plainHeadline, type Diagnosis } from '../model/diagnosis';
import type { MetricId } from '../model/metrics';
import { replay } from './scenarios/replay';
import { scenarioSchema, type Scenario } from './scenarios/scenario';
import { ago, asOf, deployment, event, podName, podOf, runningFor } from './testing/build';

const now = Date.parse(asOf) / 1000;
const mi = 1024 ** 2;
type Metric = Scenario['metrics'][number];

/** One value a minute, the last one now. */
function curve(id: MetricId, values: readonly number[], more: Partial<Metric> = {}): Metric {
  return {
    id,
    pod: podName,
    container: 'main',
    detail: null,
    unit: 'count',
    query: `${id}{}`,
    points: values.map((value, i) => [now - 60 * (values.length - 1 - i), value]),
    ...more,
  };
}

const steady = (value: number, times = 20): number[] => Array.from({ length: times }, () => value);
const rising = (from: number, by: number, times = 20): number[] =>
  Array.from({ length: times }, (_, i) => from + i * by);

async function healthyWith(
  metrics: readonly Metric[],
  container: Record<string, unknown> = {},
  objects: Scenario['objects'] = [],
): Promise<Diagnosis> {
  const status = {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(200) }],
    containerStatuses: [runningFor('main', 200)],
  };
  const scenario = scenarioSchema.parse({
    about: 'a healthy pod',
    asOf,
    objects: [...deployment(), podOf({ status, container, age: 200 }), ...objects],
    metrics,
    expected: { workload: 'Deployment/app', status: 'healthy' },
  });
  const { diagnosis, faults } = await replay(scenario);
  expect(faults).toEqual([]);
  expect(diagnosis.status).toBe('healthy');
  return diagnosis;
}

const idsOf = ({ risks }: Diagnosis) => risks.map(({ id }) => id);
const saidOf = ({ risks }: Diagnosis) => risks.map(({ headline }) => plainHeadline(headline));

describe('the program’s own numbers', () => {
  const pool = (inUse: number[], detail: string | null = 'orders') => [
    curve('pool-in-use', inUse, { detail }),
    curve('pool-max', steady(10), { detail: 'orders' }),
  ];
  it('a connection pool at its maximum for a minute', async () => {
    const diagnosis = await healthyWith(pool([3, 4, 10, 10, 10, 5]));
    expect(saidOf(diagnosis)).toEqual(['Container main had its connection pool orders in use to 10 of 10']);
  });
  it.each([
    ['for one sample only', pool([3, 10, 3, 10, 3])],
    [
      'across a gap',
      [
        curve('pool-in-use', [10, 10], {
          points: [
            [now - 600, 10],
            [now, 10],
          ],
        }),
        ...pool([1]).slice(1),
      ],
    ],
    ['of another pool’s maximum', pool([10, 10, 10], 'reports')],
    ['at nine of ten', pool(steady(9))],
  ])('not %s', async (_, metrics) => {
    expect(idsOf(await healthyWith(metrics))).toEqual([]);
  });

  it('an event loop that comes round more than a second late, twice in a row', async () => {
    const lag = (values: number[]) => healthyWith([curve('event-loop-lag', values, { unit: 'seconds' })]);
    expect(saidOf(await lag([0.01, 1.4, 2.25, 0.01]))).toEqual(['Container main blocks its event loop for 2.3 s']);
    expect(idsOf(await lag([0.01, 2.25, 0.01, 2.25]))).toEqual([]);
  });

  it('goroutines that grow to the end, not those that level', async () => {
    const grown = await healthyWith([curve('goroutines', rising(200, 100))]);
    expect(saidOf(grown)).toEqual(['Container main starts goroutines that do not end: 2100 and rising']);
    const levels = [...rising(200, 400, 6), ...steady(2200, 14)];
    expect(idsOf(await healthyWith([curve('goroutines', levels)]))).toEqual([]);
    expect(idsOf(await healthyWith([curve('goroutines', rising(10, 2))]))).toEqual([]);
  });

  it('garbage collection in more than a fifth of the time', async () => {
    const gc = (value: number) => healthyWith([curve('gc-pause-share', steady(value, 5), { unit: 'ratio' })]);
    expect(saidOf(await gc(0.31))).toEqual(['Container main stands still for garbage collection in 31 % of the time']);
    expect(idsOf(await gc(0.12))).toEqual([]);
  });
});

describe('memory and CPU of a healthy container', () => {
  const limited = { resources: { limits: { memory: '512Mi', cpu: '500m' } } };
  const memory = (values: number[]) =>
    curve(
      'memory-working-set',
      values.map((v) => v * mi),
      { unit: 'bytes' },
    );

  it('comes within reach of its limit', async () => {
    expect(saidOf(await healthyWith([memory(steady(480))], limited))).toEqual([
      'Container main comes within reach of its memory limit: 94 % of 512Mi',
    ]);
    expect(idsOf(await healthyWith([memory(steady(440))], limited))).toEqual([]);
  });

  it('grows: says when it reaches its limit, and advises against a higher one', async () => {
    const diagnosis = await healthyWith([memory(rising(100, 10))], limited);
    expect(idsOf(diagnosis)).toEqual(['memory-grows']);
    // 290Mi after twenty samples, 222Mi to go at 10Mi a minute.
    expect(diagnosis.risks[0]?.claims[0]?.text).toContain('reaches its limit in about 22 min');
    expect(diagnosis.remedies.map(({ id }) => id)).toEqual(['do-not-raise-memory']);
  });

  it('is throttled in a quarter of its periods', async () => {
    const share = (value: number) =>
      healthyWith([curve('cpu-throttled-share', steady(value), { unit: 'ratio' })], limited);
    const diagnosis = await share(0.5);
    expect(saidOf(diagnosis)).toEqual(['Container main is held back by its CPU limit in 50 % of its periods']);
    expect(diagnosis.remedies.map(({ arithmetic }) => arithmetic)).toEqual(['500m ÷ (1 − 50 % throttled) = 1']);
    expect(idsOf(await share(0.2))).toEqual([]);
  });
});

describe('autoscalers', () => {
  const hpa = (conditions: Record<string, string>[], current = 3): Scenario['objects'] => [
    {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'app' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
        minReplicas: 1,
        maxReplicas: 10,
      },
      status: { currentReplicas: current, desiredReplicas: current, conditions },
    },
  ];
  const inactive = (reason: string, message: string) => ({ type: 'ScalingActive', status: 'False', reason, message });
  const limitedBy = (reason: string) => ({ type: 'ScalingLimited', status: 'True', reason, message: 'x' });
  const scaled = (at: number, words: string, count: number) =>
    event('HorizontalPodAutoscaler/app', 'SuccessfulRescale', `New size: ${count}; reason: ${words}`, {
      type: 'Normal',
      count,
      lastTimestamp: ago(at),
    });

  it.each([
    ['at its maximum', hpa([limitedBy('TooManyReplicas')], 10), ['autoscaler-at-maximum']],
    ['below its maximum', hpa([limitedBy('TooManyReplicas')], 9), []],
    ['at its minimum', hpa([limitedBy('TooFewReplicas')], 10), []],
    ['blind', hpa([inactive('FailedGetResourceMetric', 'unable to fetch metrics')]), ['autoscaler-blind']],
    ['switched off', hpa([inactive('ScalingDisabled', 'replicas is zero')]), []],
    [
      'without a request',
      hpa([
        inactive('FailedGetResourceMetric', 'failed to get cpu utilization: missing request for cpu in container main'),
      ]),
      ['autoscaler-without-request'],
    ],
    [
      'flapping',
      [...hpa([]), scaled(20, 'cpu resource utilization above target', 3), scaled(10, 'All metrics below target', 2)],
      ['autoscaler-flapping'],
    ],
    [
      'only growing',
      [...hpa([]), scaled(20, 'cpu resource utilization above target', 3), scaled(10, 'memory above target', 2)],
      [],
    ],
  ])('%s', async (_, objects, ids) => {
    expect(idsOf(await healthyWith([], {}, objects))).toEqual(ids);
  });
});
