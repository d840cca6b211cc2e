import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('db-migration-failing', () => {
  it('fires', async () => {
    expect(await saysOf('db-migration-failing.fires', 'db-migration-failing')).toMatch(/^likely: .*17/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('db-migration-failing.near-miss', 'db-migration-failing')).toBeNull();
  });

  it('needs only the decisive line', async () => {
    expect(await saysOf('db-migration-failing.fires', 'db-migration-failing', { log: 'pending' })).toMatch(/^likely/);
  });
});
