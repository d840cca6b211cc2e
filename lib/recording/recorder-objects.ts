/** For the recorder's test: of every kind an object with all that the projection keeps, in the shape of the API. */

const container = {
  name: 'app',
  image: 'registry.example/cart@sha256:0f1e',
  imagePullPolicy: 'Always',
  command: ['/app/server'],
  args: ['--port', '8080'],
  workingDir: '/srv',
  env: [
    { name: 'GOMEMLIMIT', value: '200MiB' },
    { name: 'DATABASE_URL', value: 'postgres://app:hunter2@db.shop:5432/cart' },
    { name: 'FOO', value: 'amqp://mq:5672' },
    { name: 'LISTEN_ADDR', value: ':8443' },
    { name: 'CACHE_HOST', value: 'redis' },
    { name: 'CACHE_PORT', value: '6379' },
    { name: 'TOKEN', value: 'abc' },
    { name: 'EMPTY' },
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password', optional: true } } },
    { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'cart', key: 'mode' } } },
    { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  ],
  envFrom: [{ prefix: 'X_', configMapRef: { name: 'cart' } }, { secretRef: { name: 'cart', optional: true } }],
  ports: [{ name: 'http', containerPort: 8080, hostPort: 80, protocol: 'TCP' }],
  resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m' } },
  livenessProbe: {
    httpGet: { path: '/healthz', port: 'http', scheme: 'HTTPS' },
    periodSeconds: 5,
    terminationGracePeriodSeconds: 7,
  },
  readinessProbe: { exec: { command: ['cat', '/ready'] } },
  startupProbe: { grpc: { port: 9000, service: 'cart' }, failureThreshold: 30 },
  lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { tcpSocket: { port: 8080, host: 'db' } } },
  securityContext: { runAsNonRoot: true, runAsUser: 1000, capabilities: { drop: ['ALL'] } },
  volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'cart', readOnly: true }],
  terminationMessagePolicy: 'FallbackToLogsOnError',
};

const podSpec = {
  nodeName: 'node-1',
  restartPolicy: 'OnFailure',
  terminationGracePeriodSeconds: 45,
  activeDeadlineSeconds: 600,
  serviceAccountName: 'cart',
  hostNetwork: true,
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'edge', effect: 'NoExecute', tolerationSeconds: 300 }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              { key: 'zone', operator: 'In', values: ['a', 'b'] },
              { key: 'gpu', operator: 'Exists' },
            ],
          },
          { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] },
        ],
      },
    },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] },
  },
  imagePullSecrets: [{ name: 'regcred' }],
  securityContext: { fsGroup: 2000 },
  volumes: [
    { name: 'config', configMap: { name: 'cart', optional: true, items: [{ key: 'app.yaml', path: 'app.yaml' }] } },
    { name: 'secret', secret: { secretName: 'db', items: [{ key: 'password', path: 'p' }] } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data', readOnly: true } },
    { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
    { name: 'empty', emptyDir: {} },
    { name: 'host', hostPath: { path: '/dev', type: 'Directory' } },
    { name: 'nfs', nfs: { server: 'nas', path: '/x' } },
    {
      name: 'all',
      projected: { sources: [{ configMap: { name: 'a' } }, { secret: { name: 'b' } }, { downwardAPI: {} }] },
    },
  ],
  initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
  containers: [container],
  readinessGates: [{ conditionType: 'example.com/ready' }],
};

const template = {
  metadata: { labels: { app: 'cart' }, annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-20T02:00:00Z' } },
  spec: podSpec,
};

const managedFields = [
  {
    manager: 'kubectl',
    operation: 'Apply',
    apiVersion: 'v1',
    time: '2026-11-20T02:30:00Z',
    fieldsV1: {
      'f:spec': {
        'f:replicas': {},
        'f:template': {
          'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"app"}': {
                '.': {},
                'f:image': {},
                'f:ports': { 'k:{"containerPort":8080,"protocol":"TCP"}': {} },
              },
            },
          },
        },
      },
    },
  },
  { manager: 'controller', operation: 'Update', time: '2026-11-20T02:31:00Z', subresource: 'status', fieldsV1: {} },
];

