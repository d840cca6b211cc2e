/** What Kubernetes says of the workloads of the made week (week.ts), at its end. Raw objects, as the API sends them. */

import { endSeconds, leakStartedAt, made, Mi, weekEnd } from './week';

type Fields = Record<string, unknown>;
type RawObject = Fields & { kind: string; metadata: Fields & { name: string } };

const at = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
const setOf = (pod: string): string => pod.replace(/-[^-]+$/, '');

interface Pod {
  pod: string;
  container: Fields;
  startedAt: number;
  ready?: boolean;
  restarts?: number;
  last?: { exitCode: number; reason: string; finishedAt: number };
}

function controlled(kind: string, name: string): Fields {
  return { ownerReferences: [{ kind, name, uid: `uid-${kind}-${name}`, controller: true }] };
}

function set(name: string, of: string, revision: number, memory?: string): RawObject {
  const annotations = { 'deployment.kubernetes.io/revision': String(revision) };
  const resources = memory === undefined ? {} : { limits: { memory } };
  const template = { metadata: {}, spec: { containers: [{ name: 'app', image: `shop/${of}:1`, resources }] } };
  const metadata = { name, annotations, ...controlled('Deployment', of) };
  return { kind: 'ReplicaSet', metadata, spec: { replicas: 1, template } };
}

function deployment(name: string): RawObject {
  return { kind: 'Deployment', metadata: { name }, spec: { replicas: 1 } };
}

function podOf(
  owner: [string, string],
  { pod, container, startedAt, ready = true, restarts = 0, last }: Pod,
): RawObject {
  const conditions = ['ContainersReady', 'Ready'].map((type) => ({
    type,
    status: ready ? 'True' : 'False',
    lastTransitionTime: at(startedAt),
  }));
  const terminated = last && {
    exitCode: last.exitCode,
    reason: last.reason,
    startedAt: at(last.finishedAt - 400),
    finishedAt: at(last.finishedAt),
  };
  const containerStatuses = [
    {
      name: 'app',
      ready,
      started: true,
      restartCount: restarts,
      containerID: `containerd://${pod}-${restarts}`,
      state: { running: { startedAt: at(startedAt) } },
      lastState: terminated ? { terminated } : {},
    },
  ];
  return {
    kind: 'Pod',
    metadata: { name: pod, creationTimestamp: at(endSeconds - 6 * 3600), ...controlled(...owner) },
    spec: { nodeName: made.node, containers: [{ name: 'app', image: 'shop/app:1', ...container }] },
    status: { phase: 'Running', startTime: at(endSeconds - 6 * 3600), conditions, containerStatuses },
  };
}

function event(pod: string, reason: string, message: string, secondsAgo: number, count: number): RawObject {
  return {
    kind: 'Event',
    metadata: { name: `${pod}.${reason}` },
    involvedObject: { kind: 'Pod', name: pod, fieldPath: 'spec.containers{app}' },
    type: 'Warning',
    reason,
    message,
    firstTimestamp: at(endSeconds - 1700),
    lastTimestamp: at(endSeconds - secondsAgo),
    count,
  };
}

const http = { httpGet: { path: '/live', port: 8080 }, periodSeconds: 10, timeoutSeconds: 1 };
const memory = (bytes: number): Fields => ({ resources: { limits: { memory: `${bytes / Mi}Mi` } } });

/** Owners before what they own. Each controller has one pod. */
export function shopObjects(): RawObject[] {
  const { leak, need, needAgain, throttled, slowStart, slowLoop, nightly } = made;
  const one = (name: string, pod: Pod): RawObject[] => [
    deployment(name),
    set(setOf(pod.pod), name, 2),
    podOf(['ReplicaSet', setOf(pod.pod)], pod),
  ];
  const long = endSeconds - 3 * 86_400;
  const loopAt = endSeconds - 3 * 3600;
  const nightAt = Date.parse(`${weekEnd.slice(0, 10)}T${nightly.minute}:30Z`) / 1000;
  const oom = (finishedAt: number) => ({ exitCode: 137, reason: 'OOMKilled', finishedAt });
  return [
    ...one('cart', {
      pod: leak.pod,
      container: memory(leak.limit),
      startedAt: leakStartedAt(),
      restarts: 14,
      last: oom(leakStartedAt()),
    }),
    ...one('search', {
      pod: needAgain.pod,
      container: memory(needAgain.limit),
      startedAt: endSeconds - 60,
      ready: false,
      restarts: 9,
      last: oom(endSeconds - 60),
    }),
    set(setOf(need.pod), 'search', 1, `${need.limit / Mi}Mi`),
    ...one('checkout', {
      pod: throttled.pod,
      container: {
        resources: { limits: { cpu: `${throttled.limit * 1000}m` } },
        livenessProbe: { ...http, failureThreshold: 3 },
      },
      startedAt: endSeconds - 90,
      ready: false,
      restarts: 8,
      last: { exitCode: 0, reason: 'Completed', finishedAt: endSeconds - 90 },
    }),
    event(
      throttled.pod,
      'Unhealthy',
      'Liveness probe failed: Get "http://10.42.0.9:8080/live": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      100,
      24,
    ),
    event(throttled.pod, 'Killing', 'Container app failed liveness probe, will be restarted', 100, 8),
    ...one('ledger', {
      pod: slowStart.pod,
      container: { startupProbe: { ...http, failureThreshold: 12 } },
      startedAt: long,
    }),
    { kind: 'StatefulSet', metadata: { name: 'mailer' }, spec: { replicas: 1 } },
    podOf(['StatefulSet', 'mailer'], {
      pod: slowLoop.pod,
      container: {},
      startedAt: loopAt,
      restarts: 15,
      last: { exitCode: 1, reason: 'Error', finishedAt: loopAt - 10 },
    }),
    ...one('report', {
      pod: nightly.pod,
      container: {},
      startedAt: nightAt,
      restarts: 7,
      last: { exitCode: 1, reason: 'Error', finishedAt: nightAt - 10 },
    }),
  ];
}
