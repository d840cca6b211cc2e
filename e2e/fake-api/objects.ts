/** Raw Kubernetes objects as the fake server keeps them. */

export interface RawMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [field: string]: unknown;
}

export interface RawObject {
  apiVersion: string;
  kind: string;
  metadata: RawMeta;
  [field: string]: unknown;
}

/** What a test has to write: the server fills in the rest as an API server would. */
export interface NewObject {
  apiVersion?: string;
  kind: string;
  metadata: Partial<RawMeta> & { name: string };
  [field: string]: unknown;
}

/** A pod that runs; `changes` replace whole top-level fields. */
export function pod(namespace: string, name: string, changes: Record<string, unknown> = {}): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      nodeName: 'node-1',
      restartPolicy: 'Always',
      containers: [{ name: 'app', image: 'registry.example/app:1', resources: {} }],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-11-21T03:00:00Z' }],
      containerStatuses: [
        {
          name: 'app',
          image: 'registry.example/app:1',
          imageID: '',
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: '2026-11-21T03:00:00Z' } },
          lastState: {},
        },
      ],
    },
    ...changes,
  };
}

export function namespaceObject(name: string): NewObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } };
}
