import { describe, expect, it } from 'vitest';
import { answerOf } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

describe('segfault', () => {
  it('fires', async () => {
    expect(await saysOf('segfault.fires', 'segfault')).toMatch(/^possible: .*bad memory access/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('segfault.near-miss', 'segfault')).toBeNull();
  });

  it('is likely only where something else than the number says it', async () => {
    expect(answerOf(await crashing('work begins', 139))).toBe('segfault possible');
    expect(answerOf(await crashing('Segmentation fault (core dumped)', 139))).toBe('segfault likely');
  });

  it('needs no log', async () => {
    expect(await saysOf('segfault.fires', 'segfault', { log: 'opening page' })).toMatch(/^possible/);
  });
});
