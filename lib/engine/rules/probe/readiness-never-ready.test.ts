import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('readiness-never-ready', () => {
  it('fires', async () => {
    expect(await saysOf('readiness-never-ready.fires', 'readiness-never-ready')).toMatch(/^proven: .*404/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('startup-probe-failing.near-miss', 'readiness-never-ready')).toBeNull();
  });

  it('is only likely once the events are gone', async () => {
    expect(await saysOf('readiness-never-ready.fires', 'readiness-never-ready', { event: 'Unhealthy' })).toMatch(
      /^likely/,
    );
  });
});
