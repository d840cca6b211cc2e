import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('runtime-heap-exhausted', () => {
  it('fires', async () => {
    expect(await saysOf('runtime-heap-exhausted.fires-java', 'runtime-heap-exhausted')).toMatch(/^likely: .*own heap/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('runtime-heap-exhausted.near-miss', 'runtime-heap-exhausted')).toBeNull();
  });

  it('needs no memory limit', async () => {
    expect(
      await saysOf('runtime-heap-exhausted.fires-java', 'runtime-heap-exhausted', {
        field: 'Pod/ledger-sync-84c6d5b7f9-8tc4m:spec.containers.0.resources',
      }),
    ).toMatch(/^likely/);
  });
});
