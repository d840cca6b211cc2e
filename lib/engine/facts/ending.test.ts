import { describe, expect, it } from 'vitest';
import type { Pod } from '../../model/kubernetes';
import { snapshotOf } from '../scenarios/replay';
import { readScenario } from '../testing/play';
import { endingsOf, type Ending } from './ending';
import { reviewContainer } from './trouble';
import { createWorkloadView, type ContainerView } from './views';

/** A container that ended a while ago with exit code 1, in a pod that is changed. */
async function ended(change: (pod: Pod) => Pod): Promise<{ container: ContainerView; ending: Ending; nowMs: number }> {
  const snapshot = await snapshotOf(readScenario('app-error-uncaught.fires-go'));
  const view = createWorkloadView({ ...snapshot, pods: snapshot.pods.map(change), events: [] });
  const [container] = view.pods[0]?.containers ?? [];
  const [ending] = container ? endingsOf(container) : [];
  if (!container || !ending) throw new Error('the scenario has no end of a container');
  return { container, ending, nowMs: view.nowMs };
}

const withReason = (reason: string) => (pod: Pod) => ({ ...pod, status: { ...pod.status, reason } });

describe('an end that the platform brought about', () => {
  it.each(['Evicted', 'Preempting', 'Terminated', 'NodeShutdown', 'Shutdown', 'DeadlineExceeded', 'NodeLost'])(
    'is told by the reason of the pod: %s',
    async (reason) => {
      const { ending } = await ended(withReason(reason));
      expect(ending).toMatchObject({ verdict: 'platform', platformReason: reason });
    },
  );

  it('is not told by another reason', async () => {
    expect((await ended(withReason('UnexpectedAdmissionError'))).ending.verdict).toBe('error');
  });

  /** Dead now, where it was shown as the last end of a container that waits. */
  const deadNow = (pod: Pod): Pod => ({
    ...pod,
    status: {
      ...pod.status,
      containerStatuses: pod.status.containerStatuses.map((status) => ({ ...status, state: status.lastState })),
    },
  });
  it.each([
    ['Terminated', undefined],
    ['', 'ended'],
  ])('is no fault of the container: %j', async (reason, trouble) => {
    const { container, nowMs } = await ended((pod) => deadNow(withReason(reason)(pod)));
    expect(reviewContainer(container, nowMs).troubled?.trouble).toBe(trouble);
  });
});
