/**
 * A fleet as the lab's large cluster has it (scale/fill): 5 pods to a Deployment with its ReplicaSet, 50 to a node, 2 % of
 * the pods broken in six ways with their events, managed fields as an API server writes them. The same N gives the same fleet.
 */
import { createHash } from 'node:crypto';
import type { NewObject } from '../e2e/fake-api/objects';

const podsPerDeployment = 5;
const podsPerNode = 50;
const deploymentsPerNamespace = 40;
const unhealthy = 0.02;
const troubles = ['oom', 'exit', 'pull', 'config', 'unschedulable', 'liveness'] as const;
type State = 'well' | (typeof troubles)[number];

type Json = Record<string, unknown>;

const hex = (seed: string, length: number): string =>
  createHash('sha256').update(seed).digest('hex').repeat(2).slice(0, length);
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
const uid = (seed: string): string => hex(seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A field set that owns everything in `value`, as a first write does. */
function owned(value: unknown): Json {
  if (Array.isArray(value)) {
    const named = value.filter(
      (entry): entry is { name: string } => typeof entry === 'object' && entry && 'name' in entry,
    );
    return Object.fromEntries(named.map((entry) => [`k:{"name":"${entry.name}"}`, { '.': {}, ...owned(entry) }]));
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [`f:${key}`, owned(inner)]));
}

function writer(manager: string, fields: Json, subresource?: string): Json {
  const entry = { manager, operation: 'Update', apiVersion: 'v1', time: ago(3_600), fieldsType: 'FieldsV1' };
  return { ...entry, fieldsV1: owned(fields), ...(subresource === undefined ? {} : { subresource }) };
}

function podSpec(namespace: string, app: string, version: string): { containers: Json[] } & Json {
  const token = { name: 'kube-api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  const probe = { timeoutSeconds: 2, successThreshold: 1, failureThreshold: 3 };
  const main = {
    name: 'app',
    image: `registry.example/${namespace}/${app}:${version}`,
    args: ['--config=/etc/app/config.yaml', '--listen=:8080', '--log-format=json'],
    ports: [
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
    ],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'DATABASE_HOST', value: `postgres-rw.${namespace}.svc.cluster.local` },
      { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: `${app}-db`, key: 'password' } } },
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://otel-collector.observability.svc:4317' },
      { name: 'GOMEMLIMIT', value: '230MiB' },
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
    livenessProbe: { ...probe, httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' }, initialDelaySeconds: 10 },
    readinessProbe: { ...probe, httpGet: { path: '/readyz', port: 'http', scheme: 'HTTP' }, periodSeconds: 5 },
    securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/app' }, { name: 'tmp', mountPath: '/tmp' }, token],
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
  const proxy = {
    name: 'proxy',
    image: 'registry.example/mesh/proxy:2.9.1',
    args: ['proxy', 'sidecar'],
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    readinessProbe: { ...probe, httpGet: { path: '/healthz/ready', port: 15021, scheme: 'HTTP' }, periodSeconds: 15 },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, token],
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
  const toleration = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
  return {
    volumes: [
      { name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } },
      { name: 'tmp', emptyDir: {} },
      {
        name: 'kube-api-access',
        projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'token' } }] },
      },
    ],
    containers: [main, proxy],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    securityContext: {},
    schedulerName: 'default-scheduler',
    tolerations: ['not-ready', 'unreachable'].map((key) => ({ key: `node.kubernetes.io/${key}`, ...toleration })),
    priority: 0,
    enableServiceLinks: true,
  };
}

