// Every query there is: what it says, what it costs, and that it is bounded to some pods, a range and a step (signals §8.6).
// The names of applications' metrics and labels stand in names.ts, what queries are put together from in query-parts.ts.
import 'server-only';

import { metricIds, type MetricId } from '../model/metrics';

import {
  candidates,
  eventLoopLag,
  gcSeconds,
  goroutines,
  heapMax,
  heapUsed,
  httpNames,
  inFlightNames,
  networkErrors,
  pools,
} from './names';
import {
  by,
  type Context,
  cpuRate,
  type Curve,
  first,
  fresh,
  gauges,
  justBorn,
  type Make,
  node,
  of,
  seconds,
  shareOf,
} from './query-parts';
import { type LabelNames, matchers } from './scope';

/** One HTTP request asks all queries of a group at once, each marked with its curve in the label `unloop`. */
export type Group = 'memory' | 'runs' | 'cpu' | 'probes' | 'restarts' | 'week' | 'node' | 'runtime' | 'http';

/** What the groups are called where they could not be read. */
export const groupNames: Record<Group, string> = {
  memory: 'memory history',
  runs: 'memory in each run',
  cpu: 'CPU throttling',
  probes: 'probe history',
  restarts: 'restarts over 7 days',
  week: 'peaks of the last 7 days',
  node: 'memory and disk of the node',
  runtime: 'heap, pools and network errors',
  http: 'HTTP metrics',
};

const weekRange = '7d';
/** As far back as the curves of a diagnosis go. */
const runsRange = '1h';
/** Rates for the peaks of a week: short enough to see a burst, long enough for any scrape interval. */
const peakRate = '5m';

/**
 * The queries of a group for some pods. Empty where the metrics are not there.
 *
 * Cost: a series is one container (or pod, node). Gauges read one sample a series and step, rates those of their range.
 * memory 3 gauges; runs every sample of one gauge in the window, of ten pods at most; cpu 4 rates and 2 gauges; probes 2 rates over 2 and 15 series a probe; restarts 1 gauge over 7 days at
 * ≥ 10 minutes; week one instant with 7 days of samples (memory) and 2016 rates (CPU) a series: for one workload only;
 * node 4 series a node; runtime about 10 series; http 3 rates over about 15 series a route and 3 quantiles.
 */
export function curvesOf(group: Group, context: Context): Curve[] {
  const pods = group === 'runs' ? context.scope.restarted : context.scope.pods;
  if (context.scope.namespaces.length === 0 || pods.length === 0) return [];
  return makers[group].flatMap((make) => make(context));
}

/** One query for all: `or` keeps each, for their marks differ. */
export function together(curves: readonly Curve[]): string {
  return curves.map(({ query }, at) => `label_replace(${query}, "unloop", "${at}", "", "")`).join(' or ');
}

/** Of kube-state-metrics 2, of 1, then what `cadvisor` says. */
function resource(id: MetricId, what: 'limits' | 'requests', which: 'memory' | 'cpu', ...cadvisor: Make[]): Make {
  const old = `kube_pod_container_resource_${what}_${which === 'memory' ? 'memory_bytes' : 'cpu_cores'}`;
  const now = `kube_pod_container_resource_${what}`;
  return first(
    of(
      id,
      'state',
      [now],
      (select, labels, context) => `max ${by(labels)} (${fresh(select(now, `resource="${which}"`), context)})`,
    ),
    of(id, 'state', [old], (select, labels, context) => `max ${by(labels)} (${fresh(select(old), context)})`),
    ...cadvisor,
  );
}

const workingSet = 'container_memory_working_set_bytes';
const cpuSeconds = 'container_cpu_usage_seconds_total';
const memoryLimit = 'container_spec_memory_limit_bytes';
const [quota, period] = ['container_spec_cpu_quota', 'container_spec_cpu_period'];
const [throttled, periods] = ['container_cpu_cfs_throttled_periods_total', 'container_cpu_cfs_periods_total'];
const [restarts, initRestarts] = [
  'kube_pod_container_status_restarts_total',
  'kube_pod_init_container_status_restarts_total',
];
const [readyTime, started] = ['kube_pod_status_ready_time', 'kube_pod_container_state_started'];
const [probes, probeBuckets] = ['prober_probe_total', 'prober_probe_duration_seconds_bucket'];

/** Pods that became ready and never restarted: of the others the two times belong to different runs. */
function readyOf(value: (ready: string, start: string) => string) {
  return (select: (metric: string, ...more: string[]) => string, labels: LabelNames): string => {
    const pod = `by (${labels.namespace}, ${labels.pod})`;
    const ready = `min ${pod} (min_over_time(${select(readyTime)}[${weekRange}]))`;
    const start = `max ${pod} (min_over_time(${select(started)}[${weekRange}]))`;
    const calm = `sum ${pod} (max_over_time(${select(restarts)}[${weekRange}])) == 0`;
    return `(${value(ready, start)} and (${calm}))`;
  };
}

