/** Ways to look at a snapshot that every fact shares: the workload, its pods, their containers, each with its own paths and events. */

import type { ClusterEvent, ContainerStatus, Node, Pod } from '../../model/kubernetes';
import type { Container } from '../../model/pod-spec';
import type { LogDigest } from '../../model/log';
import type { Snapshot } from '../../model/snapshot';
import type { ContainerType } from '../../model/workload';
import { withoutOldWords } from '../signatures/another-time';
import { movesUntilMs } from './moving';
import { clockBehindMs } from './node-clock';
import { readingOf } from './reading';
import { isSettled } from './settled';

export interface ContainerView {
  pod: PodView;
  name: string;
  type: ContainerType;
  spec: Container;
  /** Null while the kubelet has not written one. */
  status: ContainerStatus | null;
  /** JSON paths within the pod: "spec.containers[0]", "status.containerStatuses[0]". */
  specPath: string;
  statusPath: string;
  /** Events whose fieldPath or text names this container; oldest first. */
  events: ClusterEvent[];
  /** Whether its run has lasted so long that the end before it explains nothing of now. */
  settled: boolean;
  /** Those that may explain its state now. */
  logs: LogDigest[];
  /** Of runs before one that has settled. */
  pastLogs: LogDigest[];
}

export interface PodView {
  pod: Pod;
  /** "Pod shop/cart-7d9c": how evidence names it. */
  label: string;
  /** When it vanished; null while it exists. */
  deletedAt: string | null;
  /** In the kubelet's order: init containers first. */
  containers: ContainerView[];
  /** All events about this pod object; oldest first. */
  events: ClusterEvent[];
  /** False where events were refused, are not in the recording, or are still being read: what is not there says nothing. */
  eventsRead: boolean;
  /** By how much the kubelet's times are too early, negative where they are too late: how long something has lasted is told by now less this. */
  clockBehindMs: number;
  /** Until when pods that are being deleted may hold the volumes that it waits for; null where none does. */
  movesUntilMs: number | null;
  node: Node | null;
  /** True where the nodes were read, and none has the name of the one that it is on. A recording may hold only some of them. */
  nodeMissing: boolean;
  /** What was said of that node. */
  nodeEvents: ClusterEvent[];
}

export interface WorkloadView {
  snapshot: Snapshot;
  nowMs: number;
  /** Live pods, newest first. */
  pods: PodView[];
  /** Evicted pods beyond those, newest first: they only count. */
  evicted: PodView[];
  deleted: PodView[];
  /** Events about the workload's own object and its children; oldest first. */
  events: ClusterEvent[];
  /** What the workload does itself, "Deployment shop/cart". */
  label: string;
}

/** Milliseconds since the epoch, or null: absent, unreadable, and the 1970 that containerd writes for "never" (signals §1.5). */
export function timeMs(at: string | null | undefined): number | null {
  if (!at) return null;
  const ms = Date.parse(at);
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}

/** Milliseconds from one instant to another; null when either is unknown. */
export function spanMs(from: string | null | undefined, to: string | null | undefined): number | null {
  const start = timeMs(from);
  const end = timeMs(to);
  return start === null || end === null ? null : end - start;
}

const lastInstantMs = Date.parse('9999-12-31T23:59:59Z');

/**
 * Milliseconds as Kubernetes writes an instant: RFC 3339 in UTC, without empty milliseconds. Never throws: what odd times and
 * durations of a cluster add up to is cut to the years 1970 to 9999, NaN to 1970.
 */
export function iso(ms: number): string {
  return new Date(Math.min(Math.max(ms || 0, 0), lastInstantMs)).toISOString().replace('.000Z', 'Z');
}

const fieldPathPattern = /^spec\.(?:containers|initContainers|ephemeralContainers)\{(.+)\}$/;

/**
 * The container an event is about: by fieldPath, which is reliable, else by its name in the text (signals §3.1), else the
 * only one that has what the event speaks of.
 */
