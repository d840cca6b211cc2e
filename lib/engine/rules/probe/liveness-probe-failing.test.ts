import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('liveness-probe-failing', () => {
  it('fires', async () => {
    expect(await saysOf('liveness-probe-failing.fires', 'liveness-probe-failing')).toMatch(/^proven: .*\/healthz.*503/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('liveness-probe-failing.near-miss', 'liveness-probe-failing')).toBeNull();
  });

  it('holds by the Killing event alone', async () => {
    expect(await saysOf('liveness-probe-failing.fires', 'liveness-probe-failing', { event: 'Unhealthy' })).toMatch(
      /^proven/,
    );
  });
});
