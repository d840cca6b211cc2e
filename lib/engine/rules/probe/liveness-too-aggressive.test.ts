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

  it('holds by the log where the probe itself is not known', async () => {
    const unknown = { field: 'Pod/route-graph-0:spec.containers.0.livenessProbe' };
    expect(await saysOf('liveness-too-aggressive.fires', 'liveness-too-aggressive', unknown)).toMatch(/^likely/);
    const silent = await saysOf('liveness-too-aggressive.fires', 'liveness-too-aggressive', unknown, {
      log: 'loading',
    });
    expect(silent).toBeNull();
  });
});