/** What the kubelet writes of one pod, and the events that go with it: [type, reason, message, count]. */
function statusOf(
  state: State,
  label: string,
  spec: { containers: Json[] },
  seed: string,
): { status: Json; events: [string, string, string, number][] } {
  const born = ago(86_400);
  const [main, proxy] = spec.containers;
  const container = (of: Json | undefined, fields: Json): Json => ({
    name: of?.name,
    image: of?.image,
    imageID: `registry.example/x@sha256:${hex(`${seed}image`, 64)}`,
    containerID: `containerd://${hex(`${seed}${String(of?.name)}`, 64)}`,
    ready: false,
    started: false,
    restartCount: 0,
    lastState: {},
    ...fields,
  });
  const running = { state: { running: { startedAt: born } }, ready: true, started: true };
  const backOff = `back-off 5m0s restarting failed container=app pod=${label}`;
  const waiting = (reason: string, message: string): Json => ({ state: { waiting: { reason, message } } });
  const looping = (exitCode: number, reason: string): Json => ({
    ...waiting('CrashLoopBackOff', backOff),
    restartCount: 12,
    lastState: {
      terminated: {
        exitCode,
        reason,
        startedAt: ago(160),
        finishedAt: ago(120),
        containerID: `containerd://${hex(seed, 64)}`,
      },
    },
  });
  const loopEvent: [string, string, string, number] = [
    'Warning',
    'BackOff',
    `Back-off restarting failed container app in pod ${label}`,
    70,
  ];
  const missing = 'secret "db" not found';
  const unfit = '0/200 nodes are available: 200 Insufficient memory.';
  const probing = 'Liveness probe failed: Get "http://10.1.2.3:8080/healthz": context deadline exceeded';
  const shapes: Record<State, { app: Json; events: [string, string, string, number][] }> = {
    well: { app: running, events: [] },
    oom: { app: looping(137, 'OOMKilled'), events: [loopEvent] },
    exit: { app: looping(1, 'Error'), events: [loopEvent] },
    pull: {
      app: {
        ...waiting('ImagePullBackOff', `Back-off pulling image "${String(main?.image)}"`),
        containerID: '',
        imageID: '',
      },
      events: [['Warning', 'Failed', `Failed to pull image "${String(main?.image)}": not found`, 40]],
    },
    config: {
      app: { ...waiting('CreateContainerConfigError', missing), containerID: '', imageID: '' },
      events: [['Warning', 'Failed', `Error: ${missing}`, 120]],
    },
    unschedulable: { app: {}, events: [['Warning', 'FailedScheduling', unfit, 30]] },
    liveness: {
      app: { ...looping(137, 'Error'), ...running, ready: false },
      events: [
        ['Warning', 'Unhealthy', probing, 30],
        ['Normal', 'Killing', 'Container app failed liveness probe, will be restarted', 9],
      ],
    },
  };
  const { app, events } = shapes[state];
  const condition = (type: string, holds: boolean, more: Json = {}): Json => ({
    type,
    status: holds ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: state === 'well' ? born : ago(1_200),
    ...more,
  });
  if (state === 'unschedulable') {
    const conditions = [condition('PodScheduled', false, { reason: 'Unschedulable', message: unfit })];
    return { status: { phase: 'Pending', qosClass: 'Burstable', conditions }, events };
  }
  const well = state === 'well';
  const why = well ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [app]' };
  const status = {
    phase: state === 'pull' || state === 'config' ? 'Pending' : 'Running',
    qosClass: 'Burstable',
    startTime: born,
    hostIP: '10.0.0.1',
    podIP: '10.1.2.3',
    podIPs: [{ ip: '10.1.2.3' }],
    conditions: [
      condition('PodReadyToStartContainers', true),
      condition('Initialized', true),
      condition('Ready', well, why),
      condition('ContainersReady', well, why),
      condition('PodScheduled', true),
    ],
    containerStatuses: [container(main, app), container(proxy, running)],
  };
  return { status, events };
}

function stateOf(index: number): State {
  const bad = ((index * 2_654_435_761) % 2 ** 32) / 2 ** 32 < unhealthy;
  return bad ? (troubles[Math.floor(index / 7) % troubles.length] ?? 'oom') : 'well';
}

