/** What the trouble means for others, and how often it came: readiness, Services, restarts, deaths. */

import type { CauseId } from '../model/causes';
import type { Impact, Restarts } from '../model/diagnosis';
import { hourMs } from '../format/units';
import { parseGoDuration } from '../format/duration';
import { endingsOf, tookWholeGrace, type Ending } from './facts/ending';
import { evictionsOf, failedAtMs } from './facts/evictions';
import { killKind } from './facts/kill';
import { readingOf } from './facts/reading';
import { restartCountOf } from './facts/restarts';
import { iso, timeMs, type ContainerView, type PodView, type WorkloadView } from './facts/views';
import { lostAtMs, type TroubledPod } from './facts/pod-trouble';

/** Who feels it: pods that are ready of those wanted, and the Services that have no ready endpoint left. */
export function impactOf(view: WorkloadView): Impact {
  const { services, endpointSlices, podTotals, workload, controller } = view.snapshot;
  const name = (s: { metadata: { namespace: string; name: string } }) => `${s.metadata.namespace}/${s.metadata.name}`;
  const without = services.filter((service) => {
    const slices = endpointSlices.filter(
      (slice) => slice.metadata.labels['kubernetes.io/service-name'] === service.metadata.name,
    );
    return slices.length > 0 && slices.every((slice) => slice.endpoints.every((endpoint) => endpoint.ready === false));
  });
  const isBatch = workload.kind === 'Job' || workload.kind === 'CronJob';
  return {
    // Pods that were not read are not pods that do not exist: its own count is the better one then.
    ready:
      podTotals.total === 0 && readingOf(view.snapshot, 'pods') !== 'read'
        ? (controller?.status.readyReplicas ?? 0)
        : podTotals.ready,
    desired: isBatch ? null : podTotals.desired,
    services: services.map(name).sort(),
    servicesWithoutEndpoints: without.map(name).sort(),
  };
}

/**
 * Times of ends within the last hour that something is known of: exits, probe kills, stops that were not obeyed, and where
 * evictions are the cause, those. Oldest first, at most 60.
 */
export function deathsOf(view: WorkloadView, cause: CauseId | null): string[] {
  const times = new Set<number>();
  const add = (at: number | null) => {
    if (at !== null && at <= view.nowMs + 60_000 && view.nowMs - at < hourMs) times.add(at);
  };
  if (cause === 'disk-full-or-evicted') for (const { atMs } of evictionsOf(view)) add(atMs);
  for (const pod of [...view.pods, ...view.deleted]) {
    for (const container of pod.containers) {
      for (const ending of endingsOf(container)) {
        const orderly = (ending.verdict === 'platform' || ending.verdict === 'stop') && !tookWholeGrace(ending);
        const done = container.type === 'init' && ending.exit.exitCode === 0;
        if (ending.verdict !== 'node' && !orderly && !done) add(timeMs(ending.exit.finishedAt));
      }
      for (const event of container.events) {
        const kind = event.reason === 'Killing' ? killKind(event.message) : 'stop';
        const atMs = timeMs(event.at);
        // A kill shortly before a known end is that end.
        if (
          (kind === 'liveness' || kind === 'startup') &&
          ![...times].some((t) => atMs !== null && t >= atMs && t - atMs < 120_000)
        )
          add(atMs);
      }
    }
  }
  return [...times]
    .sort((a, b) => a - b)
    .slice(-60)
    .map(iso);
}

/** Restarts of one pod within the hour: all of them when the pod is younger, else what events and ends still tell. */
function restartsLastHour(pod: PodView, nowMs: number): number {
  const createdMs = timeMs(pod.pod.metadata.creationTimestamp);
  return pod.containers.reduce((sum, container) => {
    const total = restartCountOf(container.status);
    if (createdMs !== null && nowMs - createdMs <= hourMs) return sum + total;
    const starts = container.events
      .filter((event) => event.reason === 'Started' && nowMs - (timeMs(event.firstAt) ?? 0) <= hourMs)
      .reduce((count, event) => count + event.count, 0);
    const ends = endingsOf(container).filter((e) => nowMs - (timeMs(e.exit.finishedAt) ?? 0) <= hourMs).length;
    return sum + Math.min(total, Math.max(starts, ends));
  }, 0);
}