const makers: Record<Group, Make[]> = {
  memory: [
    // Memory in use, bytes: the highest of a container's cgroups, for a restart makes a new one.
    of(
      'memory-working-set',
      'cadvisor',
      [workingSet],
      (select, labels, context) => `max ${by(labels)} (${fresh(select(workingSet), context)})`,
    ),
    // 0 and the kernel's greatest number mean no limit.
    resource(
      'memory-limit',
      'limits',
      'memory',
      of(
        'memory-limit',
        'cadvisor',
        [memoryLimit],
        (select, labels, context) => `max ${by(labels)} (${fresh(select(memoryLimit), context)}) > 0 < 4e18`,
      ),
    ),
    resource('memory-request', 'requests', 'memory'),
  ],
  runs: [
    // Every sample at its own time, each cgroup apart: a run of half a minute has three of them, which no step would hit.
    ({ scope, ...context }) =>
      of(
        'memory-working-set',
        'cadvisor',
        [workingSet],
        (select) => `${select(workingSet)}[${runsRange}]`,
      )({
        ...context,
        scope: { ...scope, pods: scope.restarted },
      }),
  ],
  cpu: [
    of('cpu-usage', 'cadvisor', [cpuSeconds], (select, labels, { grid }) =>
      cpuRate(select(cpuSeconds), labels, seconds(grid.rate)),
    ),
    resource(
      'cpu-limit',
      'limits',
      'cpu',
      of(
        'cpu-limit',
        'cadvisor',
        [quota, period],
        (select, labels, context) =>
          `max ${by(labels)} (${fresh(select(quota), context)}) / max ${by(labels)} (${fresh(select(period), context)}) > 0`,
      ),
    ),
    resource('cpu-request', 'requests', 'cpu'),
    // Exists only where there is a limit.
    of('cpu-throttled-share', 'cadvisor', [throttled, periods], (select, labels, { grid }) => {
      const range = seconds(grid.rate);
      return `sum ${by(labels)} (increase(${select(throttled)}[${range}])) / (sum ${by(labels)} (increase(${select(periods)}[${range}])) > 0)`;
    }),
  ],
  probes: [
    // A kind of probe that never failed has no series of failures: that is a share of 0, where it was asked at all.
    of(
      'probe-failed-share',
      'probes',
      [probes],
      (select, labels, { grid }) => {
        const sum = (...more: string[]): string =>
          `sum ${by(labels, 'probe_type')} (increase(${select(probes, ...more)}[${seconds(grid.rate)}]))`;
        const failed = select(probes, 'result="failed"');
        return shareOf(sum('result="failed"'), sum(), justBorn(failed, by(labels, 'probe_type'), grid));
      },
      { label: 'probe_type' },
    ),
    of(
      'probe-duration',
      'probes',
      [probeBuckets],
      (select, labels, { grid }) =>
        `histogram_quantile(0.99, sum ${by(labels, 'le', 'probe_type')} (rate(${select(probeBuckets)}[${seconds(grid.rate)}])))`,
      { label: 'probe_type' },
    ),
  ],
  restarts: [restarts, initRestarts].map((name) =>
    of('restarts', 'state', [name], (select, labels, context) => `max ${by(labels)} (${fresh(select(name), context)})`),
  ),
  week: [
    of(
      'memory-peak',
      'cadvisor',
      [workingSet],
      (select, labels) => `max ${by(labels)} (max_over_time(${select(workingSet)}[${weekRange}]))`,
    ),
    of(
      'cpu-peak',
      'cadvisor',
      [cpuSeconds],
      (select, labels) => `max_over_time((${cpuRate(select(cpuSeconds), labels, peakRate)})[${weekRange}:${peakRate}])`,
    ),
    of(
      'time-to-ready',
      'state',
      [readyTime, started, restarts],
      readyOf((ready, start) => `(${ready} - ${start} >= 0)`),
    ),
    of(
      'ready-at',
      'state',
      [readyTime, started, restarts],
      readyOf((ready) => ready),
    ),
  ],
  node: [
    node(
      'node-memory-available',
      'node_memory_MemAvailable_bytes',
      (select) => `max BY (${select('node_memory_MemAvailable_bytes')})`,
    ),
    node(
      'node-memory-total',
      'node_memory_MemTotal_bytes',
      (select) => `max BY (${select('node_memory_MemTotal_bytes')})`,
    ),
    node('node-disk-available-share', 'node_filesystem_avail_bytes', (select) => {
      const real = 'fstype!~"tmpfs|ramfs|overlay|squashfs|fuse.*|nsfs",mountpoint!~"/(boot|snap|run|sys|proc)(/.*)?"';
      return `min BY (${select('node_filesystem_avail_bytes', real)} / ${select('node_filesystem_size_bytes', real)})`;
    }),
    node(
      'node-memory-pressure',
      'node_pressure_memory_stalled_seconds_total',
      (select, { grid }) =>
        `max BY (rate(${select('node_pressure_memory_stalled_seconds_total')}[${seconds(grid.rate)}]))`,
    ),
  ],
  runtime: [
    networkRate,
    ...gauges('heap-used', heapUsed, 'sum'),
    ...gauges('heap-max', heapMax, 'sum', ' > 0 < 4e18'),
    ...gcSeconds.map((name) =>
      of(
        'gc-pause-share',
        'application',
        [name],
        (select, labels, { grid }) => `sum ${by(labels)} (rate(${select(name)}[${seconds(grid.rate)}]))`,
      ),
    ),
    ...gauges('goroutines', goroutines, 'max'),
    ...gauges('event-loop-lag', eventLoopLag, 'max'),
    ...pools.flatMap(({ inUse, only, max, label }) => [
      ...gauges('pool-in-use', [{ name: inUse, only }], 'sum', '', label),
      ...gauges('pool-max', [{ name: max, only: '' }], 'max', ' > 0', label),
    ]),
  ],
  http: [
    httpCurves,
    ...gauges(
      'http-in-flight',
      inFlightNames.map((name) => ({ name, only: '' })),
      'sum',
    ),
  ],
};

