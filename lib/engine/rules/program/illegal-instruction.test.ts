import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('illegal-instruction', () => {
  it('fires', async () => {
    expect(await saysOf('illegal-instruction.fires', 'illegal-instruction')).toMatch(/^possible: .*instruction/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('illegal-instruction.near-miss', 'illegal-instruction')).toBeNull();
  });

  it('needs no node', async () => {
    expect(await saysOf('illegal-instruction.fires', 'illegal-instruction', { object: 'Node/rack0-old' })).toMatch(
      /^possible/,
    );
  });
});
