/** Prometheus rules to copy, which fire on the cause that was found: over kube-state-metrics 2 and the kubelet's cAdvisor. */

import { stringify } from 'yaml';
import type { CauseId } from '../model/causes';
import type { AlertRule, ContainerRef, Finding, RiskId } from '../model/diagnosis';
import { podSuffixes } from '../model/pod-names';
import type { WorkloadRef } from '../model/workload';
import type { RiskDraft } from './risks';

interface Shape {
  name: string;
  title: string;
  why: string;
  for: string;
  expr: (by: string, alert: NonNullable<RiskDraft['alert']>) => string;
  /** Of whom the summary speaks: a label. "container" where it is left out. */
  of?: 'pod' | 'horizontalpodautoscaler' | 'job_name';
}

const restarts = (by: string, over: string) => `increase(kube_pod_container_status_restarts_total{${by}}[${over}])`;

const oom: Shape = {
  name: 'ContainerKilledForMemory',
  title: 'Killed for memory',
  why: 'The stock rules tell only of a fast loop: one kill an hour stays silent.',
  for: '0m',
  expr: (by) =>
    `(kube_pod_container_status_last_terminated_reason{${by},reason="OOMKilled"} == 1) and on (namespace, pod, container) (${restarts(by, '10m')} > 0)`,
};
const slowLoop: Shape = {
  name: 'ContainerRestartsSlowly',
  title: 'Restarts again and again, slowly',
  why: 'KubePodCrashLooping needs a pod that waits in back-off: a loop of hours never waits long enough.',
  for: '0m',
  expr: (by, { days = 1 }) => `sum by (namespace, container) (${restarts(by, `${days}d`)}) >= 3`,
};
const initLoop: Shape = {
  name: 'InitContainerLoops',
  title: 'An init container or sidecar does not come up',
  why: 'kube_pod_container_status_* leaves init containers and sidecars out, and so do the stock rules.',
  for: '0m',
  expr: (by) => `increase(kube_pod_init_container_status_restarts_total{${by}}[15m]) > 1`,
};
const killed: Shape = {
  name: 'ContainerKilledAfterGrace',
  title: 'Killed with exit code 137, not for memory',
  why: 'A program that ignores SIGTERM is killed at the end of its grace period; no stock rule looks at exit codes.',
  for: '0m',
  expr: (by) =>
    `(kube_pod_container_status_last_terminated_exitcode{${by}} == 137) unless on (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{${by},reason="OOMKilled"} == 1)`,
};
/** Its pods never restart a container: each failure is a pod of its own, and only the Job counts them. */
const jobFails: Shape = {
  name: 'JobFails',
  title: 'A run has failed',
  why: 'Its pods are never restarted, so that no rule about restarts can fire.',
  for: '0m',
  expr: (by) => `kube_job_status_failed{${by}} > 0`,
  of: 'job_name',
};
const throttled: Shape = {
  name: 'ContainerThrottled',
  title: 'Held back by its CPU limit',
  why: 'Throttling makes probes time out before it shows anywhere else.',
  for: '5m',
  expr: (by) =>
    `sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{${by}}[5m])) / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{${by}}[5m])) > 0.25`,
};
const nearLimit: Shape = {
  name: 'ContainerNearMemoryLimit',
  title: 'Memory near its limit',
  why: 'It fires before the kernel does.',
  for: '5m',
  expr: (by) =>
    `max by (namespace, pod, container) (container_memory_working_set_bytes{${by}}) / on (namespace, pod, container) max by (namespace, pod, container) (kube_pod_container_resource_limits{${by},resource="memory"}) > 0.9`,
};
const waits = (name: string, title: string, reasons: string): Shape => ({
  name,
  title,
  why: 'It tells within five minutes, not after the quarter of an hour of the stock rule.',
  for: '5m',
  expr: (by) => `max_over_time(kube_pod_container_status_waiting_reason{${by},reason=~"${reasons}"}[5m]) >= 1`,
});
const probes: Shape = {
  name: 'ContainerFailsProbes',
  title: 'Fails its probes',
  why: 'It needs the kubelet’s probe metrics; the restarts that follow come later.',
  for: '2m',
  expr: (by) =>
    `sum by (namespace, pod, container, probe_type) (increase(prober_probe_total{${by},result="failed"}[5m])) > 3`,
};
const pulls = waits(
  'ImageNotPulled',
  'An image cannot be pulled',
  'ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull',
);
const starts = waits(
  'ContainerNotStarted',
  'A container cannot be started',
  'CreateContainerConfigError|CreateContainerError|RunContainerError',
);

