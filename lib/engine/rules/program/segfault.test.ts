import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('segfault', () => {
  it('fires', async () => {
    expect(await saysOf('segfault.fires', 'segfault')).toMatch(/^likely: .*bad memory access/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('segfault.near-miss', 'segfault')).toBeNull();
  });

  it('needs no log', async () => {
    expect(await saysOf('segfault.fires', 'segfault', { log: 'opening page' })).toMatch(/^likely/);
  });
});
