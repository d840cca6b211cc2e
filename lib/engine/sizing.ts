/** Numbers for remedies, each with its arithmetic. Null where Prometheus gave nothing to compute from. */

import type { Remedy } from '../model/diagnosis';
import type { Probe } from '../model/pod-spec';
import type { MetricSeries } from '../model/snapshot';
import { formatBytes, formatCpu, parseQuantity } from '../format/quantity';
import { patchContainer, patchTemplate, setMemoryLimit } from '../remedy/change';
import { ask } from '../remedy/look';
import { endingsOf } from './facts/ending';
import { heapSizeOf, limitAbove } from './facts/heap-size';
import { goodPeak, isOwn, memoryTrend } from './facts/metrics';
import { probeFailures } from './facts/probe';
import { peakOf, seriesOf } from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';

const mi = 1024 ** 2;
/** Room above the highest peak: what stays free for a day that is busier than those measured. */
const margin = 1.25;

/** Up to a round number of mebibytes, never by more than 5 %. */
export function roundUpBytes(bytes: number): number {
  const step = (bytes < 160 * mi ? 1 : bytes < 1024 * mi ? 8 : 32) * mi;
  return Math.ceil(bytes / step) * step;
}

/** Up to a round number of millicores, by about 5 % at most. */
export function roundUpCpu(cores: number): number {
  const step = cores < 0.1 ? 5 : cores < 0.2 ? 10 : cores < 1 ? 20 : 50;
  // What is a hair above a round number is that number: it comes out of a division.
  return (Math.ceil((cores * 1000) / step - 0.02) * step) / 1000;
}

function refOf(view: WorkloadView) {
  return view.snapshot.workload;
}

/** A growth that fills the limit sooner may be what a program loads as it starts, cut off by the limit. */
const warmUpMinutes = 5;

/** The memory limit that the measured need asks for, or the advice not to raise it where no limit would do. */
export function sizedMemory(
  view: WorkloadView,
  container: ContainerView,
  limit: { text: string; bytes: number },
): Remedy | null {
  const peak = goodPeak(view, container);
  const trend = memoryTrend(view, container);
  if (peak && peak.bytes > limit.bytes * 0.9) {
    const why = `${peak.of.replace(/^revision /, 'Revision ')} ran within 7 days with up to ${formatBytes(peak.bytes)}: that is honest need.`;
    return limitOf(
      view,
      container,
      limit,
      why,
      peak.bytes,
      `highest peak ${formatBytes(peak.bytes)} (${peak.of}, 7 days)`,
    );
  }
  if (trend?.grows) {
    const rate = `${formatBytes(trend.bytesPerMinute)} a minute`;
    const minutes = Math.round((limit.bytes / trend.bytesPerMinute) * 10) / 10;
    return {
      // It changes nothing: who knows the program has to look.
      ...ask(
        'do-not-raise-memory',
        'Do not raise the limit: it grows without end',
        `At ${rate} it would reach any limit. Twice the limit buys ${minutes} min a run; find the leak instead: a heap profile of a run shows what is kept.${minutes < warmUpMinutes ? ' Should it be a start that needs as much, one run with twice the limit would level.' : ''}`,
      ),
      arithmetic: `${limit.text} more ÷ ${rate} = ${minutes} min`,
    };
  }
  if (!trend?.levels) return null;
  const killed = endingsOf(container).some(({ verdict }) => verdict === 'oom' || verdict === 'oom-other');
  if (!killed) {
    const week = peakOf(seriesOf(view, container, 'memory-peak')?.points ?? []);
    const most = Math.max(week?.[1] ?? 0, trend.peakBytes);
    const why = `It went up to ${formatBytes(most)} of ${limit.text} without a kill, and does not grow without end.`;
    return limitOf(view, container, limit, why, most, `highest peak ${formatBytes(most)}${week ? ' (7 days)' : ''}`);
  }
  const base = Math.max(trend.peakBytes, limit.bytes);
  const why = 'It levels and does not grow without end: it needs more than it gets.';
  return limitOf(view, container, limit, why, base, `levels, and was killed at ${formatBytes(base)}`);
}