function meta(name: string, more: object = {}): object {
  return {
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    resourceVersion: '42',
    creationTimestamp: '2026-11-20T02:00:00Z',
    generation: 3,
    labels: { app: 'cart' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'cart', uid: 'u', controller: true }],
    managedFields,
    ...more,
  };
}

const conditions = [
  {
    type: 'Ready',
    status: 'False',
    reason: 'X',
    message: 'm',
    lastTransitionTime: '2026-11-20T03:00:00Z',
    lastUpdateTime: '2026-11-20T03:01:00Z',
  },
];

function controller(kind: string, apiVersion: string, spec: object, status: object = {}): Record<string, unknown> {
  return {
    apiVersion,
    kind,
    metadata: meta('cart', { annotations: { 'deployment.kubernetes.io/revision': '7' } }),
    spec: {
      selector: { matchLabels: { app: 'cart' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['a'] }] },
      ...spec,
    },
    status: { observedGeneration: 3, conditions, ...status },
  };
}

function keyed(kind: string): Record<string, unknown> {
  const owned = (time: string, ...keys: string[]): object => ({
    manager: 'kubectl',
    operation: 'Update',
    time,
    fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) },
  });
  return {
    apiVersion: 'v1',
    kind,
    metadata: meta('db', {
      managedFields: [owned('2026-11-20T01:00:00Z', 'user'), owned('2026-11-20T02:00:00Z', 'password', 'host')],
    }),
    data: { extra: 'dmFsdWU=' },
  };
}

const terminated = {
  exitCode: 137,
  signal: 9,
  reason: 'OOMKilled',
  message: 'killed',
  startedAt: '2026-11-20T03:11:00Z',
  finishedAt: '2026-11-20T03:12:44Z',
  containerID: 'containerd://1',
};

