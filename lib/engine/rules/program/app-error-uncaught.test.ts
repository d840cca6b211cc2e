import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('app-error-uncaught', () => {
  it('fires', async () => {
    expect(await saysOf('app-error-uncaught.fires-go', 'app-error-uncaught')).toMatch(/^likely: .*nil map/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('app-error-uncaught.near-miss', 'app-error-uncaught')).toBeNull();
  });

  it('needs no event', async () => {
    expect(await saysOf('app-error-uncaught.fires-go', 'app-error-uncaught', { event: 'BackOff' })).toMatch(/^likely/);
  });
});
