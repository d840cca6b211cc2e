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

  it('is not what a runtime does to itself, as the first process, for what the program did not catch', async () => {
    const uncaught =
      'Unhandled exception. System.ArgumentOutOfRangeException: no such shelf\n   at Shop.Shelf.Take(Int32 n)\n';
    expect(answerOf(await crashing(uncaught, 139))).toBe('app-error-uncaught likely');
    expect(answerOf(await crashing('ERROR no such shelf', 139))).toBe('segfault possible');
  });

  it('needs no log', async () => {
    expect(await saysOf('segfault.fires', 'segfault', { log: 'opening page' })).toMatch(/^possible/);
  });
});
