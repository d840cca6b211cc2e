/**
 * What Unloop keeps of Kubernetes objects: the same field names and nesting as the API, so that a JSON path quoted
 * as evidence is true of the real object, but only the fields a diagnosis needs. Times are RFC 3339 strings in UTC,
 * quantities are kept as written ("256Mi"). Arrays that the API may leave out or send as null are always there; a field with
 * a question mark is there only where the object has it.
 * Everything textual is already free of control characters and redacted (lib/kubernetes/projection).
 */

import type { PodSpec } from './pod-spec';

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
}

export interface Meta {
  name: string;
  namespace: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string | null;
  deletionTimestamp: string | null;
  deletionGracePeriodSeconds: number | null;
  generation: number | null;
  labels: Record<string, string>;
  /** An allow-list: revision, restartedAt, checksums, tool markers (lib/kubernetes/projection). */
  annotations: Record<string, string>;
  ownerReferences: OwnerReference[];
  /** What has to be done before the object goes; whoever does it takes its own name out. */
  finalizers?: string[];
  /** Who changed what last, of managedFields: manager, time, and dotted field paths where they were asked for. */
  writers: { manager: string; operation: string; at: string | null; subresource: string | null; fields: string[] }[];
}

export interface ObjectBase {
  apiVersion: string;
  kind: string;
  metadata: Meta;
}

export interface StateWaiting {
  reason: string;
  message: string;
}
export interface StateRunning {
  startedAt: string | null;
}
export interface StateTerminated {
  exitCode: number;
  signal: number | null;
  reason: string;
  message: string;
  startedAt: string | null;
  finishedAt: string | null;
  containerID: string | null;
}
export interface ContainerState {
  waiting: StateWaiting | null;
  running: StateRunning | null;
  terminated: StateTerminated | null;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  containerID: string | null;
  ready: boolean;
  started: boolean | null;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
  stopSignal: string | null;
  /** What it was given (1.33+): a resize in place makes it differ from the spec. */
  resources?: { limits: Record<string, string> };
}

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  lastTransitionTime: string | null;
  lastUpdateTime: string | null;
}

export interface Pod extends ObjectBase {
  kind: 'Pod';
  spec: PodSpec;
  status: {
    phase: string;
    reason: string;
    message: string;
    podIP: string | null;
    /** The node on which the scheduler makes room for it by ending other pods. */
    nominatedNodeName?: string;
    startTime: string | null;
    qosClass: string | null;
    conditions: Condition[];
    initContainerStatuses: ContainerStatus[];
    containerStatuses: ContainerStatus[];
    ephemeralContainerStatuses: ContainerStatus[];
  };
}

export interface ObjectReference {
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  fieldPath: string;
}

/** Both event APIs in one shape. `at` is the effective time and `count` the effective count of signals §3.1. */
export interface ClusterEvent extends ObjectBase {
  kind: 'Event';
  involvedObject: ObjectReference;
  type: string;
  reason: string;
  message: string;
  source: { component: string; host: string };
  firstAt: string | null;
  at: string | null;
  count: number;
}

export interface Node extends ObjectBase {
  kind: 'Node';
  spec: {
    unschedulable: boolean;
    taints: { key: string; value: string | null; effect: string; timeAdded: string | null }[];
  };
  status: {
    conditions: Condition[];
    capacity: Record<string, string>;
    allocatable: Record<string, string>;
    nodeInfo: {
      bootID: string;
      kernelVersion: string;
      kubeletVersion: string;
      containerRuntimeVersion: string;
      architecture: string;
      operatingSystem: string;
      osImage: string;
    } | null;
  };
}

/** A pod template as controllers hold it. `spec.nodeName` and the like are as absent as there. */
export interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: PodSpec;
}

export interface LabelSelector {
  matchLabels: Record<string, string>;
  matchExpressions: { key: string; operator: string; values: string[] }[];
}

export type ControllerKind =
  'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob' | 'ReplicationController';

