/** A made week of one shop: a leak, an honest need, a throttled probe, a slow start, a slow loop and a nightly restart. */

/** The moment the week ends at; nothing in the tests asks the clock. */
export const weekEnd = '2026-11-21T03:00:00Z';
export const endSeconds = Date.parse(weekEnd) / 1000;
const startSeconds = endSeconds - 7 * 86_400;
/** Every two minutes, and every 15 s within the last two hours: that is how often this shop is scraped now. */
const fineFrom = endSeconds - 7200;

export const Mi = 1024 * 1024;
/** What the numbers of the tests come from. */
export const made = {
  leak: { pod: 'cart-6f8d9c7b5d-x2v4k', bytesPerMinute: 55 * Mi, limit: 512 * Mi, from: 60 * Mi },
  need: { pod: 'search-5c9d8f7b6c-m4n7p', level: 470 * Mi, peak: 500 * Mi, limit: 512 * Mi },
  /** The next revision of the same program, with less: it dies while it warms up. */
  needAgain: { pod: 'search-77b5d9c4f8-z6r3h', limit: 384 * Mi, everySeconds: 240 },
  throttled: { pod: 'checkout-7d6c5b9f8d-k9t2w', share: 0.6, failed: 0.5, cores: 0.19, limit: 0.2 },
  slowStart: { pod: 'ledger-84d7c6f5b9-q7w2z', seconds: 95 },
  slowLoop: { pod: 'mailer-0', everySeconds: 11 * 3600 },
  nightly: { pod: 'report-59b7d8c6f4-v8x5c', minute: '02:13' },
  node: 'node-1',
} as const;

type Value = (t: number) => number | null;
interface Metric {
  type: 'gauge' | 'counter' | 'unknown';
  series: { labels: Record<string, string>; value: Value }[];
}

