// The names under which applications export their HTTP requests, heaps and pools (signals §8.6), and all names that are used.
import 'server-only';

import type { LabelNames } from './scope';

export interface HttpNames {
  counter: string;
  code: string;
  /** Without _bucket; null where the framework has none. */
  histogram: string | null;
  /** What makes its unit seconds. */
  seconds: number;
  /** A matcher of its own, where both ends count the same request. */
  only: string;
}

const http = (counter: string, code: string, histogram: string | null, seconds = 1, only = ''): HttpNames => ({
  counter,
  code,
  histogram,
  seconds,
  only,
});

/** The first that a container has is taken. */
export const httpNames: readonly HttpNames[] = [
  http('http_requests_total', 'code', 'http_request_duration_seconds'),
  http('http_requests_total', 'status', 'http_request_duration_seconds'),
  http('http_requests_total', 'status_code', 'http_request_duration_seconds'),
  http('http_server_requests_seconds_count', 'status', 'http_server_requests_seconds'),
  http(
    'http_server_request_duration_seconds_count',
    'http_response_status_code',
    'http_server_request_duration_seconds',
  ),
  http('http_server_duration_milliseconds_count', 'http_status_code', 'http_server_duration_milliseconds', 0.001),
  http('http_request_duration_seconds_count', 'status_code', 'http_request_duration_seconds'),
  http('starlette_requests_total', 'status_code', 'starlette_request_duration_seconds'),
  http('django_http_responses_total_by_status_total', 'status', 'django_http_requests_latency_seconds_by_view_method'),
  http('http_requests_received_total', 'code', 'http_request_duration_seconds'),
  http('istio_requests_total', 'response_code', 'istio_request_duration_milliseconds', 0.001, 'reporter="destination"'),
  http('response_total', 'status_code', 'response_latency_ms', 0.001, 'direction="inbound"'),
];

export const inFlightNames = ['http_requests_in_flight', 'http_requests_in_progress', 'http_server_active_requests'];

/** `only`: a matcher. A value of 0 or less is no maximum. */
export interface Gauge {
  name: string;
  only: string;
}
const gauge = (name: string, only = ''): Gauge => ({ name, only });

export const heapUsed = [
  gauge('jvm_memory_used_bytes', 'area="heap"'),
  gauge('jvm_memory_used_bytes', 'jvm_memory_type="heap"'),
  gauge('jvm_memory_bytes_used', 'area="heap"'),
  gauge('nodejs_heap_size_used_bytes'),
  gauge('go_memstats_heap_inuse_bytes'),
];
export const heapMax = [
  gauge('jvm_memory_max_bytes', 'area="heap"'),
  gauge('jvm_memory_limit_bytes', 'jvm_memory_type="heap"'),
  gauge('jvm_memory_bytes_max', 'area="heap"'),
  gauge('go_gc_gomemlimit_bytes'),
];
export const gcSeconds = [
  'jvm_gc_pause_seconds_sum',
  'jvm_gc_duration_seconds_sum',
  'jvm_gc_collection_seconds_sum',
  'go_gc_duration_seconds_sum',
  'nodejs_gc_duration_seconds_sum',
];
export const goroutines = [gauge('go_goroutines')];
export const eventLoopLag = [gauge('nodejs_eventloop_lag_p99_seconds'), gauge('nodejs_eventloop_lag_seconds')];

export interface Pool {
  inUse: string;
  /** A matcher of the series that count connections in use. */
  only: string;
  max: string;
  /** The label that tells pools apart. */
  label: string;
}
export const pools: readonly Pool[] = [
  { inUse: 'hikaricp_connections_active', only: '', max: 'hikaricp_connections_max', label: 'pool' },
  { inUse: 'go_sql_in_use_connections', only: '', max: 'go_sql_max_open_connections', label: 'db_name' },
  { inUse: 'go_sql_stats_connections_in_use', only: '', max: 'go_sql_stats_connections_max_open', label: 'db_name' },
  { inUse: 'pgxpool_acquired_conns', only: '', max: 'pgxpool_max_conns', label: 'name' },
  { inUse: 'sqlalchemy_pool_checkedout', only: '', max: 'sqlalchemy_pool_size', label: 'pool' },
  { inUse: 'db_client_connections_usage', only: 'state="used"', max: 'db_client_connections_max', label: 'pool_name' },
  { inUse: 'db_pool_connections_in_use', only: '', max: 'db_pool_connections_max', label: 'pool' },
];

export const networkErrors = [
  'receive_errors',
  'transmit_errors',
  'receive_packets_dropped',
  'transmit_packets_dropped',
].map((what) => `container_network_${what}_total`);

/** Of everything that a Prometheus has, these are looked for. */
export const knownNames: ReadonlySet<string> = new Set([
  'container_memory_working_set_bytes',
  'container_spec_memory_limit_bytes',
  'container_cpu_usage_seconds_total',
  'container_spec_cpu_quota',
  'container_spec_cpu_period',
  'container_cpu_cfs_periods_total',
  'container_cpu_cfs_throttled_periods_total',
  ...networkErrors,
  ...['limits', 'requests'].flatMap((what) =>
    ['', '_memory_bytes', '_cpu_cores'].map((unit) => `kube_pod_container_resource_${what}${unit}`),
  ),
  'kube_pod_container_status_restarts_total',
  'kube_pod_init_container_status_restarts_total',
  'kube_pod_container_state_started',
  'kube_pod_status_ready_time',
  'prober_probe_total',
  'prober_probe_duration_seconds_bucket',
  'node_memory_MemAvailable_bytes',
  'node_memory_MemTotal_bytes',
  'node_filesystem_avail_bytes',
  'node_filesystem_size_bytes',
  'node_pressure_memory_stalled_seconds_total',
  'node_uname_info',
  ...httpNames.flatMap(({ counter, histogram }) => (histogram === null ? [counter] : [counter, `${histogram}_bucket`])),
  ...inFlightNames,
  ...[...heapUsed, ...heapMax, ...goroutines, ...eventLoopLag].map(({ name }) => name),
  ...gcSeconds,
  ...pools.flatMap(({ inUse, max }) => [inUse, max]),
  'process_start_time_seconds',
]);

export type Family = 'cadvisor' | 'state' | 'probes' | 'application';

const plain: LabelNames = { namespace: 'namespace', pod: 'pod', container: 'container' };
const exported: LabelNames = {
  namespace: 'exported_namespace',
  pod: 'exported_pod',
  container: 'exported_container',
};

/** In this order: `exported_*` first, for where they exist, the plain ones name the scraped exporter itself. */
export const candidates: Record<Family, { metrics: RegExp; labels: LabelNames[] }> = {
  cadvisor: {
    metrics: /^container_(memory_working_set_bytes|cpu_usage_seconds_total)$/,
    labels: [exported, plain, { namespace: 'namespace', pod: 'pod_name', container: 'container_name' }],
  },
  state: { metrics: /^kube_pod_container_(status_restarts_total|resource_limits)/, labels: [exported, plain] },
  probes: { metrics: /^prober_probe_total$/, labels: [exported, plain] },
  application: {
    metrics: /^(http|jvm|go_goroutines|nodejs|hikaricp|istio|process_start)/,
    labels: [
      plain,
      {
        namespace: 'kubernetes_namespace',
        pod: 'kubernetes_pod_name',
        container: 'kubernetes_container_name',
      },
    ],
  },
};
