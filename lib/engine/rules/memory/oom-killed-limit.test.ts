import { describe, expect, it } from 'vitest';
import { diagnose } from '../../run';
import { replay, snapshotOf } from '../../scenarios/replay';
import { diagnosisOf, readScenario, saysOf } from '../../testing/play';

describe('oom-killed-limit', () => {
  it('fires', async () => {
    expect(await saysOf('oom-killed-limit.fires', 'oom-killed-limit')).toMatch(/^proven: .*256Mi/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('oom-killed-limit.near-miss-sticky', 'oom-killed-limit')).toBeNull();
  });

  it('needs no log', async () => {
    expect(await saysOf('oom-killed-limit.fires', 'oom-killed-limit', { log: 'cache warmed' })).toMatch(/^proven/);
  });

  it('claims nothing about kills where no event of the pod is left', async () => {
    const claims = async (...without: Parameters<typeof diagnosisOf>[1][]) =>
      JSON.stringify((await diagnosisOf('oom-killed-limit.fires', ...without)).primary?.claims);
    expect(await claims()).toContain('The kubelet announced no kill');
    expect(await claims({ event: 'BackOff' })).not.toContain('announced no kill');
  });

  it('does not rule the node out by events that were not read', async () => {
    const snapshot = await snapshotOf(readScenario('oom-killed-node.near-miss'));
    const ruledOut = (pending: string[]) =>
      diagnose({ ...snapshot, pending }).diagnosis.ruledOut.map(({ cause }) => cause);
    expect(ruledOut([])).toContain('oom-killed-node');
    expect(ruledOut(['events'])).not.toContain('oom-killed-node');
  });

  it('proves nothing where no log was read: a child may have died', async () => {
    const unread = { ...readScenario('oom-killed-limit.fires'), logs: {} };
    expect((await replay(unread)).diagnosis.primary).toMatchObject({ cause: 'oom-killed-limit', certainty: 'likely' });
  });
});