export const rawObjects: Record<string, unknown>[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta('cart-1', { deletionTimestamp: '2026-11-20T03:20:00Z', deletionGracePeriodSeconds: 30 }),
    spec: podSpec,
    status: {
      phase: 'Running',
      reason: 'Evicted',
      message: 'low on memory',
      podIP: '10.0.0.1',
      startTime: '2026-11-20T02:00:01Z',
      qosClass: 'Burstable',
      conditions,
      initContainerStatuses: [
        {
          name: 'proxy',
          image: 'proxy:1',
          imageID: '',
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: '2026-11-20T02:00:02Z' } },
        },
      ],
      containerStatuses: [
        {
          name: 'app',
          image: 'cart',
          imageID: 'sha256:1',
          containerID: 'containerd://2',
          ready: false,
          started: false,
          restartCount: 9,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
          lastState: { terminated },
          stopSignal: 'SIGINT',
        },
      ],
      ephemeralContainerStatuses: [
        { name: 'debug', image: 'busybox', imageID: '', ready: false, restartCount: 0, state: { terminated } },
      ],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: meta('e1', { managedFields: [] }),
    involvedObject: {
      kind: 'Pod',
      namespace: 'shop',
      name: 'cart-1',
      uid: 'uid-cart-1',
      fieldPath: 'spec.containers{app}',
    },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    source: { component: 'kubelet', host: 'node-1' },
    firstTimestamp: '2026-11-20T03:00:00Z',
    lastTimestamp: '2026-11-20T03:12:00Z',
    count: 14,
  },
  {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: meta('e2', { managedFields: [] }),
    regarding: { kind: 'Node', name: 'node-1' },
    reason: 'NodeNotReady',
    note: 'not ready',
    eventTime: '2026-11-20T03:00:00.123456Z',
    series: { count: 3, lastObservedTime: '2026-11-20T03:05:00.5Z' },
    reportingController: 'node-controller',
  },
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta('node-1'),
    spec: {
      unschedulable: true,
      taints: [{ key: 'k', value: 'v', effect: 'NoSchedule', timeAdded: '2026-11-20T02:00:00Z' }],
    },
    status: {
      conditions,
      capacity: { memory: '8Gi' },
      allocatable: { memory: '7Gi' },
      nodeInfo: {
        bootID: 'b',
        kernelVersion: '6.1',
        kubeletVersion: 'v1.34.4',
        containerRuntimeVersion: 'containerd://1.6',
        architecture: 'amd64',
        operatingSystem: 'linux',
        osImage: 'Debian',
      },
    },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: meta('shop'), status: { phase: 'Active' } },
  controller(
    'Deployment',
    'apps/v1',
    {
      replicas: 3,
      paused: true,
      minReadySeconds: 5,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
      template,
    },
    { replicas: 3, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 2 },
  ),
  controller('ReplicaSet', 'apps/v1', { replicas: 3, template }, { replicas: 3 }),
  controller(
    'StatefulSet',
    'apps/v1',
    {
      replicas: 0,
      serviceName: 'cart',
      updateStrategy: { type: 'OnDelete' },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
      template,
    },
    { currentRevision: 'a', updateRevision: 'b' },
  ),
  controller(
    'DaemonSet',
    'apps/v1',
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } }, template },
    {
      currentNumberScheduled: 5,
      desiredNumberScheduled: 6,
      numberReady: 4,
      numberAvailable: 3,
      updatedNumberScheduled: 2,
    },
  ),
  controller(
    'Job',
    'batch/v1',
    { backoffLimit: 6, completions: 2, parallelism: 1, activeDeadlineSeconds: 60, suspend: true, template },
    {
      active: 1,
      ready: 1,
      succeeded: 2,
      failed: 3,
      startTime: '2026-11-20T03:00:00Z',
      completionTime: '2026-11-20T03:01:00Z',
    },
  ),
  controller(
    'CronJob',
    'batch/v1',
    { schedule: '*/5 * * * *', suspend: false, jobTemplate: { spec: { backoffLimit: 2, template } } },
    {
      active: [{ name: 'a' }, { name: 'b' }],
      lastScheduleTime: '2026-11-20T03:00:00Z',
      lastSuccessfulTime: '2026-11-20T02:55:30Z',
    },
  ),
  {
    ...controller('ReplicationController', 'v1', { replicas: 2, template }, { replicas: 1 }),
    spec: { replicas: 2, selector: { app: 'cart' }, template },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: meta('cart-a'),
    revision: 4,
    data: { spec: { template } },
  },
  { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: meta('cart-b'), revision: 5 },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('cart'),
    spec: {
      type: 'NodePort',
      clusterIP: '10.96.0.1',
      selector: { app: 'cart' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' },
        { port: 81, targetPort: 8081 },
      ],
    },
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: meta('cart-x', { labels: { 'kubernetes.io/service-name': 'cart' } }),
    ports: [{ name: 'http', port: 8080 }],
    endpoints: [
      {
        addresses: ['10.0.0.1'],
        conditions: { ready: false, serving: true, terminating: true },
        targetRef: { kind: 'Pod', name: 'cart-1' },
      },
      { addresses: ['10.0.0.2'] },
    ],
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: meta('data'),
    spec: {
      storageClassName: 'fast',
      volumeName: 'pv-1',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    },
    status: { phase: 'Pending', conditions },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: meta('pv-1'),
    spec: {
      storageClassName: 'fast',
      claimRef: { namespace: 'shop', name: 'data' },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }] },
      },
      capacity: { storage: '1Gi' },
    },
    status: { phase: 'Bound', reason: 'r', message: 'm' },
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta('cart'),
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'cart' }, minReplicas: 2, maxReplicas: 9 },
    status: { currentReplicas: 3, desiredReplicas: 4, lastScaleTime: '2026-11-20T03:00:00Z', conditions },
  },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: meta('q'),
    status: { hard: { pods: '5' }, used: { pods: '5' } },
  },
  {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: meta('l'),
    spec: { limits: [{ type: 'Container', max: { memory: '1Gi' }, default: { memory: '256Mi' } }] },
  },
  keyed('Secret'),
  keyed('ConfigMap'),
];
