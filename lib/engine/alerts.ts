/** Prometheus rules to copy, which fire on the cause that was found: over kube-state-metrics 2 and the kubelet's cAdvisor. */

import { stringify } from 'yaml';
import type { CauseId } from '../model/causes';
import type { AlertRule, Finding, RiskId } from '../model/diagnosis';
import type { WorkloadRef } from '../model/workload';

interface Shape {
  name: string;
  title: string;
  why: string;
  for: string;
  expr: (by: string) => string;
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
  expr: (by) => `sum by (namespace, container) (${restarts(by, '1d')}) >= 3`,
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
const throttled: Shape = {
  name: 'ContainerThrottled',
  title: 'Held back by its CPU limit',
  why: 'Throttling makes probes time out before it shows anywhere else.',
  for: '5m',
  expr: (by) =>
    `sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{${by}}[5m])) / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{${by}}[5m])) > 0.5`,
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

const byRisk: Partial<Record<RiskId, Shape>> = {
  throttled,
  'near-limit': nearLimit,
  'memory-grows': nearLimit,
  'slow-loop': slowLoop,
  'nightly-restart': slowLoop,
};

/** A label's value as PromQL quotes it; a regular expression's own characters are taken literally. */
const quoted = (text: string) => JSON.stringify(text);
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function ruleOf(shape: Shape, ref: WorkloadRef, container: string | null): AlertRule {
  const pods = `${literal(ref.name)}(-.+)?`;
  const by = [
    `namespace=${quoted(ref.namespace)}`,
    `pod=~${quoted(pods)}`,
    ...(container === null ? [] : [`container=${quoted(container)}`]),
  ].join(',');
  const rule = {
    alert: shape.name,
    expr: shape.expr(by),
    ...(shape.for === '0m' ? {} : { for: shape.for }),
    labels: { severity: 'warning' },
    annotations: { summary: `${shape.title}: {{ $labels.container }} of ${ref.kind} ${ref.namespace}/${ref.name}` },
  };
  const yaml = stringify(
    { groups: [{ name: `unloop-${ref.namespace}-${ref.name}`, rules: [rule] }] },
    { lineWidth: 0 },
  );
  return { title: shape.title, why: shape.why, yaml };
}

/** At most three, the primary's first; none for a healthy workload without a risk. */
export function alertsFor(
  ref: WorkloadRef,
  findings: readonly Finding[],
  risks: readonly { id: RiskId; container: { name: string } | null }[],
): AlertRule[] {
  const wanted = [
    ...findings.flatMap(({ cause, container }) => (byCause[cause] ?? []).map((shape) => ({ shape, container }))),
    ...risks.flatMap(({ id, container }) => (byRisk[id] ? [{ shape: byRisk[id], container }] : [])),
  ];
  return wanted
    .filter(({ shape }, i) => wanted.findIndex((other) => other.shape === shape) === i)
    .slice(0, 3)
    .map(({ shape, container }) => ruleOf(shape, ref, container?.name ?? null));
}
