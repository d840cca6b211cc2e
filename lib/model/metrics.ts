/** The curves that Prometheus can give, by the name that the engine, the API and the strip know them by. */

import type { MetricSeries } from './snapshot';

/**
 * Every id of a MetricSeries: what it says and whose it is. Values keep Prometheus's base units (bytes, seconds, cores).
 * The queries behind them stand in lib/prometheus/queries.ts.
 */
export const metricIds = {
  'memory-working-set': { unit: 'bytes', of: 'container', says: 'memory in use, as eviction counts it' },
  'memory-limit': { unit: 'bytes', of: 'container', says: 'memory limit' },
  'memory-request': { unit: 'bytes', of: 'container', says: 'memory request' },
  'memory-peak': { unit: 'bytes', of: 'container', says: 'highest memory in use within the last 7 days' },
  'cpu-usage': { unit: 'cores', of: 'container', says: 'CPU in use' },
  'cpu-limit': { unit: 'cores', of: 'container', says: 'CPU limit' },
  'cpu-request': { unit: 'cores', of: 'container', says: 'CPU request' },
  'cpu-peak': { unit: 'cores', of: 'container', says: 'highest CPU in use within the last 7 days' },
  'cpu-throttled-share': { unit: 'ratio', of: 'container', says: 'share of scheduling periods that were throttled' },
  /** `detail`: liveness, readiness or startup. */
  'probe-failed-share': { unit: 'ratio', of: 'container', says: 'share of probes that failed' },
  'probe-duration': {
    unit: 'seconds',
    of: 'container',
    says: 'probe latency, 99th percentile of those that succeeded',
  },
  restarts: { unit: 'count', of: 'container', says: 'restarts so far' },
  /** One point a pod, at the time it became ready; the value is the time since its container started. */
  'time-to-ready': { unit: 'seconds', of: 'pod', says: 'time from start to ready' },
  'node-memory-available': { unit: 'bytes', of: 'node', says: 'memory available on the node' },
  'node-memory-total': { unit: 'bytes', of: 'node', says: 'memory of the node' },
  'node-disk-available-share': { unit: 'ratio', of: 'node', says: 'free share of the node’s fullest file system' },
  'node-memory-pressure': {
    unit: 'ratio',
    of: 'node',
    says: 'share of time in which all work on the node waited for memory',
  },
  'network-errors': { unit: 'per-second', of: 'pod', says: 'packets dropped or with errors' },
  'heap-used': { unit: 'bytes', of: 'container', says: 'heap in use, as the runtime exports it' },
  'heap-max': { unit: 'bytes', of: 'container', says: 'greatest heap the runtime allows itself' },
  'gc-pause-share': { unit: 'ratio', of: 'container', says: 'share of time spent in garbage collection pauses' },
  goroutines: { unit: 'count', of: 'container', says: 'goroutines' },
  'event-loop-lag': { unit: 'seconds', of: 'container', says: 'Node.js event-loop lag' },
  'http-requests': { unit: 'per-second', of: 'container', says: 'HTTP requests' },
  'http-error-share': { unit: 'ratio', of: 'container', says: 'share of HTTP answers with status 5xx' },
  /** `detail`: p50, p95 or p99. */
  'http-latency': { unit: 'seconds', of: 'container', says: 'HTTP latency' },
  'http-in-flight': { unit: 'count', of: 'container', says: 'HTTP requests in flight' },
  /** `detail`: the pool's name where it has one. */
  'pool-in-use': { unit: 'count', of: 'container', says: 'pooled connections in use' },
  'pool-max': { unit: 'count', of: 'container', says: 'greatest number of pooled connections' },
} as const satisfies Record<string, { unit: MetricSeries['unit']; of: 'container' | 'pod' | 'node'; says: string }>;

export type MetricId = keyof typeof metricIds;

/** The stretches of time a reader can ask curves for (`?window=`). */
export const seriesWindows = ['1h', '6h', '24h', '7d'] as const;
export type SeriesWindow = (typeof seriesWindows)[number];

/** `GET …/{name}/series?window=1h`. */
export interface SeriesView {
  /** The moment the window ends at. */
  asOf: string;
  window: SeriesWindow;
  from: string;
  stepSeconds: number;
  curves: MetricSeries[];
  /** What could not be had, and why, in words. */
  missing: { what: string; why: string }[];
}
