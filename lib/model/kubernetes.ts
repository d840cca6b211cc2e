/**
 * What Unloop keeps of Kubernetes objects: the same field names and nesting as the API, so that a JSON path quoted
 * as evidence is true of the real object, but only the fields a diagnosis needs. Times are RFC 3339 strings in UTC,
 * quantities are kept as written ("256Mi"). Arrays that the API may leave out or send as null are always there.
 * Everything textual is already free of control characters and redacted (lib/kubernetes/projection).
 */

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
  /** Who changed what last, of managedFields: manager, time, and dotted field paths where they were asked for. */
  writers: { manager: string; operation: string; at: string | null; subresource: string | null; fields: string[] }[];
}

export interface ObjectBase {
  apiVersion: string;
  kind: string;
  metadata: Meta;
}

export interface HttpGet {
  path: string;
  port: string | number;
  scheme: string;
  host: string | null;
}

export interface Handler {
  exec: { command: string[] } | null;
  httpGet: HttpGet | null;
  tcpSocket: { port: string | number; host: string | null } | null;
  grpc: { port: number; service: string | null } | null;
  sleep: { seconds: number } | null;
}

/** Defaults are filled in as the API server does (signals §6.1), so that arithmetic needs no second table. */
export interface Probe extends Handler {
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  successThreshold: number;
  failureThreshold: number;
  terminationGracePeriodSeconds: number | null;
}

export interface EnvVar {
  name: string;
  /** Only for names on the allow-list (heap flags, limits); never anything else (design §2). */
  value: string | null;
  /** Host and port, where the value is or contains an address: "postgres:5432". Credentials and paths never. */
  address: string | null;
  /** True where a literal value (maybe empty) was given, whether or not it was kept. */
  literal: boolean;
  /** True where the literal value is the empty string. */
  empty: boolean;
  valueFrom: {
    secretKeyRef: { name: string; key: string; optional: boolean } | null;
    configMapKeyRef: { name: string; key: string; optional: boolean } | null;
    fieldRef: string | null;
    resourceFieldRef: string | null;
  } | null;
}

export interface EnvFrom {
  prefix: string;
  configMapRef: { name: string; optional: boolean } | null;
  secretRef: { name: string; optional: boolean } | null;
}

export interface SecurityContext {
  runAsUser: number | null;
  runAsGroup: number | null;
  runAsNonRoot: boolean | null;
  readOnlyRootFilesystem: boolean | null;
  privileged: boolean | null;
  allowPrivilegeEscalation: boolean | null;
  fsGroup: number | null;
  capabilities: { add: string[]; drop: string[] };
}

export interface Container {
  name: string;
  image: string;
  imagePullPolicy: string | null;
  command: string[];
  args: string[];
  workingDir: string | null;
  env: EnvVar[];
  envFrom: EnvFrom[];
  ports: { name: string | null; containerPort: number; hostPort: number | null; protocol: string }[];
  resources: { limits: Record<string, string>; requests: Record<string, string> };
  livenessProbe: Probe | null;
  readinessProbe: Probe | null;
  startupProbe: Probe | null;
  lifecycle: { postStart: Handler | null; preStop: Handler | null; stopSignal: string | null } | null;
  securityContext: SecurityContext | null;
  volumeMounts: { name: string; mountPath: string; subPath: string | null; readOnly: boolean }[];
  terminationMessagePolicy: string | null;
  /** `Always` on an init container makes it a sidecar (1.28+). */
  restartPolicy: string | null;
}

export interface Volume {
  name: string;
  /** The volume's source: configMap, secret, persistentVolumeClaim, emptyDir, hostPath, projected, … */
  type: string;
  configMap: { name: string; optional: boolean; items: string[] } | null;
  secret: { secretName: string; optional: boolean; items: string[] } | null;
  persistentVolumeClaim: { claimName: string; readOnly: boolean } | null;
  emptyDir: { medium: string | null; sizeLimit: string | null } | null;
  hostPath: { path: string; type: string | null } | null;
  projected: { configMaps: string[]; secrets: string[] } | null;
}

export interface Toleration {
  key: string | null;
  operator: string | null;
  value: string | null;
  effect: string | null;
  tolerationSeconds: number | null;
}

export interface PodSpec {
  nodeName: string | null;
  restartPolicy: 'Always' | 'OnFailure' | 'Never';
  terminationGracePeriodSeconds: number;
  activeDeadlineSeconds: number | null;
  serviceAccountName: string | null;
  automountServiceAccountToken: boolean | null;
  hostNetwork: boolean;
  hostPID: boolean;
  shareProcessNamespace: boolean;
  enableServiceLinks: boolean | null;
  priorityClassName: string | null;
  runtimeClassName: string | null;
  schedulerName: string | null;
  nodeSelector: Record<string, string>;
  tolerations: Toleration[];
  /** Node affinity's required terms, flattened to "key In [a b]"; other affinity only named. */
  affinity: { requiredNode: string[]; kinds: string[] } | null;
  imagePullSecrets: string[];
  securityContext: SecurityContext | null;
  volumes: Volume[];
  initContainers: Container[];
  containers: Container[];
  readinessGates: string[];
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

/** Every kind Unloop reads: where it is served, and whether it lives in namespaces. Secret and ConfigMap as metadata only. */
export const kinds: Record<
  Kind,
  { group: string; version: string; plural: string; namespaced: boolean; optIn?: true }
> = {
  Pod: { group: '', version: 'v1', plural: 'pods', namespaced: true },
  Event: { group: '', version: 'v1', plural: 'events', namespaced: true },
  Node: { group: '', version: 'v1', plural: 'nodes', namespaced: false },
  Namespace: { group: '', version: 'v1', plural: 'namespaces', namespaced: false },
  ReplicaSet: { group: 'apps', version: 'v1', plural: 'replicasets', namespaced: true },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments', namespaced: true },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets', namespaced: true },
  DaemonSet: { group: 'apps', version: 'v1', plural: 'daemonsets', namespaced: true },
  Job: { group: 'batch', version: 'v1', plural: 'jobs', namespaced: true },
  CronJob: { group: 'batch', version: 'v1', plural: 'cronjobs', namespaced: true },
  ReplicationController: { group: '', version: 'v1', plural: 'replicationcontrollers', namespaced: true },
  ControllerRevision: { group: 'apps', version: 'v1', plural: 'controllerrevisions', namespaced: true },
  Service: { group: '', version: 'v1', plural: 'services', namespaced: true },
  EndpointSlice: { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', namespaced: true },
  PersistentVolumeClaim: { group: '', version: 'v1', plural: 'persistentvolumeclaims', namespaced: true },
  PersistentVolume: { group: '', version: 'v1', plural: 'persistentvolumes', namespaced: false },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    namespaced: true,
  },
  ResourceQuota: { group: '', version: 'v1', plural: 'resourcequotas', namespaced: true },
  LimitRange: { group: '', version: 'v1', plural: 'limitranges', namespaced: true },
  Secret: { group: '', version: 'v1', plural: 'secrets', namespaced: true, optIn: true },
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps', namespaced: true, optIn: true },
};

/** True for the name of a kind that Unloop reads. */
export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(kinds, value);
}
