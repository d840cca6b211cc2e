/** What Unloop keeps of a pod's spec, its containers and their probes; as kubernetes.ts, which says how. */

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
  /** `unknown`: an API server always writes `resources`, so without it the container was described in part. */
  resources: { limits: Record<string, string>; requests: Record<string, string>; unknown?: true };
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
  /** While there are any, the scheduler does not look at the pod (1.26+). */
  schedulingGates?: string[];
  /** Of the pod as a whole (1.34+): what all its containers may use together. */
  resources?: { limits: Record<string, string>; requests: Record<string, string> };
}
