/** Builds tiny clusters for the tests of rules: raw objects in, the diagnosis of their workload out, the whole way. */

import { type CauseId, familyOf } from '../../model/causes';
import type { Diagnosis, Finding } from '../../model/diagnosis';
import { replay } from '../scenarios/replay';
import { scenarioSchema, type Scenario } from '../scenarios/scenario';

type RawObject = Scenario['objects'][number];
type Fields = Record<string, unknown>;

/** "Now" of every test that does not say another. */
export const asOf = '2026-11-20T10:00:00Z';

/** An instant so many minutes before `asOf`. */
export function ago(minutes: number): string {
  return new Date(Date.parse(asOf) - minutes * 60_000).toISOString().replace('.000Z', 'Z');
}

export function deployment(replicas = 1, status: Fields = {}): RawObject[] {
  return [
    { kind: 'Deployment', metadata: { name: 'app', namespace: 'test' }, spec: { replicas }, status },
    {
      kind: 'ReplicaSet',
      metadata: {
        name: 'app-66b7d9c8f',
        ownerReferences: [{ kind: 'Deployment', name: 'app', uid: 'uid-Deployment-app', controller: true }],
      },
      spec: { replicas },
    },
  ];
}

/** A pod of that Deployment with one container `main`; `null` as node: it waits for one. */
export function podOf(options: {
  status?: Fields;
  spec?: Fields;
  container?: Fields;
  node?: string | null;
  age?: number;
}): RawObject {
  const { status = {}, spec = {}, container = {}, node = 'n1', age = 30 } = options;
  return {
    kind: 'Pod',
    metadata: {
      name: 'app-66b7d9c8f-x5kqz',
      creationTimestamp: ago(age),
      ownerReferences: [
        { kind: 'ReplicaSet', name: 'app-66b7d9c8f', uid: 'uid-ReplicaSet-app-66b7d9c8f', controller: true },
      ],
    },
    spec: {
      ...(node === null ? {} : { nodeName: node }),
      containers: [{ name: 'main', image: 'r.example/app:1', ...container }],
      ...spec,
    },
    status: { phase: 'Pending', ...(node === null ? {} : { startTime: ago(age) }), ...status },
  };
}

/** That Deployment with one pod, for which the scheduler has found no node for so many minutes, and why. */
export function unscheduled(message: string, minutes = 20, spec: Fields = {}): RawObject[] {
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  const status = { conditions: [{ ...condition, lastTransitionTime: ago(minutes) }] };
  return [...deployment(), podOf({ node: null, age: minutes, spec, status })];
}

/** The status of a container that waits. */
export function waiting(name: string, reason: string, message = '', more: Fields = {}): Fields {
  return { name, ready: false, restartCount: 0, state: { waiting: { reason, message } }, lastState: {}, ...more };
}

/** That Deployment with one pod whose container waits. */
export function waitingPod(reason: string, message = ''): RawObject[] {
  return [...deployment(), podOf({ status: { containerStatuses: [waiting('main', reason, message)] } })];
}

/** The same, backing off from its image, with what the kubelet said of the pull. */
export function pullFailed(message: string): RawObject[] {
  const pod = waitingPod('ImagePullBackOff', 'Back-off pulling image "r.example/app:1"');
  return [...pod, event(`Pod/${podName}`, 'Failed', message)];
}

/** The status of a container that runs and is ready. */
export function runningFor(name: string, minutes: number): Fields {
  return { name, ready: true, started: true, restartCount: 0, state: { running: { startedAt: ago(minutes) } } };
}

export function terminated(exitCode: number, endedAgo: number, more: Fields = {}): Fields {
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  return { terminated: { exitCode, reason, startedAt: ago(endedAgo + 1), finishedAt: ago(endedAgo), ...more } };
}

export function event(about: string, reason: string, message: string, more: Fields = {}): RawObject {
  const [kind = '', name = ''] = about.split('/');
  return {
    kind: 'Event',
    metadata: { name: `${name}.${reason}.${message.length}` },
    involvedObject: { kind, name },
    type: 'Warning',
    reason,
    message,
    lastTimestamp: ago(1),
    count: 1,
    ...more,
  };
}

/** Events about the pod of `podOf`. */
export const podName = 'app-66b7d9c8f-x5kqz';

/** Diagnoses the workload, "Deployment/app" when it is not said. */
export async function diagnoseObjects(
  objects: readonly RawObject[],
  options: { workload?: string; logs?: Scenario['logs'] } = {},
): Promise<Diagnosis> {
  const { workload = 'Deployment/app', logs = {} } = options;
  const scenario = scenarioSchema.parse({
    about: 'a test',
    asOf,
    objects,
    logs,
    expected: { workload, status: 'broken' },
  });
  const { diagnosis, faults } = await replay(scenario);
  if (faults.length > 0) throw new Error(`rules threw: ${JSON.stringify(faults)}`);
  return diagnosis;
}

/** "image-not-found proven", or "healthy": what most tests compare. */
export function answerOf({ status, primary }: Diagnosis): string {
  return primary ? `${primary.cause} ${primary.certainty}` : status;
}

/** Node n1, which the pods of `podOf` are on, with its Ready condition. */
export function nodeReady(status: string, reason: string, sinceMinutes: number): RawObject {
  const ready = { type: 'Ready', status, reason, message: 'm', lastTransitionTime: ago(sinceMinutes) };
  return { kind: 'Node', metadata: { name: 'n1' }, spec: {}, status: { conditions: [ready] } };
}

/** A pod that has run for an hour and is ready, as far as was heard. */
export function settledPod(): RawObject {
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: ago(60) }];
  return podOf({
    age: 60,
    status: { phase: 'Running', conditions, containerStatuses: [runningFor('main', 60)] },
  });
}

/** A finding of container app that says nothing but its cause. */
export function findingOf(cause: CauseId): Finding {
  return {
    cause,
    family: familyOf(cause),
    container: { name: 'app', type: 'container' },
    pods: { affected: 1, of: 1 },
    certainty: 'proven',
    headline: [],
    claims: [],
    wouldDisprove: null,
    dependsOn: null,
  };
}
