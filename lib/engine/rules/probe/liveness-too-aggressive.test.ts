import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('liveness-too-aggressive', () => {
  it('fires', async () => {
    expect(await saysOf('liveness-too-aggressive.fires', 'liveness-too-aggressive')).toMatch(
      /^likely: .* it gets at most 40 s/,
    );
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('liveness-too-aggressive.near-miss', 'liveness-too-aggressive')).toBeNull();
  });

  it('holds by the allowance where the log says nothing', async () => {
    expect(await saysOf('liveness-too-aggressive.fires', 'liveness-too-aggressive', { log: 'loading' })).toMatch(
      /^likely/,
    );
  });
});
