import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('exits-zero', () => {
  it('fires', async () => {
    expect(await saysOf('exits-zero.fires', 'exits-zero')).toMatch(/^proven: .*exit code 0/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('exits-zero.near-miss', 'exits-zero')).toBeNull();
  });

  it('needs no log', async () => {
    expect(await saysOf('exits-zero.fires', 'exits-zero', { log: 'reading inbox' })).toMatch(/^proven/);
  });
});
