import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('cpu-throttled', () => {
  it('fires', async () => {
    expect(await saysOf('cpu-throttled.fires', 'cpu-throttled')).toMatch(/^proven: .*93 %/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('cpu-throttled.near-miss', 'cpu-throttled')).toBeNull();
  });

  it('is silent without metrics', async () => {
    expect(await saysOf('cpu-throttled.fires', 'cpu-throttled', { metric: 'cpu-throttled-share' })).toBeNull();
  });
});
