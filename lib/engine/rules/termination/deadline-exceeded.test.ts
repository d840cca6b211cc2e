import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('deadline-exceeded', () => {
  it('fires', async () => {
    expect(await saysOf('deadline-exceeded.fires', 'deadline-exceeded')).toMatch(/^proven: .*600 s/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('deadline-exceeded.near-miss', 'deadline-exceeded')).toBeNull();
  });

  it('needs no event', async () => {
    expect(await saysOf('deadline-exceeded.fires', 'deadline-exceeded', { event: 'DeadlineExceeded' })).toMatch(
      /^proven/,
    );
  });
});
