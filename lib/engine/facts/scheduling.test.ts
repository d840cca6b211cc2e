import { describe, expect, it } from 'vitest';
import { ago, answerOf, deployment, diagnoseObjects, event, podName, podOf, waiting } from '../testing/build';

describe('a pod that is described as placed, and refused by the scheduler', () => {
  const pod = podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } });
  const said = '0/2 nodes are available: 2 Insufficient cpu.';
  const by = (component: string, minutes: number) => ({ source: { component }, lastTimestamp: ago(minutes), count: 9 });
  const refused = (minutes: number) =>
    event(`Pod/${podName}`, 'FailedScheduling', said, by('default-scheduler', minutes));
  const told = async (...events: ReturnType<typeof event>[]) =>
    answerOf(await diagnoseObjects([...deployment(), pod, ...events]));

  it('waits for a node, likely, while the refusals go on', async () => {
    expect(await told(refused(4))).toBe('unschedulable-resources likely');
  });
  it('was placed where they have stopped, or a placing came after them', async () => {
    expect(await told(refused(7))).toBe('unknown possible');
    const placed = event(`Pod/${podName}`, 'Scheduled', 'Successfully assigned', by('default-scheduler', 3));
    expect(await told(refused(4), placed)).toBe('unknown possible');
  });
  it('was placed where its own condition says so, later than the refusals', async () => {
    const says = async (minutes: number) => {
      const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: ago(minutes) }];
      const containerStatuses = [waiting('main', 'ContainerCreating')];
      const placed = podOf({ status: { startTime: ago(minutes), conditions, containerStatuses } });
      return (await diagnoseObjects([...deployment(), placed, refused(4)])).status;
    };
    expect([await says(0.1), await says(30)]).toEqual(['healthy', 'broken']);
  });
  it('was placed where a kubelet speaks of it', async () => {
    expect(
      await told(refused(4), event(`Pod/${podName}`, 'Pulling', 'Pulling image "x"', by('kubelet', 4))),
    ).not.toMatch(/^unschedulable/);
  });
});