function limitOf(
  view: WorkloadView,
  container: ContainerView,
  limit: { text: string },
  why: string,
  base: number,
  from: string,
): Remedy {
  const heap = heapSizeOf(container);
  const above = heap ? limitAbove(heap) : 0;
  const isOfHeap = heap !== null && above > base * margin;
  const exact = isOfHeap ? above : base * margin;
  const to = roundUpBytes(exact);
  const rounded = to === exact ? '' : `, rounded up to ${formatBytes(to)}`;
  const sum = isOfHeap ? `heap of ${heap.words} (${heap.flag}) ÷ ${heap.runtime.share}` : `${from} × ${margin}`;
  return {
    ...setMemoryLimit(refOf(view), container.name, limit.text, formatBytes(to), why),
    arithmetic: `${sum} = ${formatBytes(exact)}${rounded}`,
  };
}

/**
 * A first step for the CPU limit of a throttled container: limit ÷ (1 − share), cut at four times the limit. What it wants
 * cannot be seen while it is held back, so the step is a rule of thumb, and the remedy says to look again.
 */
export function sizedCpu(view: WorkloadView, container: ContainerView, share: number): Remedy | null {
  const text = container.spec.resources.limits['cpu'];
  const limit = text === undefined ? null : parseQuantity(text);
  if (text === undefined || limit === null || share <= 0) return null;
  // From 75 % on the step is the greatest that is taken at once, and the share no longer matters.
  const factor = share >= 0.75 ? 4 : 1 / (1 - share);
  const to = formatCpu(roundUpCpu(limit * factor));
  const percent = `${Math.round(share * 100)} %`;
  return {
    ...patchContainer(
      refOf(view),
      container,
      { resources: { limits: { cpu: to } } },
      {
        id: 'raise-cpu',
        title: `Raise the CPU limit from ${text} to ${to}`,
        why: 'A first step: how much it wants cannot be seen while it is held back. Look at the throttled share again; without a limit, a request still keeps its share of the node.',
        diff: [
          { sign: ' ', text: 'resources:' },
          { sign: ' ', text: '  limits:' },
          { sign: '-', text: `    cpu: ${text}` },
          { sign: '+', text: `    cpu: ${to}` },
        ],
      },
    ),
    arithmetic:
      factor === 4 ? `at most four times at once: ${text} × 4 = ${to}` : `${text} ÷ (1 − ${percent} throttled) = ${to}`,
  };
}

/** The slowest start of a healthy pod, in seconds. */
export function slowestReady(
  view: WorkloadView,
): { seconds: number; at: number; series: MetricSeries; pods: number } | null {
  const all = view.snapshot.metrics.filter((s) => s.id === 'time-to-ready' && s.points.length > 0 && isOwn(view, s));
  const peak = peakOf(all.flatMap((s) => s.points));
  const series = peak && all.find(({ points }) => points.some((point) => point === peak));
  return peak && series ? { seconds: peak[1], at: peak[0], series, pods: all.length } : null;
}

export interface StartupBudget {
  failureThreshold: number;
  arithmetic: string;
  why: string;
}

/** failureThreshold of a startup probe that gives twice the slowest measured start. */
export function startupBudget(view: WorkloadView, periodSeconds: number): StartupBudget | null {
  const slowest = slowestReady(view);
  if (!slowest) return null;
  const failureThreshold = Math.max(1, Math.ceil((slowest.seconds * 2) / periodSeconds));
  const seconds = Math.round(slowest.seconds);
  return {
    failureThreshold,
    arithmetic: `2 × slowest start ${seconds} s ÷ ${periodSeconds} s a try = failureThreshold ${failureThreshold} (${failureThreshold * periodSeconds} s)`,
    why: `The slowest of ${slowest.pods} measured ${slowest.pods === 1 ? 'pod' : 'pods'} took ${seconds} s to become ready.`,
  };
}

/** The startup probe that the container has, with the budget that healthy pods need. */
export function sizedStartup(view: WorkloadView, container: ContainerView, probe: Probe | null): Remedy | null {
  const budget = probe && startupBudget(view, probe.periodSeconds);
  if (!probe || !budget || budget.failureThreshold <= probe.failureThreshold) return null;
  const { failureThreshold } = budget;
  const words = {
    id: 'widen-startup-probe',
    title: `Let the start take ${failureThreshold * probe.periodSeconds} s`,
    why: budget.why,
  };
  return {
    ...patchContainer(refOf(view), container, { startupProbe: { failureThreshold } }, words),
    arithmetic: budget.arithmetic,
  };
}