/** OpenMetrics text for `promtool tsdb create-blocks-from openmetrics`. */
export function weekAsOpenMetrics(): string {
  const lines: string[] = [];
  for (const [name, { type, series }] of metrics()) {
    lines.push(`# TYPE ${type === 'counter' ? name.replace(/_total$/, '') : name} ${type}`);
    for (const { labels, value } of series) {
      const text = Object.entries(labels).map(([label, of]) => `${label}="${of}"`);
      const head = `${name}{${text.join(',')}} `;
      for (let t = startSeconds; t <= endSeconds; t += t < fineFrom ? 120 : 15) {
        const at = value(t);
        if (at !== null) lines.push(`${head}${at} ${t}`);
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

const since = (t: number): number => t - startSeconds;
const place = (pod: string, container = 'app'): Record<string, string> => ({ namespace: 'shop', pod, container });
const cgroup = (pod: string, run = 0): Record<string, string> => ({
  ...place(pod),
  id: `/kubepods/${pod}/${run}`,
  job: 'kubelet',
  metrics_path: '/metrics/cadvisor',
});

const leakPeriod = ((made.leak.limit - made.leak.from) / made.leak.bytesPerMinute) * 60;
/** The leak began in the last two hours; before that the pod was not there. */
const leakRun = (t: number): number => Math.floor((t - fineFrom) / leakPeriod);
const leakAt = (t: number): number => made.leak.from + ((t - fineFrom) % leakPeriod) * (made.leak.bytesPerMinute / 60);
/** When the run began that the week ends in. */
export const leakStartedAt = (): number => fineFrom + leakRun(endSeconds) * leakPeriod;
/** From a tenth to its limit, again and again, in the last fifty minutes; the run at the end is a minute old. */
function needAgainAt(t: number): number | null {
  const { limit, everySeconds } = made.needAgain;
  const since = t - (endSeconds - 60 - 12 * everySeconds);
  return since < 0 ? null : limit * (0.1 + 0.9 * ((since % everySeconds) / everySeconds));
}
const nightAt = 2 * 3600 + 13 * 60;
const nights = (t: number): number =>
  Math.floor((t - nightAt) / 86_400) - Math.floor((startSeconds - nightAt) / 86_400);
const lately = (t: number): boolean => t >= endSeconds - 1800;

function metrics(): [string, Metric][] {
  const { leak, need, needAgain, throttled, slowStart, slowLoop, nightly, node } = made;
  const gauge = (...series: Metric['series']): Metric => ({ type: 'gauge', series });
  const counter = (...series: Metric['series']): Metric => ({ type: 'counter', series });
  const one = (labels: Record<string, string>, value: Value): Metric['series'][number] => ({ labels, value });
  const always = (labels: Record<string, string>, value: number): Metric['series'][number] => one(labels, () => value);
  const pods = [leak, need, throttled, slowStart, slowLoop, nightly].map(({ pod }) => pod);
  const runs = Array.from({ length: leakRun(endSeconds) + 1 }, (_, run) => run);
  const limits = [
    always({ ...place(leak.pod), resource: 'memory' }, leak.limit),
    always({ ...place(need.pod), resource: 'memory' }, need.limit),
    always({ ...place(needAgain.pod), resource: 'memory' }, needAgain.limit),
    always({ ...place(throttled.pod), resource: 'cpu' }, throttled.limit),
  ];
  return [
    [
      'up',
      gauge(always({ job: 'kubelet', instance: node }, 1), always({ job: 'kube-state-metrics', instance: 'ksm' }, 1)),
    ],
    [
      'container_memory_working_set_bytes',
      gauge(
        // Each run is a cgroup of its own.
        ...runs.map((run) =>
          one(cgroup(leak.pod, run), (t) => (t >= fineFrom && leakRun(t) === run ? leakAt(t) : null)),
        ),
        one(cgroup(need.pod), (t) => (Math.floor(since(t) / 3600) === 100 ? need.peak : need.level)),
        ...[throttled, slowStart, slowLoop, nightly].map(({ pod }) => always(cgroup(pod), 100 * Mi)),
        one(cgroup(needAgain.pod), needAgainAt),
        // The same of /metrics/resource, which must not be counted twice.
        always({ ...place(need.pod), job: 'kubelet', metrics_path: '/metrics/resource' }, 9000 * Mi),
      ),
    ],
    [
      'container_cpu_usage_seconds_total',
      counter(
        one(cgroup(throttled.pod), (t) => since(t) * throttled.cores),
        one(cgroup(need.pod), (t) => since(t) * 0.05),
      ),
    ],
    ['container_cpu_cfs_periods_total', counter(one(cgroup(throttled.pod), (t) => since(t) * 10))],
    [
      'container_cpu_cfs_throttled_periods_total',
      counter(one(cgroup(throttled.pod), (t) => Math.max(0, t - (endSeconds - 1800)) * 10 * throttled.share)),
    ],
    ['kube_pod_container_resource_limits', gauge(...limits)],
    ['kube_pod_container_resource_requests', gauge(always({ ...place(need.pod), resource: 'memory' }, 256 * Mi))],
    [
      'kube_pod_container_status_restarts_total',
      counter(
        one(place(leak.pod), (t) => (t < fineFrom ? null : leakRun(t))),
        one(place(slowLoop.pod), (t) => Math.floor(since(t) / slowLoop.everySeconds)),
        one(place(nightly.pod), nights),
        ...[need, throttled, slowStart].map(({ pod }) => always(place(pod), 0)),
      ),
    ],
    ['kube_pod_container_state_started', gauge(...pods.map((pod) => always(place(pod), startSeconds - 3600)))],
    [
      'kube_pod_status_ready_time',
      gauge(
        ...pods.map((pod) =>
          always({ namespace: 'shop', pod }, startSeconds - 3600 + (pod === slowStart.pod ? slowStart.seconds : 4)),
        ),
      ),
    ],
    [
      'prober_probe_total',
      counter(
        one({ ...place(throttled.pod), probe_type: 'Liveness', result: 'failed' }, (t) =>
          lately(t) ? (t - (endSeconds - 1800)) * 0.1 * throttled.failed : 0,
        ),
        one(
          { ...place(throttled.pod), probe_type: 'Liveness', result: 'successful' },
          (t) => since(t) * 0.1 - (lately(t) ? (t - (endSeconds - 1800)) * 0.1 * throttled.failed : 0),
        ),
        one({ ...place(need.pod), probe_type: 'Readiness', result: 'successful' }, (t) => since(t) * 0.1),
        // Its first failure is half a minute old; before that there was no series of failures.
        one({ ...place(slowStart.pod), probe_type: 'Readiness', result: 'successful' }, (t) => since(t) * 0.1),
        one({ ...place(slowStart.pod), probe_type: 'Readiness', result: 'failed' }, (t) =>
          t < endSeconds - 30 ? null : 1,
        ),
      ),
    ],
    ['node_memory_MemAvailable_bytes', gauge(always({ node, instance: `${node}:9100` }, 2048 * Mi))],
    ['node_memory_MemTotal_bytes', gauge(always({ node, instance: `${node}:9100` }, 8192 * Mi))],
    [
      'http_requests_total',
      counter(
        one({ ...place(need.pod), code: '200' }, (t) => since(t) * 9),
        one({ ...place(need.pod), code: '503' }, (t) => since(t) * 1),
        // Does not tell its answers apart.
        one(place(nightly.pod), (t) => since(t) * 2),
        one({ ...place(slowLoop.pod), code: '200' }, (t) => since(t) * 2),
      ),
    ],
  ];
}
