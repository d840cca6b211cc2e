/** Everything known about one workload at one instant: redacted, plain JSON, replayable byte for byte. */

import type {
  ClusterEvent,
  ConfigObject,
  Controller,
  ControllerRevision,
  EndpointSlice,
  HorizontalPodAutoscaler,
  LimitRange,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  Service,
} from './kubernetes';
import type { LogDigest } from './log';
import type { MetricId } from './metrics';
import type { Failure } from './result';
import type { Workload, WorkloadRef } from './workload';

export interface ClusterRef {
  /** As the person knows it: the context's name, or the recording's file name. */
  name: string;
  /** uid of kube-system, empty where it is not known. */
  id: string;
}

/** A pod that is gone, with the last state that was seen of it. */
export interface DeletedPod {
  pod: Pod;
  deletedAt: string;
}

/** Another workload of the same cluster that an address points at, and how it does. */
export interface Neighbour {
  /** The address as it was written: "postgres:5432", "10.96.0.12:80". */
  via: string;
  /** Null where no Service has the address. Behind a headless one any port of its pods can be dialled. */
  service: {
    namespace: string;
    name: string;
    ports: number[];
    headless: boolean;
    /** Empty where its endpoints are written by hand. */
    selector: Record<string, string>;
    /** Null where EndpointSlices of its namespace were not read. */
    readyEndpoints: number | null;
  } | null;
  workload: WorkloadRef | null;
  /** Its replicas, where a workload was found. */
  ready: number;
  desired: number;
}

export interface SnapshotFailure {
  /** What could not be read: "logs of app in cart-7d9c", "events in shop", "nodes". */
  what: string;
  failure: Failure;
}

/** A Prometheus series, already aligned: seconds since the epoch and a value. Missing scrapes are missing points. */
export interface MetricSeries {
  /** One of lib/model/metrics.ts. */
  id: MetricId;
  /** Null where it is a node's, and then `detail` names the node. */
  pod: string | null;
  container: string | null;
  /** Which one of several: the kind of probe, the percentile, the pool. Null where there is one. */
  detail: string | null;
  unit: 'bytes' | 'cores' | 'seconds' | 'ratio' | 'count' | 'per-second';
  query: string;
  points: [number, number][];
}

/** A trouble with more evictions than this is told as "at least". */
export const maxEvictedPods = 500;

export interface Snapshot {
  schema: 1;
  cluster: ClusterRef;
  /** "Now" for every rule; the engine has no clock. */
  asOf: string;
  workload: Workload;
  /** The workload's own object; null for an unknown kind or when it was not seen. */
  controller: Controller | null;
  /** Owned by the workload: ReplicaSets of a Deployment, Jobs of a CronJob; newest first. */
  children: Controller[];
  revisions: ControllerRevision[];
  /** Live pods, newest first. With very many, one of each kind of trouble and a few healthy; `podTotals` counts all. */
  pods: Pod[];
  podTotals: { total: number; ready: number; desired: number | null };
  /** Evicted pods that `pods` leaves out, newest first, at most `maxEvictedPods`: what they say of the trouble counts too. */
  evictedPods: Pod[];
  /** Pods of the workload that were deleted within the last hour, newest first. */
  deletedPods: DeletedPod[];
  /** Events about the workload, its children, pods, claims and autoscaler; oldest first. */
  events: ClusterEvent[];
  /** Events about the nodes of its pods; oldest first. */
  nodeEvents: ClusterEvent[];
  /** False where those were not read, as in a recording of one namespace: what is not among them says nothing. */
  nodeEventsRead: boolean;
  /** The nodes of its pods; when a pod waits for a node, all nodes (at most 50). */
  nodes: Node[];
  nodeTotal: number;
  services: Service[];
  /** Whether all Services of the cluster were read: only then is an address that none of them has none of theirs. */
  servicesRead: 'all' | 'some' | 'none';
  endpointSlices: EndpointSlice[];
  claims: PersistentVolumeClaim[];
  volumes: PersistentVolume[];
  autoscalers: HorizontalPodAutoscaler[];
  /** Of its namespace. Null where none is known and that says nothing: they are not watched, or a file may hold those of others only. */
  quotas: ResourceQuota[] | null;
  limitRanges: LimitRange[];
  /** Only those that the pods refer to; null where metadata may not be read. */
  configs: ConfigObject[] | null;
  neighbours: Neighbour[];
  logs: LogDigest[];
  metrics: MetricSeries[];
  failures: SnapshotFailure[];
  /** What is still being read, in words: "logs of app". */
  pending: string[];
}
