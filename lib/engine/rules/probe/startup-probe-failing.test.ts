import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('startup-probe-failing', () => {
  it('fires', async () => {
    expect(await saysOf('startup-probe-failing.fires', 'startup-probe-failing')).toMatch(/^proven: .*30 s/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('startup-probe-failing.near-miss', 'startup-probe-failing')).toBeNull();
  });

  it('holds by the Killing event alone', async () => {
    expect(await saysOf('startup-probe-failing.fires', 'startup-probe-failing', { event: 'Unhealthy' })).toMatch(
      /^proven/,
    );
  });
});
