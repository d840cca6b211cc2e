import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('config-changed', () => {
  it('fires', async () => {
    expect(await saysOf('config-changed.fires', 'config-changed')).toMatch(/^likely: .*feed-venues/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('config-changed.near-miss', 'config-changed')).toBeNull();
  });

  it('is silent where metadata may not be read', async () => {
    expect(await saysOf('config-changed.fires', 'config-changed', { object: 'ConfigMap/feed-venues' })).toBeNull();
  });
});
