import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

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
});
