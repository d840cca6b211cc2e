import { describe, expect, it } from 'vitest';
import { inTurn } from './turns';

/** Holds the event loop as parsing would. */
function busyFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('reading in turns', () => {
  it('lets others run between the slices of many readers, one reader a turn', async () => {
    const order: string[] = [];
    let running = true;
    const others = (): void => {
      if (order.at(-1) !== 'other') order.push('other');
      if (running) setImmediate(others);
    };
    setImmediate(others);
    const reader = async (name: string): Promise<void> => {
      for (let chunk = 0; chunk < 3; chunk++) await inTurn(() => (busyFor(11), order.push(name)));
    };
    await Promise.all([reader('a'), reader('b'), reader('c')]);
    running = false;
    // The first chunks of all three come in one breath; after that no two without the others having had their turn.
    const later = order.slice(3);
    expect(later.filter((name) => name !== 'other')).toHaveLength(6);
    expect(later.every((name, index) => name === 'other' || later[index - 1] === 'other')).toBe(true);
  });

  it('passes on what the work throws', async () => {
    await expect(
      inTurn(() => {
        throw new Error('broken text');
      }),
    ).rejects.toThrow('broken text');
  });
});
