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
  given: Record<string, unknown> = {},
): Promise<Diagnosis> {
  const status = {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(200) }],
    containerStatuses: [{ ...runningFor('main', 200), ...given }],
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
  // Whatever wears has its next step, and the rule that tells of it next time.
  for (const { remedyIds } of diagnosis.risks) {
    expect(remedyIds.length).toBeGreaterThan(0);
    for (const id of remedyIds) expect(diagnosis.remedies.map((remedy) => remedy.id)).toContain(id);
  }
  expect(diagnosis.alerts.length > 0).toBe(diagnosis.risks.length > 0);
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

describe('restarts over days', () => {
  const restarts = (values: number[]) =>
    curve('restarts', [], { points: values.map((value, i) => [now - 600 * (values.length - 1 - i), value]) });
  /** One restart every `every` samples of ten minutes, `times` at once. */
  const loop = (every: number, times: number) =>
    healthyWith([restarts(Array.from({ length: 144 }, (_, i) => Math.floor(i / every) * times))]);

  it('a slow loop, counted by restarts and not by samples', async () => {
    const slow = await loop(18, 1);
    expect(saidOf(slow)).toEqual(['Container main restarts about every 3 h: too slowly for an alert']);
    expect(slow.risks[0]?.claims[0]?.text).toContain('It restarted 7 times');
    expect(saidOf(await loop(18, 2))).toEqual(['Container main restarts about every 1.5 h: too slowly for an alert']);
  });

  const midnight = Math.floor(now / 86_400) * 86_400;
  /** A restart so many days ago, seen at so many minutes after midnight. */
  const restartsAt = (...seen: [daysAgo: number, minute: number][]) =>
    healthyWith([
      curve('restarts', [], {
        points: seen
          .map(([daysAgo, minute]) => midnight - daysAgo * 86_400 + minute * 60)
          .sort((a, b) => a - b)
          .flatMap((at, i): [number, number][] => [
            [at - 600, i],
            [at, i + 1],
          ]),
      }),
    ]);
  const night = (minutes: readonly number[]) =>
    restartsAt(...minutes.map((minute, i): [number, number] => [minutes.length - i, minute]));

  it.each([
    ['at night', [125, 115, 125]],
    ['at noon', [725, 715, 725]],
    ['at midnight', [5, -5, 5]],
    ['before midnight', [1435, 1445, 1435]],
    ['twenty minutes apart at the most', [120, 140, 120]],
  ])('nightly: %s, on three days', async (_, minutes) => {
    const diagnosis = await night(minutes);
    expect(idsOf(diagnosis)).toEqual(['nightly-restart']);
    expect(diagnosis.risks[0]?.claims[0]?.text).toContain('on 3 days');
    // Three of them do not fall in one day.
    expect(diagnosis.alerts[0]?.yaml).toContain('[4d])) >= 3');
  });

  it('not nightly: more than twenty minutes apart, or on two days only', async () => {
    expect(idsOf(await night([120, 141, 162]))).toEqual(['slow-loop']);
    expect(idsOf(await restartsAt([2, 120], [1, 120], [1, 130]))).toEqual(['slow-loop']);
  });

  it('nightly where nine in ten fall at one time of day, not where fewer do', async () => {
    const nights = (many: number) => Array.from({ length: many }, (_, i): [number, number] => [i + 1, 120]);
    expect(idsOf(await restartsAt(...nights(9), [1, 700]))).toEqual(['nightly-restart']);
    expect(idsOf(await restartsAt(...nights(8), [1, 700]))).toEqual(['slow-loop']);
  });

  it('not one that is fast enough to wait in back-off', async () => {
    expect(idsOf(await loop(1, 4))).toEqual([]);
    expect(idsOf(await loop(2, 1))).toEqual([]);
  });
});