function containerOfEvent(event: ClusterEvent, specs: readonly Container[]): string | null {
  const byPath = fieldPathPattern.exec(event.involvedObject.fieldPath)?.[1];
  if (byPath !== undefined) return byPath;
  const words = new Set(event.message.split(/[\s,:"'=()]+/));
  const named = specs.filter(({ name }) => words.has(name));
  if (named.length === 1) return named[0]?.name ?? null;
  if (!aboutContainers.has(event.reason)) return null;
  const owners = specs.length === 1 ? specs : specs.filter((spec) => hasWhatItTells(spec, event));
  return owners.length === 1 ? (owners[0]?.name ?? null) : null;
}

/** Whether a container has the hook or the probe that an event tells of. */
function hasWhatItTells(spec: Container, { reason, message }: ClusterEvent): boolean {
  if (reason === 'FailedPostStartHook') return (spec.lifecycle?.postStart ?? null) !== null;
  if (reason === 'FailedPreStopHook') return (spec.lifecycle?.preStop ?? null) !== null;
  if (reason !== 'Unhealthy') return false;
  if (message.startsWith('Liveness')) return spec.livenessProbe !== null;
  if (message.startsWith('Readiness')) return spec.readinessProbe !== null;
  return message.startsWith('Startup') && spec.startupProbe !== null;
}

/** Reasons that are always about a container, so that a pod's only one is meant where none is named. */
const aboutContainers = new Set([
  'Killing',
  'Unhealthy',
  'ProbeWarning',
  'BackOff',
  'Failed',
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'InspectFailed',
  'ErrImageNeverPull',
  'FailedPostStartHook',
  'FailedPreStopHook',
]);

function eventTime(event: ClusterEvent): number {
  return timeMs(event.at) ?? 0;
}

/** Two clocks write a pod's creation and what is said of it. */
const clockMs = 60_000;

function createPodView(
  pod: Pod,
  deletedAt: string | null,
  snapshot: Snapshot,
  events: readonly ClusterEvent[],
): PodView {
  const { namespace, name, uid } = pod.metadata;
  const madeMs = (timeMs(pod.metadata.creationTimestamp) ?? 0) - clockMs;
  const own = events
    .filter(
      ({ involvedObject: o }) =>
        o.kind === 'Pod' &&
        o.name === name &&
        o.namespace === namespace &&
        (o.uid === '' || uid === '' || o.uid === uid),
    )
    // Of a pod of the same name that was there before, where no uid tells.
    .filter(({ involvedObject: o, at }) => o.uid !== '' || (timeMs(at) ?? Infinity) >= madeMs)
    .sort((a, b) => eventTime(a) - eventTime(b));
  const nowMs = timeMs(snapshot.asOf) ?? 0;
  const view: PodView = {
    pod,
    label: `Pod ${namespace}/${name}`,
    deletedAt,
    containers: [],
    events: own,
    eventsRead: readingOf(snapshot, 'events') === 'read',
    clockBehindMs: clockBehindMs(pod, own, nowMs),
    movesUntilMs: movesUntilMs(own, snapshot, pod.spec.terminationGracePeriodSeconds * 1000),
    node: snapshot.nodes.find((node) => node.metadata.name === pod.spec.nodeName) ?? null,
    nodeMissing: false,
    nodeEvents: snapshot.nodeEvents.filter(({ involvedObject }) => involvedObject.name === pod.spec.nodeName),
  };
  view.nodeMissing =
    pod.spec.nodeName !== null &&
    view.node === null &&
    snapshot.nodeTotal > 0 &&
    readingOf(snapshot, 'nodes') === 'read';
  const specs = [...pod.spec.initContainers, ...pod.spec.containers];
  const eventsOf = new Map<string, ClusterEvent[]>();
  for (const event of own) {
    const container = containerOfEvent(event, specs);
    if (container !== null) eventsOf.set(container, [...(eventsOf.get(container) ?? []), event]);
  }
  const add = (list: 'initContainers' | 'containers', spec: Container, index: number) => {
    const statuses = list === 'containers' ? pod.status.containerStatuses : pod.status.initContainerStatuses;
    const at = statuses.findIndex((status) => status.name === spec.name);
    const containerEvents = eventsOf.get(spec.name) ?? [];
    const settled =
      deletedAt === null && isSettled(pod, statuses[at] ?? null, containerEvents, nowMs - view.clockBehindMs);
    const logs = snapshot.logs
      .filter((log) => log.container === spec.name && (log.podUid === uid || (log.podUid === '' && log.pod === name)))
      .sort((a, b) => Number(a.instance === 'current') - Number(b.instance === 'current'))
      .map((log) => withoutOldWords(log, startOf(log, statuses[at] ?? null)));
    const isPast = ({ instance }: LogDigest) => settled && instance === 'previous';
    view.containers.push({
      pod: view,
      name: spec.name,
      type: list === 'containers' ? 'container' : spec.restartPolicy === 'Always' ? 'sidecar' : 'init',
      spec,
      status: statuses[at] ?? null,
      specPath: `spec.${list}[${index}]`,
      statusPath: `status.${list === 'containers' ? 'containerStatuses' : 'initContainerStatuses'}[${Math.max(at, 0)}]`,
      events: containerEvents,
      settled,
      logs: logs.filter((log) => !isPast(log)),
      pastLogs: logs.filter(isPast),
    });
  };
  pod.spec.initContainers.forEach((spec, index) => add('initContainers', spec, index));
  pod.spec.containers.forEach((spec, index) => add('containers', spec, index));
  return view;
}

/**
 * The earliest that the run of a log may have begun, null where it is not known: the log may have been read just before
 * the status changed, and while a container waits both are of the run before (signals §4.6).
 */
function startOf({ instance, restartCount }: LogDigest, status: ContainerStatus | null): string | null {
  if (status === null || (restartCount !== null && restartCount < status.restartCount - 1)) return null;
  const before = status.lastState.terminated?.startedAt ?? null;
  const own = status.state.running?.startedAt ?? status.state.terminated?.startedAt ?? null;
  return before ?? (instance === 'current' && status.restartCount === 0 ? own : null);
}

/** Builds the views once a diagnosis. Snapshots may list things in any order: everything is sorted here. */
export function createWorkloadView(snapshot: Snapshot): WorkloadView {
  const byName = (a: Pod, b: Pod) => (a.metadata.name < b.metadata.name ? -1 : 1);
  const newest = (a: Pod, b: Pod) =>
    (timeMs(b.metadata.creationTimestamp) ?? 0) - (timeMs(a.metadata.creationTimestamp) ?? 0) || byName(a, b);
  const podEvents = snapshot.events.filter((event) => event.involvedObject.kind === 'Pod');
  return {
    snapshot,
    nowMs: timeMs(snapshot.asOf) ?? 0,
    pods: [...snapshot.pods].sort(newest).map((pod) => createPodView(pod, null, snapshot, podEvents)),
    evicted: [...snapshot.evictedPods].sort(newest).map((pod) => createPodView(pod, null, snapshot, podEvents)),
    deleted: [...snapshot.deletedPods]
      .sort((a, b) => (timeMs(b.deletedAt) ?? 0) - (timeMs(a.deletedAt) ?? 0) || byName(a.pod, b.pod))
      .map(({ pod, deletedAt }) => createPodView(pod, deletedAt, snapshot, podEvents)),
    events: snapshot.events
      .filter((event) => event.involvedObject.kind !== 'Pod')
      .sort((a, b) => eventTime(a) - eventTime(b)),
    label: `${snapshot.workload.kind} ${snapshot.workload.namespace}/${snapshot.workload.name}`,
  };
}
