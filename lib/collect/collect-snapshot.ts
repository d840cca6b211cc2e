// Everything known about one workload at one instant, out of the picture and the log book, as plain JSON for the engine.
import 'server-only';

import { type ConfigReferences, configReferences } from '../cluster/config-references';
import type { Picture } from '../cluster/picture';
import type {
  ClusterEvent,
  ConfigObject,
  Kind,
  Node,
  ObjectBase,
  PersistentVolumeClaim,
  Pod,
  Service,
} from '../model/kubernetes';
import type { PodSpec } from '../model/pod-spec';
import {
  maxEvictedPods,
  type ClusterRef,
  type DeletedPod,
  type Snapshot,
  type SnapshotFailure,
} from '../model/snapshot';
import type { Capabilities, KindState } from '../model/source';
import type { WorkloadRef } from '../model/workload';
import { choosePods } from './choose-pods';
import type { LogBook } from './log-book';
import type { MetricBook } from './metric-book';
import { kindsDialled, neighboursOf } from './neighbours';
import { replicaTotals } from './replicas';
import {
  configFailures,
  isWatched,
  otherServices,
  readsConfigs,
  readsNodeEvents,
  servicesRead,
  unreadKinds,
  unwatchedAt,
} from './unread';

export interface SnapshotInputs {
  cluster: ClusterRef;
  /** "Now" of the snapshot, ISO 8601. */
  now: string;
  logs: LogBook;
  /** Absent where there is no live cluster, and so no Prometheus. */
  metrics?: Pick<MetricBook, 'of'> | undefined;
  capabilities: Capabilities;
  states: KindState[];
  /** Also of a workload that is gone, as long as deleted pods of it are remembered. */
  evenIfGone?: boolean;
}

const maxChildren = 20;
const maxDeleted = 10;
const maxLost = 20;
const maxNodes = 50;
/** Of each Service, so that none looks as if nothing stood behind it. */
const maxSlices = 20;

/** Null where the workload does not exist. What is in the snapshot is shared with the picture: it must not be changed. */
export function collectSnapshot(picture: Picture, ref: WorkloadRef, inputs: SnapshotInputs): Snapshot | null {
  const workload = picture.exists(ref) || inputs.evenIfGone ? picture.workload(ref) : null;
  if (workload === null) return null;
  const { namespace } = ref;
  // What is not watched is judged as of when it was: or it would heal, and be in trouble longer, by time alone (F02, F23).
  const asOf = unwatchedAt(inputs.states, namespace) ?? inputs.now;
  const nowMs = Date.parse(asOf);
  const allPods = picture.pods(ref);
  const pods = choosePods(allPods, nowMs);
  const evictedPods = evictedBeyond(allPods, pods);
  const deletedPods = picture.deletedPods(ref).slice(0, maxDeleted);
  const controller = picture.controller(ref);
  const children = picture.children(ref).slice(0, maxChildren);
  const specs =
    pods.length > 0 ? pods.map(({ spec }) => spec) : controller?.spec.template ? [controller.spec.template.spec] : [];
  const services = servicesOf(picture, ref, pods);
  const claims = claimsOf(picture, namespace, specs);
  const configs = configsOf(picture, namespace, specs, inputs.states);
  const autoscalers = picture.autoscalers(ref);
  const quotas = picture.quotas(namespace);
  const nodes = nodesOf(picture, pods, deletedPods);
  const nodeEvents = eventsAbout(picture, nodes.own);
  const logs = logsOf(inputs.logs, pods, deletedPods);
  const metrics = inputs.metrics?.of(ref) ?? { metrics: [], failures: [], pending: [] };
  const dialled = kindsDialled(picture, ref, pods, logs.digests);
  const unread = unreadKinds(ref, inputs.states, new Set([...neededKinds(specs), ...dialled]));
  const read = servicesRead(inputs.states, holdsAllServices(picture));
  return {
    schema: 1,
    cluster: inputs.cluster,
    asOf,
    workload,
    controller,
    children,
    revisions: picture.revisions(ref),
    pods,
    podTotals: replicaTotals(picture, ref, allPods),
    evictedPods,
    deletedPods,
    events: inOrder([
      ...eventsAbout(picture, [
        { kind: ref.kind, metadata: { namespace, name: ref.name } },
        ...children,
        ...pods,
        ...deletedPods.map(({ pod }) => pod),
        ...claims,
        ...autoscalers,
      ]),
      ...eventsOfLostPods(picture, ref, children),
      ...eventsAbout(picture, evictedPods).filter(({ reason }) => reason === 'Evicted'),
    ]),
    nodeEvents,
    nodeEventsRead: readsNodeEvents(inputs.states, nodeEvents.length > 0 || picture.hasEventsIn('default')),
    nodes: nodes.shown,
    nodeTotal: picture.nodes().length,
    services,
    servicesRead: read,
    endpointSlices: services
      .flatMap(({ metadata }) => picture.slicesOf(namespace, metadata.name).sort(byName).slice(0, maxSlices))
      .sort(byName),
    claims,
    volumes: claims.flatMap(({ spec }) => (spec.volumeName === null ? [] : (picture.volume(spec.volumeName) ?? []))),
    autoscalers,
    quotas: quotas.length > 0 || isWatched('ResourceQuota', inputs.states, namespace) ? quotas : null,
    limitRanges: picture.limitRanges(namespace),
    configs,
    neighbours: neighboursOf(picture, ref, pods, logs.digests, inputs.states),
    logs: logs.digests,
    metrics: metrics.metrics,
    failures: [
      ...unread.failures,
      ...(read === 'some' && dialled.includes('Service') ? otherServices(inputs.states, namespace) : []),
      ...(configs === null && specs.some(refersToConfigs) ? configFailures(inputs.capabilities) : []),
      ...logs.failures,
      ...metrics.failures,
    ],
    pending: [...unread.pending, ...logs.pending, ...metrics.pending],
  };
}

