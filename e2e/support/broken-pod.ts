/** A pod that a test lets die of memory, as the kubelet reports it. */
import { pod, type NewObject } from '../fake-api/objects';

export function oomPod(namespace: string, name: string, restarts = 5): NewObject {
  const ago = (ms: number): string => new Date(Date.now() - ms).toISOString().replace(/\.\d+Z$/, 'Z');
  const base = pod(namespace, name);
  return {
    ...base,
    spec: {
      nodeName: 'node-1',
      restartPolicy: 'Always',
      containers: [
        {
          name: 'app',
          image: 'registry.example/app:1',
          resources: { limits: { memory: '128Mi' }, requests: { memory: '128Mi' } },
        },
      ],
    },
    status: {
      phase: 'Running',
      startTime: ago(600_000),
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: ago(600_000) },
        { type: 'Ready', status: 'False', lastTransitionTime: ago(20_000) },
      ],
      containerStatuses: [
        {
          name: 'app',
          image: 'registry.example/app:1',
          imageID: 'registry.example/app@sha256:1',
          containerID: 'containerd://2',
          ready: false,
          started: false,
          restartCount: restarts,
          state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off 2m40s restarting failed container=app` } },
          lastState: {
            terminated: {
              reason: 'OOMKilled',
              exitCode: 137,
              startedAt: ago(60_000),
              finishedAt: ago(20_000),
              containerID: 'containerd://1',
            },
          },
        },
      ],
    },
  };
}
