import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('memory-leak-trend', () => {
  it('fires', async () => {
    expect(await saysOf('memory-leak-trend.fires', 'memory-leak-trend')).toMatch(/^likely: .*30Mi a minute/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('memory-leak-trend.near-miss', 'memory-leak-trend')).toBeNull();
  });

  it('is silent without metrics', async () => {
    expect(await saysOf('memory-leak-trend.fires', 'memory-leak-trend', { metric: 'memory-working-set' })).toBeNull();
  });
});
