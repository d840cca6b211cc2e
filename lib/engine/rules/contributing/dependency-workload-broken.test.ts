import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('dependency-workload-broken', () => {
  it('fires', async () => {
    expect(await saysOf('dependency-workload-broken.fires', 'dependency-workload-broken')).toMatch(
      /^likely: .*tick-db.*0 of 1/,
    );
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('dependency-workload-broken.near-miss', 'dependency-workload-broken')).toBeNull();
  });

  it('is silent where no Service has that name', async () => {
    expect(
      await saysOf('dependency-workload-broken.fires', 'dependency-workload-broken', { object: 'Service/tick-db' }),
    ).toBeNull();
  });
});
