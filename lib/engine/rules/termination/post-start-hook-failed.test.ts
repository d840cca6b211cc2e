import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('post-start-hook-failed', () => {
  it('fires', async () => {
    expect(await saysOf('post-start-hook-failed.fires', 'post-start-hook-failed')).toMatch(/^proven: .*postStart hook/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('post-start-hook-failed.near-miss', 'post-start-hook-failed')).toBeNull();
  });

  it('needs only the hook’s own event', async () => {
    expect(await saysOf('post-start-hook-failed.fires', 'post-start-hook-failed', { event: 'Killing' })).toMatch(
      /^proven/,
    );
  });
});