/** The evicted pods that were not chosen; `all` is newest first. */
function evictedBeyond(all: readonly Pod[], chosen: readonly Pod[]): Pod[] {
  if (all.length === chosen.length) return [];
  const shown = new Set(chosen);
  return all.filter((pod) => pod.status.reason === 'Evicted' && !shown.has(pod)).slice(0, maxEvictedPods);
}

/** What has a name and events about it. */
type Named = { kind: string; metadata: { namespace: string; name: string } };

/** Oldest first, each once. */
function eventsAbout(picture: Picture, objects: readonly Named[]): ClusterEvent[] {
  return inOrder(objects.flatMap(({ kind, metadata }) => picture.eventsAbout(kind, metadata.namespace, metadata.name)));
}

/** Of pods that were gone before they could be seen, such as evicted ones, only their events are left; the newest of them. */
function eventsOfLostPods(picture: Picture, ref: WorkloadRef, children: readonly Named[]): ClusterEvent[] {
  const { namespace } = ref;
  const owners = [{ kind: ref.kind, metadata: { namespace, name: ref.name } }, ...children];
  const byPrefix = [...new Set(owners.map(({ metadata }) => metadata.name))].flatMap((owner) =>
    picture.eventsOfLostPods(namespace, owner),
  );
  return inOrder([...byPrefix, ...eventsOfNamedPods(picture, owners)]).slice(-maxLost);
}

/** Those that their owner says it made: an Indexed Job puts the index between its own name and what the API server appends. */
function eventsOfNamedPods(picture: Picture, owners: readonly Named[]): ClusterEvent[] {
  return eventsAbout(picture, owners).flatMap(({ reason, message, involvedObject: { namespace } }) => {
    const name = reason === 'SuccessfulCreate' ? /^Created pod: (\S+)$/.exec(message)?.[1] : undefined;
    if (name === undefined || picture.workloadOfPod(namespace, name) !== null) return [];
    return picture.eventsAbout('Pod', namespace, name).filter(({ type }) => type === 'Warning');
  });
}

function inOrder(events: readonly ClusterEvent[]): ClusterEvent[] {
  return [...new Set(events)].sort((left, right) => timeOf(left) - timeOf(right) || byName(left, right));
}

function timeOf(event: ClusterEvent): number {
  return event.at === null ? 0 : Date.parse(event.at);
}