export interface Controller extends ObjectBase {
  kind: ControllerKind;
  spec: {
    /** Null where the kind has none (DaemonSet, Job, CronJob). */
    replicas: number | null;
    paused: boolean;
    suspend: boolean;
    /** Of a Job that somebody else than the cluster's own controller may run. */
    managedBy?: string;
    minReadySeconds: number;
    progressDeadlineSeconds: number | null;
    strategy: { type: string; maxUnavailable: string | null; maxSurge: string | null } | null;
    selector: LabelSelector | null;
    template: PodTemplate | null;
    serviceName: string | null;
    backoffLimit: number | null;
    completions: number | null;
    parallelism: number | null;
    activeDeadlineSeconds: number | null;
    schedule: string | null;
    timeZone: string | null;
    /** Of a CronJob, as the API defaults it: Allow. */
    concurrencyPolicy: string | null;
    startingDeadlineSeconds: number | null;
    volumeClaimTemplates: string[];
  };
  status: {
    observedGeneration: number | null;
    replicas: number;
    readyReplicas: number;
    availableReplicas: number;
    updatedReplicas: number;
    desiredNumberScheduled: number | null;
    currentRevision: string | null;
    updateRevision: string | null;
    active: number;
    succeeded: number;
    failed: number;
    startTime: string | null;
    completionTime: string | null;
    lastScheduleTime: string | null;
    lastSuccessfulTime: string | null;
    conditions: Condition[];
  };
}

export interface ControllerRevision extends ObjectBase {
  kind: 'ControllerRevision';
  revision: number;
  template: PodTemplate | null;
}

export interface Service extends ObjectBase {
  kind: 'Service';
  spec: {
    type: string;
    clusterIP: string | null;
    externalName: string | null;
    selector: Record<string, string>;
    ports: { name: string | null; port: number; targetPort: string | number | null; protocol: string }[];
  };
}

export interface EndpointSlice extends ObjectBase {
  kind: 'EndpointSlice';
  ports: { name: string | null; port: number | null }[];
  endpoints: {
    addresses: string[];
    ready: boolean | null;
    serving: boolean | null;
    terminating: boolean | null;
    targetName: string | null;
  }[];
}

export interface PersistentVolumeClaim extends ObjectBase {
  kind: 'PersistentVolumeClaim';
  spec: {
    storageClassName: string | null;
    volumeName: string | null;
    accessModes: string[];
    requests: Record<string, string>;
  };
  status: { phase: string; conditions: Condition[] };
}

export interface PersistentVolume extends ObjectBase {
  kind: 'PersistentVolume';
  spec: {
    storageClassName: string | null;
    claimRef: string | null;
    nodeAffinity: string[];
    capacity: Record<string, string>;
  };
  status: { phase: string; reason: string; message: string };
}

export interface HorizontalPodAutoscaler extends ObjectBase {
  kind: 'HorizontalPodAutoscaler';
  spec: { scaleTargetRef: { kind: string; name: string }; minReplicas: number; maxReplicas: number };
  status: { currentReplicas: number; desiredReplicas: number; lastScaleTime: string | null; conditions: Condition[] };
}

export interface ResourceQuota extends ObjectBase {
  kind: 'ResourceQuota';
  status: { hard: Record<string, string>; used: Record<string, string> };
}

export interface LimitRange extends ObjectBase {
  kind: 'LimitRange';
  spec: {
    limits: {
      type: string;
      max: Record<string, string>;
      min: Record<string, string>;
      default: Record<string, string>;
    }[];
  };
}

export interface Namespace extends ObjectBase {
  kind: 'Namespace';
  status: { phase: string };
}

/** Metadata of a Secret or ConfigMap. Never a value; key names and when each was last written come from managedFields. */
export interface ConfigObject extends ObjectBase {
  kind: 'Secret' | 'ConfigMap';
  /** Null where managedFields were not there to tell. */
  keys: { name: string; changedAt: string | null }[] | null;
}

/** An object of which the projection could make nothing but its name (F37). */
export interface PoisonObject extends ObjectBase {
  poison: string;
}

export interface ObjectOfKind {
  Pod: Pod;
  Event: ClusterEvent;
  Node: Node;
  ReplicaSet: Controller;
  Deployment: Controller;
  StatefulSet: Controller;
  DaemonSet: Controller;
  Job: Controller;
  CronJob: Controller;
  ReplicationController: Controller;
  ControllerRevision: ControllerRevision;
  Service: Service;
  EndpointSlice: EndpointSlice;
  PersistentVolumeClaim: PersistentVolumeClaim;
  PersistentVolume: PersistentVolume;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  ResourceQuota: ResourceQuota;
  LimitRange: LimitRange;
  Namespace: Namespace;
  Secret: ConfigObject;
  ConfigMap: ConfigObject;
}
export type Kind = keyof ObjectOfKind;
export type ClusterObject = ObjectOfKind[Kind];