function* deployment(number: number, pods: number): Generator<NewObject> {
  const namespace = `scale-${String(Math.floor(number / deploymentsPerNamespace)).padStart(3, '0')}`;
  const app = `app-${String(number).padStart(5, '0')}`;
  const hash = hex(app, 10);
  const version = `1.${number % 40}.${number % 9}`;
  const own = {
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/version': version,
    team: `team-${number % 20}`,
    tier: 'web',
  };
  const labels = { ...own, 'pod-template-hash': hash };
  const annotations = { 'prometheus.io/scrape': 'true', 'checksum/config': hex(`${app}config`, 64) };
  const spec = podSpec(namespace, app, version);
  const template = { metadata: { labels, annotations }, spec };
  const states = Array.from({ length: pods }, (_, k) => stateOf(number * podsPerDeployment + k));
  const ready = states.filter((state) => state === 'well').length;
  const revision = { 'deployment.kubernetes.io/revision': '3' };
  const owner = (kind: string, name: string): Json[] => [
    { apiVersion: 'apps/v1', kind, name, uid: uid(`${kind}${name}`), controller: true, blockOwnerDeletion: true },
  ];
  const counts = { replicas: pods, readyReplicas: ready, availableReplicas: ready, observedGeneration: 1 };
  const conditions = [
    {
      type: 'Available',
      status: ready === pods ? 'True' : 'False',
      reason: 'MinimumReplicasAvailable',
      lastTransitionTime: ago(9_000),
      lastUpdateTime: ago(9_000),
    },
    {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      lastTransitionTime: ago(9_000),
      lastUpdateTime: ago(9_000),
    },
  ];
  const set = `${app}-${hash}`;
  const made = { creationTimestamp: ago(90_000), namespace };
  const selector = { matchLabels: { 'app.kubernetes.io/name': app } };
  yield {
    kind: 'Deployment',
    metadata: {
      ...made,
      name: app,
      uid: uid(`Deployment${app}`),
      labels: own,
      annotations: revision,
      managedFields: [
        writer('helm', { spec: { replicas: pods, template } }),
        writer('kube-controller-manager', { status: { ...counts } }, 'status'),
      ],
    },
    spec: { replicas: pods, selector, template: { ...template, metadata: { labels: own, annotations } } },
    status: {
      ...counts,
      updatedReplicas: pods,
      ...(ready === pods ? {} : { unavailableReplicas: pods - ready }),
      conditions,
    },
  };
  yield {
    kind: 'ReplicaSet',
    metadata: {
      ...made,
      name: set,
      uid: uid(`ReplicaSet${set}`),
      labels,
      annotations: revision,
      ownerReferences: owner('Deployment', app),
      managedFields: [
        writer('kube-controller-manager', { spec: { replicas: pods, template } }),
        writer('kube-controller-manager', { status: { ...counts } }, 'status'),
      ],
    },
    spec: { replicas: pods, selector, template },
    status: { ...counts, fullyLabeledReplicas: pods },
  };
  for (const [k, state] of states.entries()) {
    const index = number * podsPerDeployment + k;
    const name = `${set}-${hex(`${set}${k}`, 5)}`;
    const node = `node-${String(Math.floor(index / podsPerNode)).padStart(4, '0')}`;
    const { status, events } = statusOf(state, `${name}_${namespace}`, spec, name);
    yield {
      kind: 'Pod',
      metadata: {
        ...made,
        name,
        generateName: `${set}-`,
        uid: uid(name),
        labels,
        annotations,
        ownerReferences: owner('ReplicaSet', set),
        managedFields: [
          writer('kube-controller-manager', { metadata: { labels, annotations }, spec }),
          writer('kubelet', { status }, 'status'),
        ],
      },
      spec: state === 'unschedulable' ? spec : { ...spec, nodeName: node },
      status,
    };
    const quiet: [string, string, string, number][] =
      index % 2 === 0 && state === 'well'
        ? [['Normal', 'Pulled', 'Container image already present on machine', 1]]
        : [];
    for (const [at, [type, reason, message, count]] of [...events, ...quiet].entries())
      yield {
        kind: 'Event',
        metadata: { name: `${name}.${hex(`${name}${at}`, 16)}`, namespace },
        involvedObject: {
          apiVersion: 'v1',
          kind: 'Pod',
          namespace,
          name,
          uid: uid(name),
          fieldPath: 'spec.containers{app}',
        },
        type,
        reason,
        message,
        count,
        firstTimestamp: ago(1_200),
        lastTimestamp: ago(60),
        source: { component: reason === 'FailedScheduling' ? 'default-scheduler' : 'kubelet', host: node },
      };
  }
}

function node(index: number): NewObject {
  const types = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];
  return {
    kind: 'Node',
    metadata: { name: `node-${String(index).padStart(4, '0')}`, labels: { 'kubernetes.io/os': 'linux' } },
    spec: {},
    status: {
      capacity: { cpu: '32', memory: '128Gi', pods: '110' },
      allocatable: { cpu: '32', memory: '126Gi', pods: '110' },
      conditions: types.map((type) => ({
        type,
        status: type === 'Ready' ? 'True' : 'False',
        lastHeartbeatTime: ago(9),
        lastTransitionTime: ago(90_000),
      })),
      nodeInfo: { architecture: 'amd64', operatingSystem: 'linux', kubeletVersion: 'v1.34.4', bootID: 'b' },
    },
  };
}

/** Nodes, namespaces, and `pods` pods with all around them. */
export function* fleet(pods: number): Generator<NewObject> {
  for (let index = 0; index * podsPerNode < pods; index++) yield node(index);
  const deployments = Math.ceil(pods / podsPerDeployment);
  yield { kind: 'Namespace', metadata: { name: 'kube-system' }, status: { phase: 'Active' } };
  yield { kind: 'Namespace', metadata: { name: 'shop' }, status: { phase: 'Active' } };
  for (let number = 0; number < deployments; number += deploymentsPerNamespace)
    yield {
      kind: 'Namespace',
      metadata: { name: `scale-${String(number / deploymentsPerNamespace).padStart(3, '0')}` },
      status: { phase: 'Active' },
    };
  for (let number = 0; number < deployments; number++)
    yield* deployment(number, Math.min(podsPerDeployment, pods - number * podsPerDeployment));
}
