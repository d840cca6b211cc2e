import { describe, expect, it } from 'vitest';
import { diagnosisOf, saysOf } from '../../testing/play';

describe('limit-lowered-by-rollout', () => {
  it('fires', async () => {
    expect(await saysOf('limit-lowered-by-rollout.fires', 'limit-lowered-by-rollout')).toMatch(
      /^proven: .*512Mi to 128Mi/,
    );
  });

  it('quotes each revision with its own value at its own path', async () => {
    const { contributing, evidence } = await diagnosisOf('limit-lowered-by-rollout.fires');
    const found = contributing.find(({ cause }) => cause === 'limit-lowered-by-rollout');
    const quoted = found?.claims[0]?.evidence.map((n) => evidence[n]);
    const path = 'spec.template.spec.containers[0].resources.limits.memory';
    expect(quoted).toMatchObject([
      { fields: expect.arrayContaining([{ path, value: '128Mi', decisive: true }]) as unknown },
      { fields: expect.arrayContaining([{ path, value: '512Mi', decisive: true }]) as unknown },
    ]);
    expect(new Set(quoted?.map((item) => item?.object)).size).toBe(2);
    expect(JSON.stringify(evidence)).not.toContain('→');
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('limit-lowered-by-rollout.near-miss', 'limit-lowered-by-rollout')).toBeNull();
  });

  it('is silent where the revision before is gone', async () => {
    expect(
      await saysOf('limit-lowered-by-rollout.fires', 'limit-lowered-by-rollout', {
        object: 'ReplicaSet/quote-feed-66d5c8b7f9',
      }),
    ).toBeNull();
  });
});
