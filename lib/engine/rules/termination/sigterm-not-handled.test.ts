import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('sigterm-not-handled', () => {
  it('fires', async () => {
    expect(await saysOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled')).toMatch(/^proven: .*30 s/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('sigterm-not-handled.near-miss', 'sigterm-not-handled')).toBeNull();
  });

  it('is not proven without the announcement', async () => {
    expect(await saysOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled', { event: 'Killing' })).toMatch(
      /^likely/,
    );
  });
});