/** On the pod's own cgroup, whose container is empty (signals §8.2). */
function networkRate({ inventory, scope, grid }: Context): Curve[] {
  const labels = inventory.labels.cadvisor;
  const names = networkErrors.filter((name) => inventory.names.has(name));
  if (labels === null || names.length === 0) return [];
  const sums = names.map(
    (name) =>
      `sum by (${labels.namespace}, ${labels.pod}) (rate(${name}{${matchers(scope, labels)}}[${seconds(grid.rate)}]))`,
  );
  return [{ id: 'network-errors', labels, detail: null, query: sums.join(' + ') }];
}

const quantiles = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

function httpCurves(context: Context): Curve[] {
  const { inventory, grid } = context;
  const range = seconds(grid.rate);
  const rows = httpNames.filter(({ counter }) => inventory.names.has(counter));
  const histograms = new Map(
    rows.flatMap(({ histogram, seconds: unit, only }) =>
      histogram !== null && inventory.names.has(`${histogram}_bucket`) ? [[`${histogram}_bucket`, { unit, only }]] : [],
    ),
  );
  const makes = rows.flatMap(({ counter, code, only }) => [
    of(
      'http-requests',
      'application',
      [counter],
      (select, labels) => `sum ${by(labels)} (rate(${select(counter, only, `${code}!=""`)}[${range}]))`,
    ),
    of('http-error-share', 'application', [counter], (select, labels) => {
      const sum = (matcher: string): string => `sum ${by(labels)} (rate(${select(counter, only, matcher)}[${range}]))`;
      const bad = select(counter, only, `${code}=~"5.."`);
      // No series with 5xx is a share of 0 only where answers are told apart by their status.
      return shareOf(sum(`${code}=~"5.."`), sum(`${code}!=""`), justBorn(bad, by(labels), grid));
    }),
  ]);
  const latencies = [...histograms].flatMap(([name, { unit, only }]) =>
    quantiles.map(([detail, quantile]) =>
      of(
        'http-latency',
        'application',
        [name],
        (select, labels) =>
          `histogram_quantile(${quantile}, sum ${by(labels, 'le')} (rate(${select(name, only)}[${range}]))) * ${unit}`,
        { is: detail },
      ),
    ),
  );
  return [...makes, ...latencies].flatMap((make) => make(context));
}

/**
 * What is there, asked once in ten minutes: how many series of each family name their pod in which labels, what tells cAdvisor's
 * series from others, whether nodes are named, and how often the kubelet is scraped (samples in ten minutes). The key marks each
 * answer. One instant; a count over at most six metrics each.
 */
export function inventoryQueries(names: ReadonlySet<string>, hasUp: boolean): Map<string, string> {
  const questions = new Map<string, string>();
  for (const [family, { metrics, labels }] of Object.entries(candidates)) {
    // Of several, for a Prometheus that exports go_goroutines of itself has no pod there.
    const some = [...names].filter((name) => metrics.test(name)).slice(0, 6);
    if (some.length === 0) continue;
    const metric = `__name__=~"${some.join('|')}"`;
    labels.forEach((one, at) => questions.set(`${family} ${at}`, `count({${metric},${one.pod}!=""})`));
    if (family !== 'cadvisor') continue;
    questions.set('path', `count({${metric},metrics_path="/metrics/cadvisor"})`);
    questions.set('id', `count({${metric},id!=""})`);
  }
  if (names.has('node_memory_MemTotal_bytes')) questions.set('node', 'count(node_memory_MemTotal_bytes{node!=""})');
  // How often the kubelets are scraped: by the node's own cgroup, else by their job, else as most are.
  const scraped = ['container_memory_working_set_bytes{id="/"}', 'up{job=~".*(kubelet|cadvisor).*"}', 'up'];
  const counts = scraped.map((selector) => `quantile(0.5, count_over_time(${selector}[10m]))`);
  if (hasUp) questions.set('scrapes', `(${counts.join(' or ')})`);
  return questions;
}

/** The unit of a curve as it is shown. */
export function unitOf(id: Curve['id']): (typeof metricIds)[MetricId]['unit'] {
  return id === 'ready-at' ? 'seconds' : metricIds[id].unit;
}
