/** What a container's probes said: the Unhealthy events of each kind, with the answer taken apart (signals §3.5). */

import type { ClusterEvent, Condition } from '../../model/kubernetes';
import type { Probe } from '../../model/pod-spec';
import { saidIn, timesSaid } from './gathered';
import { isOfKubelet } from './kill';
import type { ContainerView, PodView } from './views';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** Why the probe failed, in the kubelet's terms. 'errored': it could not be run at all, which never kills (signals §3.5). */
export type ProbeAnswer =
  | { kind: 'status'; code: number }
  | { kind: 'refused' }
  | { kind: 'timeout' }
  | { kind: 'reset' }
  | { kind: 'dns' }
  | { kind: 'tls' }
  | { kind: 'grpc'; text: string }
  | { kind: 'command'; text: string }
  | { kind: 'errored'; text: string };

export interface ProbeFailures {
  kind: ProbeKind;
  probe: Probe | null;
  /** Oldest first; the kubelet merges equal texts, so `count` matters. */
  events: ClusterEvent[];
  count: number;
  newest: ClusterEvent;
  answer: ProbeAnswer;
}

const words: Record<ProbeKind, RegExp> = {
  liveness: /^Liveness probe (?:failed|errored)/,
  readiness: /^Readiness probe (?:failed|errored)/,
  startup: /^Startup probe (?:failed|errored)/,
};

/** Takes the text of an Unhealthy event apart; all handlers and versions of signals §3.5. */
export function answerOf(told: string): ProbeAnswer {
  const message = saidIn(told);
  const detail = message.replace(/^(?:Liveness|Readiness|Startup) probe \w+[^:]*:? ?/, '');
  if (/^\w+ probe errored/.test(message)) return { kind: 'errored', text: detail };
  const status = /HTTP probe failed with statuscode: (\d+)/.exec(detail)?.[1];
  if (status !== undefined) return { kind: 'status', code: Number(status) };
  if (/service unhealthy \(responded with|grpc health/i.test(detail)) return { kind: 'grpc', text: detail };
  if (/connection refused/.test(detail)) return { kind: 'refused' };
  if (/deadline exceeded|Client\.Timeout|i\/o timeout|timed out|timeout: /.test(detail)) return { kind: 'timeout' };
  if (/no such host|server misbehaving/.test(detail)) return { kind: 'dns' };
  if (/tls: |x509: |HTTP response to HTTPS client|malformed HTTP/.test(detail)) return { kind: 'tls' };
  if (/connection reset|: EOF$|broken pipe|no route to host/.test(detail)) return { kind: 'reset' };
  return { kind: 'command', text: detail };
}

/** Its containers are ready, and something outside of the pod has not agreed that it gets traffic; null where no gate is closed. */
export function closedGate({ pod }: PodView): Condition | null {
  return pod.status.conditions.find((c) => c.status === 'False' && c.reason === 'ReadinessGatesNotReady') ?? null;
}

/** The failures of one kind of probe that events still tell of; null when there are none. */
export function probeFailures(container: ContainerView, kind: ProbeKind): ProbeFailures | null {
  const events = container.events.filter(
    (event) => isOfKubelet(event) && event.reason === 'Unhealthy' && words[kind].test(saidIn(event.message)),
  );
  const newest = events.at(-1);
  if (!newest) return null;
  return {
    kind,
    probe: container.spec[`${kind}Probe`],
    events,
    count: events.reduce((sum, event) => sum + timesSaid(event), 0),
    newest,
    answer: answerOf(newest.message),
  };
}

/**
 * The failures that a program without CPU leads to: a time-out is what throttling makes of an answer, a refused connection may
 * be a start that it drew out. Null where no probe failed so.
 */
export function lateAnswer(container: ContainerView): ProbeFailures | null {
  const all = (['liveness', 'readiness', 'startup'] as const).map((kind) => probeFailures(container, kind));
  const of = (kind: ProbeAnswer['kind']) => all.find((failures) => failures?.answer.kind === kind) ?? null;
  return of('timeout') ?? of('refused');
}

/** How a probe asks, in words: "GET /healthz on port 8080", "a connection to port 5432", "the command pg_isready". */
export function probeQuestion(probe: Probe): string {
  if (probe.httpGet) return `GET ${probe.httpGet.path} on port ${probe.httpGet.port}`;
  if (probe.tcpSocket) return `a connection to port ${probe.tcpSocket.port}`;
  if (probe.grpc) return `a gRPC health check on port ${probe.grpc.port}`;
  if (probe.exec) return `the command ${probe.exec.command.join(' ')}`;
  return 'the probe';
}

/**
 * From the container's start to the kill, when the probe never passes: d + f·p at the most, plus the last answer (signals §6.3).
 * With a timeout longer than the period the period is as long as the timeout.
 */
export function probeBudgetSeconds(probe: Probe): { least: number; most: number } {
  const period = Math.max(probe.periodSeconds, probe.timeoutSeconds);
  return {
    least: probe.initialDelaySeconds + (probe.failureThreshold - 1) * period,
    most: probe.initialDelaySeconds + probe.failureThreshold * period + probe.timeoutSeconds,
  };
}
