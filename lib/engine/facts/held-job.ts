/** Whether a Job's pod has done its work and is kept from being over by a container that never ends by itself (signals §8). */

import { isAtWork, logsProbes } from './at-work';
import { exitsOf } from './exit';
import { restartPolicyOf } from './restarts';
import { timeMs, type ContainerView, type PodView } from './views';

export interface HeldJob {
  /** Ended with 0, and are no helpers: the Job's work. */
  done: ContainerView[];
  /** Still runs. */
  holder: ContainerView;
  /** Null where only its probes say that it serves for ever. */
  program: string | null;
  /** When the last of the others was done. */
  sinceMs: number;
}

/** Proxies, agents and collectors that serve a pod for as long as it runs, by their container's name or the last part of their image's. */
const helper =
  /^(?:istio-proxy|proxyv2|linkerd-proxy|cloud-?sql-?proxy|gce-proxy|alloydb-auth-proxy|vault-agent|consul-dataplane|kuma-(?:sidecar|dp)|daprd|envoy|pgbouncer|fluent-?bit|fluentd|filebeat|promtail|datadog-agent|jaeger-agent|(?:aws-)?otel-?collector|opentelemetry-collector(?:-contrib)?|oauth2-proxy|(?:aws-)?xray-daemon|dind)$/;

/** A proxy that was told to end, or sends off what it still holds, is gone by then. */
const helperAllowanceMs = 5 * 60_000;
/** Two programs may share a Job's work, one of them for longer. */
const doubtMs = 30 * 60_000;

function programOf({ name, spec }: ContainerView): string | null {
  const [path = ''] = spec.image.split('@');
  const [image = ''] = (path.split('/').at(-1) ?? '').split(':');
  return [name, image].find((word) => helper.test(word)) ?? null;
}

/** Only what serves is asked for readiness, or over the network. A command that looks for a heartbeat asks a worker as well (signals §6). */
function isProbed({ spec }: ContainerView): boolean {
  return (
    spec.readinessProbe !== null ||
    [spec.livenessProbe, spec.startupProbe].some((probe) => probe !== null && probe.exec === null)
  );
}

/** Whether only its probe says that it serves for ever, and its log does not say that it works on. */
function isServer(container: ContainerView): boolean {
  return isProbed(container) && (!isAtWork(container) || logsProbes(container));
}

/** Null for any other pod. With the instant (ms) from which it is told, which may lie ahead. */
export function heldJob(pod: PodView): { held: HeldJob; tellMs: number } | null {
  const { status, metadata } = pod.pod;
  if (status.phase !== 'Running' || metadata.deletionTimestamp !== null) return null;
  if (!metadata.ownerReferences.some(({ kind, controller }) => kind === 'Job' && controller)) return null;
  // Native sidecars are stopped by the kubelet when the others are done, and an init container that runs is none of these.
  const own = pod.containers.filter(({ type }) => type === 'container');
  const running = own.filter((container) => container.status?.state.running);
  const ended = own.filter((container) => container.status?.state.terminated?.exitCode === 0);
  // A helper that heeded the end of the work, as one told to quit does, is neither work nor holder.
  const done = ended.filter((container) => programOf(container) === null);
  const serving = running.filter((container) => programOf(container) !== null || isServer(container));
  const [holder] = serving;
  if (!holder || done.length === 0 || serving.length + ended.length < own.length) return null;
  const isSure = serving.every((container) => programOf(container) !== null);
  // Where only a probe tells the server from the work, work that is probed too leaves nothing to tell them by.
  if (!isSure && done.some(isProbed)) return null;
  const ends = done.map((container) => timeMs(exitsOf(container)[0]?.finishedAt));
  const known = ends.filter((at) => at !== null);
  if (known.length < ends.length) return null;
  const sinceMs = Math.max(...known);
  const program = programOf(holder);
  return { held: { done, holder, program, sinceMs }, tellMs: sinceMs + (isSure ? helperAllowanceMs : doubtMs) };
}

export interface HeldToDeadline {
  /** Ended with 0 before the deadline, not to be started again, and are no helpers: the work. */
  done: ContainerView[];
  /** Ran until the deadline ended it. */
  holder: ContainerView;
  /** Null where nothing says that the holder never ends by itself, or it had not long to do so. */
  program: string | null;
}

/** What ran until the pod's own `activeDeadlineSeconds` ended it, where the rest had done its work by then (signals §2.1); null for any other pod. */
export function heldToDeadline(pod: PodView): HeldToDeadline | null {
  const { status, spec } = pod.pod;
  const startMs = timeMs(status.startTime);
  if (status.reason !== 'DeadlineExceeded' || startMs === null || spec.activeDeadlineSeconds === null) return null;
  const deadlineMs = startMs + spec.activeDeadlineSeconds * 1000;
  const done: ContainerView[] = [];
  const ran: ContainerView[] = [];
  let sinceMs = 0;
  for (const container of pod.containers.filter(({ type }) => type === 'container')) {
    const end = container.status?.state.terminated;
    const endMs = timeMs(end?.finishedAt);
    if (!end || endMs === null) return null;
    if (endMs >= deadlineMs) ran.push(container);
    else if (end.exitCode !== 0 || restartPolicyOf(container) === 'Always') return null;
    // A helper that heeded the end of the work is neither work nor holder, as above.
    else if (programOf(container) === null) {
      done.push(container);
      sinceMs = Math.max(sinceMs, endMs);
    }
  }
  const [holder] = ran;
  if (!holder || done.length === 0) return null;
  const isSure = deadlineMs - sinceMs >= helperAllowanceMs && ran.every((each) => programOf(each) !== null);
  return { done, holder, program: isSure ? programOf(holder) : null };
}
