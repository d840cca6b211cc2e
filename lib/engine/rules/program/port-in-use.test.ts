import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('port-in-use', () => {
  it('fires', async () => {
    expect(await saysOf('port-in-use.fires', 'port-in-use')).toMatch(/^likely: .*9100/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('port-in-use.near-miss', 'port-in-use')).toBeNull();
  });

  it('needs no event', async () => {
    expect(await saysOf('port-in-use.fires', 'port-in-use', { event: 'BackOff' })).toMatch(/^likely/);
  });
});