/**
 * A liveness timeout of twice the probe's own 99th percentile, in whole seconds, where it is time that the probe lacks. The
 * percentile of a histogram may lie beyond the timeout; an answer does not.
 */
export function sizedTimeout(view: WorkloadView, container: ContainerView): Remedy | null {
  const probe = container.spec.livenessProbe;
  const peak = peakOf(seriesOf(view, container, 'probe-duration', 'liveness')?.points ?? []);
  if (!probe || !peak || probeFailures(container, 'liveness')?.answer.kind !== 'timeout') return null;
  const longest = Math.min(peak[1], probe.timeoutSeconds);
  const timeoutSeconds = Math.ceil(longest * 2);
  if (timeoutSeconds <= probe.timeoutSeconds) return null;
  return {
    ...patchContainer(
      refOf(view),
      container,
      { livenessProbe: { timeoutSeconds } },
      {
        id: 'widen-liveness-timeout',
        title: `Give the liveness probe ${timeoutSeconds} s to answer`,
        why: `Answers that came took up to ${longest.toFixed(1)} s; it waits ${probe.timeoutSeconds} s.`,
      },
    ),
    arithmetic: `2 × ${longest.toFixed(1)} s (99th percentile) = ${timeoutSeconds} s`,
  };
}

/** Until every proxy has heard that the pod takes no new requests. */
const unlistedSeconds = 5;

/** A preStop sleep that outlasts the longest request seen, where there is no hook: SIGTERM comes when nothing is in flight. */
export function sizedPreStop(view: WorkloadView, container: ContainerView): Remedy | null {
  const peak = peakOf(seriesOf(view, container, 'http-latency', 'p99')?.points ?? []);
  if (!peak || peak[1] <= 0 || container.spec.lifecycle?.preStop || container.type !== 'container') return null;
  const seconds = unlistedSeconds + Math.ceil(peak[1]);
  const now = container.pod.pod.spec.terminationGracePeriodSeconds ?? 30;
  // The sleep is taken out of the grace period: what the program needs after it stays as it was.
  const grace = seconds > now / 2 ? { terminationGracePeriodSeconds: now + seconds } : {};
  const spec = { ...grace, containers: [{ name: container.name, lifecycle: { preStop: { sleep: { seconds } } } }] };
  return {
    ...patchTemplate(refOf(view), spec, {
      id: 'add-pre-stop',
      title: `Let it finish its requests: sleep ${seconds} s before SIGTERM`,
      why: `New requests come for some seconds after a stop began, and one takes up to ${peak[1].toFixed(1)} s. Kubernetes before 1.30 knows no sleep: there, exec sleep ${seconds}.`,
    }),
    arithmetic: `${unlistedSeconds} s until no new request comes + ${peak[1].toFixed(1)} s (99th percentile), rounded up = ${seconds} s`,
  };
}

/** A grace period of the preStop sleep plus twice the longest request seen. */
export function sizedGrace(view: WorkloadView, container: ContainerView): Remedy | null {
  const peak = peakOf(seriesOf(view, container, 'http-latency', 'p99')?.points ?? []);
  const now = container.pod.pod.spec.terminationGracePeriodSeconds ?? 30;
  if (!peak) return null;
  const sleep = container.spec.lifecycle?.preStop?.sleep?.seconds ?? 5;
  const seconds = sleep + Math.ceil(peak[1] * 2);
  if (seconds <= now) return null;
  const words = {
    id: 'lengthen-grace',
    title: `Give a stop ${seconds} s`,
    why: `Requests take up to ${peak[1].toFixed(1)} s: with ${now} s some are cut.`,
  };
  return {
    ...patchTemplate(refOf(view), { terminationGracePeriodSeconds: seconds }, words),
    arithmetic: `preStop ${sleep} s + 2 × ${peak[1].toFixed(1)} s (99th percentile) = ${seconds} s`,
  };
}
