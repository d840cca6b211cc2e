import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('limit-lowered-by-rollout', () => {
  it('fires', async () => {
    expect(await saysOf('limit-lowered-by-rollout.fires', 'limit-lowered-by-rollout')).toMatch(
      /^proven: .*512Mi to 128Mi/,
    );
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
