/** A pod that died with these words, played through the true projection and collect: what tests of log rules share. */

import type { Diagnosis } from '../../model/diagnosis';
import { replay } from '../scenarios/replay';
import { scenarioSchema } from '../scenarios/scenario';

/** `log` null: nothing could be read. */
export async function crashing(log: string | null, exitCode = 1): Promise<Diagnosis> {
  const scenario = scenarioSchema.parse({
    about: 'a bare pod in back-off',
    asOf: '2026-10-03T14:07:00Z',
    objects: [
      {
        kind: 'Pod',
        metadata: { name: 'parcel', namespace: 'parcel', creationTimestamp: '2026-10-03T13:50:00Z' },
        spec: { nodeName: 'worker-1', containers: [{ name: 'app', image: 'registry.example/parcel:1' }] },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'False' }],
          containerStatuses: [
            {
              name: 'app',
              restartCount: 5,
              ready: false,
              state: {
                waiting: { reason: 'CrashLoopBackOff', message: 'back-off 2m40s restarting failed container=app' },
              },
              lastState: {
                terminated: {
                  reason: 'Error',
                  exitCode,
                  startedAt: '2026-10-03T14:05:58Z',
                  finishedAt: '2026-10-03T14:06:00Z',
                },
              },
            },
          ],
        },
      },
    ],
    logs: log === null ? {} : { 'parcel/app': { previous: `starting\n${log}\n` } },
    expected: { workload: 'Pod/parcel', status: 'broken' },
  });
  return (await replay(scenario)).diagnosis;
}
