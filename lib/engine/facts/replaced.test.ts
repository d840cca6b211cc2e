import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../model/diagnosis';
import { diagnose } from '../run';
import { replay, snapshotOf } from '../scenarios/replay';
import { scenarioSchema } from '../scenarios/scenario';
import { ago, asOf, deployment, podOf, runningFor, terminated, waiting } from '../testing/build';

const named = (pod: ReturnType<typeof podOf>, name: string, owner?: string) => ({
  ...pod,
  metadata: {
    ...pod.metadata,
    name,
    ...(owner === undefined
      ? {}
      : { ownerReferences: [{ kind: 'ReplicaSet', name: owner, uid: owner, controller: true }] }),
  },
});

/** The loop's pod was deleted so many minutes ago, and another runs since then. */
function replaced(minutes: number, restarts = 4, owner?: string) {
  const status = waiting('main', 'CrashLoopBackOff', 'back-off', {
    restartCount: restarts,
    lastState: restarts === 0 ? {} : terminated(1, minutes + 1),
  });
  const gone = podOf({ status: { phase: 'Running', containerStatuses: [status] } });
  const fresh = podOf({
    age: minutes,
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(minutes) }],
      containerStatuses: [{ ...runningFor('main', minutes), ready: minutes > 1 }],
    },
  });
  return scenarioSchema.parse({
    about: 'a test',
    asOf,
    objects: [...deployment(), named(fresh, 'app-66b7d9c8f-new01', owner)],
    deleted: [{ at: ago(minutes), pod: { ...gone, kind: 'Pod' } }],
    logs: {},
    expected: { workload: 'Deployment/app', status: 'recovering' },
  });
}

describe('a loop whose pod was deleted', () => {
  it('is recovering until the new pod has shown that it holds', async () => {
    const { diagnosis } = await replay(replaced(0.1));
    expect(diagnosis.status).toBe('recovering');
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toContain('exits with code 1');
    expect((await replay(replaced(2))).reviewAt).toBe(ago(2 - 10));
  });

  it('is over after ten minutes', async () => {
    expect((await replay(replaced(11))).diagnosis.status).toBe('healthy');
  });

  it('is over where another revision took its place, or where nothing took it', async () => {
    expect((await replay(replaced(0.1, 4, 'app-other'))).diagnosis.status).toBe('healthy');
    const snapshot = await snapshotOf(replaced(0.1));
    expect(diagnose({ ...snapshot, pods: [] }).diagnosis.status).toBe('healthy');
  });

  it('says nothing of a pod that never died', async () => {
    expect((await replay(replaced(0.1, 0))).diagnosis.status).toBe('healthy');
  });
});
