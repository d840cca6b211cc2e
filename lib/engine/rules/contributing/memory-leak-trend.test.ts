import { describe, expect, it } from 'vitest';
import { diagnosisOf, saysOf } from '../../testing/play';

describe('memory-leak-trend', () => {
  it('fires', async () => {
    expect(await saysOf('memory-leak-trend.fires', 'memory-leak-trend')).toMatch(/^likely: .*30Mi a minute/);
  });

  it('fires on runs of half a minute, of which a kubelet takes three samples', async () => {
    expect(await saysOf('memory-leak-trend.fires-short', 'memory-leak-trend')).toMatch(
      /^likely: .* 1[78]\dMi a minute/,
    );
    const { remedies } = await diagnosisOf('memory-leak-trend.fires-short');
    expect(remedies.map(({ id }) => id)).toContain('do-not-raise-memory');
    expect(remedies.map(({ id }) => id)).not.toContain('set-memory-limit');
  });

  it('does not take a start that levels for a leak, however short', async () => {
    expect(await saysOf('memory-leak-trend.near-miss-short', 'memory-leak-trend')).toBeNull();
    const { remedies } = await diagnosisOf('memory-leak-trend.near-miss-short');
    expect(remedies.map(({ id }) => id)).toContain('set-memory-limit');
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('memory-leak-trend.near-miss', 'memory-leak-trend')).toBeNull();
  });

  it('is silent without metrics', async () => {
    expect(await saysOf('memory-leak-trend.fires', 'memory-leak-trend', { metric: 'memory-working-set' })).toBeNull();
  });
});