const byCause: Partial<Record<CauseId, Shape[]>> = {
  'oom-killed-limit': [oom, nearLimit],
  'oom-killed-node': [oom],
  'oom-child-process': [oom],
  'memory-leak-trend': [nearLimit],
  'runtime-heap-exhausted': [slowLoop],
  'sigterm-not-handled': [killed],
  'cpu-throttled': [throttled],
  'liveness-probe-failing': [probes],
  'liveness-too-aggressive': [probes],
  'startup-probe-failing': [probes],
  'readiness-never-ready': [probes],
  'init-container-failing': [initLoop],
  'sidecar-failing': [initLoop],
  'app-error-uncaught': [slowLoop],
  'exits-zero': [slowLoop],
  segfault: [slowLoop],
  'image-not-found': [pulls],
  'image-pull-auth': [pulls],
  'image-pull-network': [pulls],
  'missing-configmap-or-secret': [starts],
};

const slowStart: Shape = {
  name: 'PodSlowToStart',
  title: 'Takes long to become ready',
  why: 'It fires while the probe still waits: the day on which it no longer does, the pod is killed before it is ready.',
  for: '0m',
  expr: (by, { threshold = 60 }) =>
    `max by (namespace, pod) (kube_pod_status_ready_time{${by}}) - on (namespace, pod) min by (namespace, pod) (kube_pod_container_state_started{${by}}) > ${threshold}`,
  of: 'pod',
};
const pool: Shape = {
  name: 'ConnectionPoolFull',
  title: 'Its connection pool is full',
  why: 'Whoever asks for one more connection waits, and shows it only as latency.',
  for: '1m',
  expr: (by) =>
    [
      ['hikaricp_connections_active', 'hikaricp_connections_max'],
      ['go_sql_in_use_connections', 'go_sql_max_open_connections'],
      ['go_sql_stats_connections_in_use', 'go_sql_stats_connections_max_open'],
      ['pgxpool_acquired_conns', 'pgxpool_max_conns'],
      ['sqlalchemy_pool_checkedout', 'sqlalchemy_pool_size'],
      ['db_pool_connections_in_use', 'db_pool_connections_max'],
    ]
      .map(([inUse, max]) => `(${inUse ?? ''}{${by}} / (${max ?? ''}{${by}} > 0) >= 0.95)`)
      .join(' or '),
};
const eventLoop: Shape = {
  name: 'EventLoopBlocked',
  title: 'Its event loop is blocked',
  why: 'Nothing is answered meanwhile, a liveness probe neither.',
  for: '1m',
  expr: (by) => `(nodejs_eventloop_lag_p99_seconds{${by}} > 1) or (nodejs_eventloop_lag_seconds{${by}} > 1)`,
};
const goroutines: Shape = {
  name: 'GoroutinesGrow',
  title: 'Its goroutines do not end',
  why: 'Each keeps its memory: it ends at the memory limit, days later.',
  for: '10m',
  expr: (by) => `(go_goroutines{${by}} > 500) and (go_goroutines{${by}} > 2 * (go_goroutines{${by}} offset 1h))`,
};
const collections: Shape = {
  name: 'GarbageCollectionTooLong',
  title: 'Stands still for garbage collection',
  why: 'A heap that is nearly full shows here before it is exhausted.',
  for: '1m',
  expr: (by) =>
    [
      'jvm_gc_pause_seconds_sum',
      'jvm_gc_collection_seconds_sum',
      'go_gc_duration_seconds_sum',
      'nodejs_gc_duration_seconds_sum',
    ]
      .map((name) => `(sum by (namespace, pod, container) (rate(${name}{${by}}[5m])) > 0.2)`)
      .join(' or '),
};
const autoscaler = (name: string, title: string, why: string, wait: string, expr: Shape['expr']): Shape => ({
  ...{ name, title, why, for: wait, expr },
  of: 'horizontalpodautoscaler',
});
const atMaximum = autoscaler(
  'AutoscalerAtMaximum',
  'Its autoscaler wants more than it may have',
  'Load above what it was sized for shows here before it shows as latency.',
  '15m',
  (by) =>
    `(kube_horizontalpodautoscaler_status_current_replicas{${by}} >= kube_horizontalpodautoscaler_spec_max_replicas{${by}}) and (kube_horizontalpodautoscaler_spec_max_replicas{${by}} > kube_horizontalpodautoscaler_spec_min_replicas{${by}})`,
);
const blind = autoscaler(
  'AutoscalerBlind',
  'Its autoscaler cannot read its metric',
  'It scales no more, and nothing else fails until load comes.',
  '10m',
  (by) => `kube_horizontalpodautoscaler_status_condition{${by},condition="ScalingActive",status="false"} == 1`,
);
const flapping = autoscaler(
  'AutoscalerFlapping',
  'Its autoscaler changes its mind again and again',
  'Each change starts and stops pods.',
  '0m',
  (by) => `changes(kube_horizontalpodautoscaler_status_desired_replicas{${by}}[1h]) >= 4`,
);