const backoffText = /^back-off (\S+) restarting failed container/i;

/** The delay that the kubelet waits for now, in milliseconds; null where it waits for none. */
function backoffOf({ status }: ContainerView): number | null {
  const delay = backoffText.exec(status?.state.waiting?.message ?? '')?.[1];
  return delay === undefined ? null : parseGoDuration(delay);
}

/** Restart counts, and when each container in back-off is tried again: finishedAt plus the delay in the message (signals §4.1). */
export function restartsOf(view: WorkloadView, troubled: readonly TroubledPod[]): Restarts {
  const next = troubled.flatMap(({ pod, containers }) =>
    containers.flatMap(({ container, endings }) => {
      const delayMs = backoffOf(container);
      const endMs = timeMs(endings[0]?.exit.finishedAt);
      return delayMs === null || endMs === null
        ? []
        : [{ pod: pod.pod.metadata.name, container: container.name, at: iso(endMs + delayMs) }];
    }),
  );
  return {
    total: view.pods.reduce((sum, pod) => sum + pod.containers.reduce((n, c) => n + restartCountOf(c.status), 0), 0),
    lastHour: view.pods.reduce((sum, pod) => sum + restartsLastHour(pod, view.nowMs), 0),
    next: next.sort((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

/**
 * The kubelet keeps two ends. Of those before tell: since when the pod is not ready although its init containers are done, and
 * the delay it is in now, which doubled from at most 10 s by delays that were all waited out (signals §4.1).
 */
function beforeKeptEnds(container: ContainerView, endings: readonly Ending[]): (number | null)[] {
  const condition = (type: string) => container.pod.pod.status.conditions.find((c) => c.type === type);
  const ready = condition('Ready');
  const unreadyMs = ready?.status === 'False' ? timeMs(ready.lastTransitionTime) : null;
  const initialized = condition('Initialized');
  const initializedMs = initialized?.status === 'True' ? timeMs(initialized.lastTransitionTime) : null;
  const delayMs = backoffOf(container);
  const endMs = timeMs(endings[0]?.exit.finishedAt);
  return [
    unreadyMs === null || container.type === 'init' ? null : Math.max(unreadyMs, initializedMs ?? 0),
    delayMs === null || endMs === null ? null : endMs - Math.max(0, delayMs - 10_000),
  ];
}

/** When the trouble began, as far back as the cluster still tells: first warning, first end, or since when it is not ready. */
export function sinceOf(troubled: readonly TroubledPod[]): string | null {
  const times: number[] = [];
  const add = (at: number | null) => {
    if (at !== null) times.push(at);
  };
  for (const one of troubled) {
    const { pod, containers, podTrouble } = one;
    for (const { container, endings, trouble } of containers) {
      for (const ending of endings) add(timeMs(ending.exit.finishedAt));
      if (restartCountOf(container.status) > endings.length)
        for (const at of beforeKeptEnds(container, endings)) add(at);
      for (const event of container.events) {
        if (event.type === 'Warning' || event.reason === 'BackOff') add(timeMs(event.firstAt) ?? timeMs(event.at));
      }
      // One that waits between two runs had run before: its first end counts, not the pod's start.
      if (trouble === 'stuck' || (trouble === 'waiting' && endings.length === 0))
        add(timeMs(pod.pod.status.startTime) ?? timeMs(pod.pod.metadata.creationTimestamp));
      if (trouble === 'not-ready')
        add(timeMs(pod.pod.status.conditions.find((c) => c.type === 'Ready')?.lastTransitionTime));
    }
    if (podTrouble === 'unscheduled') add(timeMs(pod.pod.metadata.creationTimestamp));
    add(lostAtMs(one));
    if (podTrouble === 'failed')
      add(
        timeMs(pod.pod.status.conditions.find((c) => c.type === 'DisruptionTarget')?.lastTransitionTime) ??
          failedAtMs(pod),
      );
  }
  return times.length > 0 ? iso(Math.min(...times)) : null;
}