/** Whether a recording that tells it of no namespace is of all: of `default`, where every cluster has one, and of another. */
function holdsAllServices(picture: Picture): boolean {
  if (picture.service('default', 'kubernetes') === null) return false;
  for (const { metadata } of picture.services()) if (metadata.namespace !== 'default') return true;
  return false;
}

/** By one pod of each set of labels: a rollout may have changed them. Without pods, by the template. */
function servicesOf(picture: Picture, ref: WorkloadRef, pods: readonly Pod[]): Service[] {
  const template = picture.controller(ref)?.spec.template?.metadata.labels;
  const labels = new Set([
    ...pods.map(({ metadata }) => metadata.labels),
    ...(template === undefined ? [] : [template]),
  ]);
  const found = new Set([...labels].flatMap((one) => picture.servicesSelecting(ref.namespace, one)));
  return [...found].sort(byName);
}

function claimsOf(picture: Picture, namespace: string, specs: readonly PodSpec[]): PersistentVolumeClaim[] {
  const names = new Set(
    specs.flatMap(({ volumes }) => volumes.flatMap((one) => one.persistentVolumeClaim?.claimName ?? [])),
  );
  return [...names].sort().flatMap((name) => picture.claim(namespace, name) ?? []);
}

function configsOf(
  picture: Picture,
  namespace: string,
  specs: readonly PodSpec[],
  states: readonly KindState[],
): ConfigObject[] | null {
  if (!readsConfigs(states, namespace)) return null;
  const references = specs.map(configReferences);
  return (['ConfigMap', 'Secret'] as const).flatMap((kind) => {
    const names = new Set(references.flatMap((one: ConfigReferences) => [...one[kind]]));
    return [...names].sort().flatMap((name) => picture.config(kind, namespace, name) ?? []);
  });
}

/** The cluster's own certificate is in every pod and never the trouble. */
function refersToConfigs(spec: PodSpec): boolean {
  const { ConfigMap, Secret } = configReferences(spec);
  return Secret.size > 0 || [...ConfigMap].some((name) => name !== 'kube-root-ca.crt');
}

function neededKinds(specs: readonly PodSpec[]): Set<Kind> {
  const hasClaims = specs.some(({ volumes }) => volumes.some((one) => one.persistentVolumeClaim !== null));
  return new Set(hasClaims ? ['PersistentVolumeClaim', 'PersistentVolume'] : []);
}

/** `own`: the nodes that its pods are or were on. `shown`: all, while a pod waits for a node; of very many those in any case. */
function nodesOf(
  picture: Picture,
  pods: readonly Pod[],
  deleted: readonly DeletedPod[],
): { own: Node[]; shown: Node[] } {
  const names = new Set([...pods, ...deleted.map(({ pod }) => pod)].flatMap(({ spec }) => spec.nodeName ?? []));
  const own = [...names].sort().flatMap((name) => picture.node(name) ?? []);
  const waits = pods.some(({ spec, status }) => spec.nodeName === null && status.phase !== 'Succeeded');
  if (!waits) return { own, shown: own };
  const others = picture.nodes().filter((node) => !own.includes(node));
  return { own, shown: [...own, ...others.sort(byName).slice(0, Math.max(0, maxNodes - own.length))].sort(byName) };
}

function logsOf(
  book: LogBook,
  pods: readonly Pod[],
  deleted: readonly DeletedPod[],
): Pick<Snapshot, 'failures' | 'pending'> & { digests: Snapshot['logs'] } {
  const all = [...pods, ...deleted.map(({ pod }) => pod)].map((pod) => book.of(pod));
  const failures = new Map<string, SnapshotFailure>();
  for (const { failures: some } of all) for (const failure of some) failures.set(failure.what, failure);
  return {
    digests: all.flatMap(({ digests }) => digests),
    failures: [...failures.values()],
    pending: [...new Set(all.flatMap(({ pending }) => pending))],
  };
}

function byName(left: ObjectBase, right: ObjectBase): number {
  return left.metadata.name < right.metadata.name ? -1 : left.metadata.name > right.metadata.name ? 1 : 0;
}