const byRisk: Record<RiskId, Shape> = {
  throttled,
  'near-limit': nearLimit,
  'memory-grows': nearLimit,
  'slow-to-start': slowStart,
  'slow-loop': slowLoop,
  'nightly-restart': slowLoop,
  'pool-exhausted': pool,
  'event-loop-blocked': eventLoop,
  'goroutines-grow': goroutines,
  'garbage-collection': collections,
  'autoscaler-at-maximum': atMaximum,
  'autoscaler-blind': blind,
  'autoscaler-flapping': flapping,
  'autoscaler-without-request': blind,
};

/** A label's value as PromQL quotes it; a regular expression's own characters are taken literally. */
const quoted = (text: string) => JSON.stringify(text);
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Who a finding or a risk is about. */
type Place = Pick<ContainerRef, 'name' | 'type'> | null;

interface Wanted {
  shape: Shape;
  container: Place;
  alert: RiskDraft['alert'];
}

/** The API server cuts the name of a workload that leaves no room for what its pods have behind it. */
const longestWhole = 46;

/** No neighbour's pods: "cart" is not "cart-worker". Where a pod's name cannot be foretold, all that begin alike. */
function podsBehind({ kind, name }: WorkloadRef): string {
  return (name.length > longestWhole ? undefined : podSuffixes[kind]) ?? '(-.+)?';
}

function matchersOf({ shape, container, alert }: Wanted, ref: WorkloadRef): string {
  const namespace = `namespace=${quoted(ref.namespace)}`;
  if (shape.of === 'horizontalpodautoscaler')
    return `${namespace},horizontalpodautoscaler=${quoted(alert?.autoscaler ?? ref.name)}`;
  if (shape.of === 'job_name') {
    const jobs = ref.kind === 'CronJob' ? `${literal(ref.name)}-.+` : literal(ref.name);
    return `${namespace},job_name=~${quoted(jobs)}`;
  }
  const pods = `pod=~${quoted(`${literal(ref.name)}${podsBehind(ref)}`)}`;
  const own = container === null || shape.of === 'pod' ? [] : [`container=${quoted(container.name)}`];
  return [namespace, pods, ...own].join(',');
}

/** kube-state-metrics tells of init containers, and so of sidecars, under names of their own (signals §8.1). */
function exprOf(wanted: Wanted, ref: WorkloadRef): string {
  const { shape, container, alert } = wanted;
  const expr = shape.expr(matchersOf(wanted, ref), alert ?? {});
  const isInit = container !== null && container.type !== 'container' && shape.of === undefined;
  return isInit ? expr.replaceAll('kube_pod_container_', 'kube_pod_init_container_') : expr;
}

function ruleOf(wanted: Wanted, ref: WorkloadRef): AlertRule {
  const { shape } = wanted;
  const rule = {
    alert: shape.name,
    expr: exprOf(wanted, ref),
    ...(shape.for === '0m' ? {} : { for: shape.for }),
    labels: { severity: 'warning' },
    annotations: {
      summary: `${shape.title}: {{ $labels.${shape.of ?? 'container'} }} of ${ref.kind} ${ref.namespace}/${ref.name}`,
    },
  };
  const yaml = stringify(
    { groups: [{ name: `unloop-${ref.namespace}-${ref.name}`, rules: [rule] }] },
    { lineWidth: 0 },
  );
  return { title: shape.title, why: shape.why, yaml };
}

/** What the pods of a workload never do, so that a rule that waits for it could not fire. */
export interface Never {
  /** restartPolicy Never: no container of it is started again. */
  restarts: boolean;
  /** No end with exit code 137 is known. */
  killed: boolean;
  /** Containers that no probe asks, so that the kubelet counts none of theirs. */
  unprobed: readonly string[];
}

/** The rule that can fire for such pods in place of one that cannot; null where there is none. */
function thatCanFire({ shape, container }: Wanted, { restarts, killed: neverKilled, unprobed }: Never): Shape | null {
  if (restarts && (shape === slowLoop || shape === initLoop || shape === oom)) return jobFails;
  if (shape === probes && container !== null && unprobed.includes(container.name)) return null;
  return neverKilled && shape === killed ? null : shape;
}

/** At most three, the primary's first; none for a healthy workload without a risk, and none that could not fire. */
export function alertsFor(
  ref: WorkloadRef,
  findings: readonly Finding[],
  risks: readonly { id: RiskId; container: Place; alert?: RiskDraft['alert'] }[],
  never: Never,
): AlertRule[] {
  const wanted: Wanted[] = [
    ...findings.flatMap(({ cause, container }) =>
      (byCause[cause] ?? []).map((shape) => ({ shape, container, alert: undefined })),
    ),
    ...risks.map(({ id, container, alert }) => ({ shape: byRisk[id], container, alert })),
  ];
  return wanted
    .flatMap((one) => {
      const shape = thatCanFire(one, never);
      return shape ? [{ ...one, shape }] : [];
    })
    .filter(({ shape }, i, all) => all.findIndex((other) => other.shape === shape) === i)
    .slice(0, 3)
    .map((one) => ruleOf(one, ref));
}