describe('the next step of a risk', () => {
  const stepOf = ({ remedies }: Diagnosis, id: string) => remedies.find((one) => one.id === id);

  it('counts what all pods may open together, before a pool is made larger', async () => {
    const diagnosis = await healthyWith([
      curve('pool-in-use', steady(10), { detail: 'orders' }),
      curve('pool-max', steady(10), { detail: 'orders' }),
    ]);
    expect(stepOf(diagnosis, 'size-pool')?.arithmetic).toBe('1 pod × 10 connections = 10');
    expect(diagnosis.alerts[0]?.yaml).toContain('hikaricp_connections_active');
  });

  it('sizes the heap of the runtime that collects too much', async () => {
    const gc = [curve('gc-pause-share', steady(0.4, 5), { unit: 'ratio' })];
    const jvm = { image: 'eclipse-temurin:21', resources: { limits: { memory: '1Gi' } } };
    expect(stepOf(await healthyWith(gc, jvm), 'raise-heap')?.arithmetic).toBe('1Gi × 0.75 = 768Mi');
    expect(stepOf(await healthyWith(gc), 'raise-heap')?.arithmetic).toBeNull();
  });

  const every10 = { httpGet: { path: '/', port: 80 }, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 5 };
  const readyAfter = (seconds: number, pod = podName) =>
    curve('time-to-ready', [seconds], { container: null, unit: 'seconds', pod, query: `ready{pod="${pod}"}` });

  it('gives a slow start more of its startup probe, and an alert at three quarters of its budget', async () => {
    const diagnosis = await healthyWith([readyAfter(35)], { startupProbe: every10 });
    expect(saidOf(diagnosis)).toEqual(['Container main needs up to 35 s of the 40 s that its probe allows a start']);
    expect(stepOf(diagnosis, 'widen-startup-probe')?.arithmetic).toContain('failureThreshold 7 (70 s)');
    expect(diagnosis.alerts[0]?.yaml).toMatch(/kube_pod_status_ready_time.*> 30/);
  });

  it.each([
    [45, ['Container main needs up to 45 s of the 51 s that its probe allows a start']],
    [51, ['Container main needs up to 51 s of the 51 s that its probe allows a start']],
    // It was ready at last: what it took beyond its startup probe was no start.
    [52, []],
    [19, []],
  ])('never says more than the probe allows: %d s', async (seconds, said) => {
    expect(saidOf(await healthyWith([readyAfter(seconds)], { startupProbe: every10 }))).toEqual(said);
  });

  it('does not hold the time to ready against a liveness probe', async () => {
    expect(idsOf(await healthyWith([readyAfter(35)], { livenessProbe: every10 }))).toEqual([]);
  });

  it('quotes the pod that was the slowest', async () => {
    const other = podName.replace(/.{3}$/, 'zzz');
    const diagnosis = await healthyWith([readyAfter(30), readyAfter(35, other)], { startupProbe: every10 });
    expect(diagnosis.risks[0]?.claims[0]?.text).toBe('The slowest of 2 measured pods took 35 s to become ready.');
    expect(diagnosis.evidence).toMatchObject([
      { object: `Prometheus, time to ready of Pod test/${other}`, samples: [{ value: '35' }] },
    ]);
  });

  it('looks before it raises a limit, where too few samples tell need from growth', async () => {
    const few = [curve('memory-working-set', [480 * mi, 482 * mi], { unit: 'bytes' })];
    const diagnosis = await healthyWith(few, { resources: { limits: { memory: '512Mi' } } });
    expect(stepOf(diagnosis, 'raise-memory')?.arithmetic).toBe(
      'highest peak 482Mi × 1.25 = 602Mi, rounded up to 608Mi',
    );
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

  it('is held against what a resize in place gave it', async () => {
    const given = { resources: { limits: { memory: '1Gi' } } };
    expect(idsOf(await healthyWith([memory(steady(480))], limited, [], given))).toEqual([]);
    expect(saidOf(await healthyWith([memory(steady(1000))], limited, [], given))).toEqual([
      'Container main comes within reach of its memory limit: 98 % of 1Gi',
    ]);
  });

  it('grows: says when it reaches its limit, and advises against a higher one', async () => {
    const diagnosis = await healthyWith([memory(rising(100, 10))], limited);
    expect(idsOf(diagnosis)).toEqual(['memory-grows']);
    // 290Mi after twenty samples, 222Mi to go at 10Mi a minute.
    expect(diagnosis.risks[0]?.claims[0]?.text).toContain('reaches its limit in about 22 min');
    expect(diagnosis.remedies.map(({ id }) => id)).toEqual(['do-not-raise-memory']);
  });

  it('foretells nothing from the first minutes of a program that has only just started', async () => {
    // Sixteen hours to go, ten minutes measured.
    expect(idsOf(await healthyWith([memory(rising(10, 0.5, 10))], limited))).toEqual([]);
  });

  it('quotes the very number that it says of its throttled periods, not the peak', async () => {
    const shares = [...steady(0.4), ...steady(0.8)];
    const diagnosis = await healthyWith([curve('cpu-throttled-share', shares, { unit: 'ratio' })], limited);
    expect(saidOf(diagnosis)[0]).toContain('in 60 % of its periods');
    expect(diagnosis.evidence.flatMap((one) => (one.kind === 'metric' ? one.samples : []))).toMatchObject([
      { value: '0.60' },
    ]);
  });

  it('is throttled in a quarter of its periods', async () => {
    const share = (value: number) =>
      healthyWith([curve('cpu-throttled-share', steady(value), { unit: 'ratio' })], limited);
    const diagnosis = await share(0.5);
    expect(saidOf(diagnosis)).toEqual(['Container main is held back by its CPU limit in 50 % of its periods']);
    expect(diagnosis.remedies.map(({ id, arithmetic }) => [id, arithmetic])).toEqual([
      ['show-workload', null],
      ['raise-cpu', '500m ÷ (1 − 50 % throttled) = 1'],
    ]);
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

  it('gets the request that its target needs, from what was used', async () => {
    const message = 'failed to get cpu utilization: missing request for cpu in container main';
    const objects = hpa([inactive('FailedGetResourceMetric', message)]);
    const diagnosis = await healthyWith([curve('cpu-peak', [0.234], { unit: 'cores' })], {}, objects);
    expect(diagnosis.remedies.find(({ id }) => id === 'set-request')?.arithmetic).toBe(
      'highest five-minute mean of CPU in 7 days 234m, rounded up = 240m',
    );
    expect(diagnosis.alerts[0]?.yaml).toContain('horizontalpodautoscaler="app"');
  });
});
