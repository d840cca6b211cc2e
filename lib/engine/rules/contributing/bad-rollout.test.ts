import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('bad-rollout', () => {
  it('fires', async () => {
    expect(await saysOf('bad-rollout.fires', 'bad-rollout')).toMatch(/^likely: .*revision 2.*image/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('bad-rollout.near-miss', 'bad-rollout')).toBeNull();
  });

  it('is only possible without a pod of the revision before', async () => {
    expect(await saysOf('bad-rollout.fires', 'bad-rollout', { object: 'Pod/quote-feed-66d5c8b7f9-f2k9m' })).toMatch(
      /^possible/,
    );
  });
});
