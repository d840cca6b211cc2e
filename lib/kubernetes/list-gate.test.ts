import { describe, expect, it } from 'vitest';
import { ListGate } from './list-gate';

const open = new AbortController().signal;

describe('the gate of lists', () => {
  it('lets twenty through, and one more for each that ends, in their order', async () => {
    const gate = new ListGate();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const lists = Array.from({ length: 25 }, (_, index) =>
      gate.pass(() => {
        begun.push(index);
        return new Promise<void>((resolve) => ends.push(resolve));
      }, open),
    );
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    await settled();
    expect(begun).toHaveLength(20);
    ends[3]?.();
    await settled();
    expect(begun.slice(20)).toEqual([20]);
    while (ends.length < 25) {
      for (const end of ends) end();
      await settled();
    }
    for (const end of ends) end();
    await Promise.all(lists);
    expect(begun).toEqual(Array.from({ length: 25 }, (_, index) => index));
  });

  it('goes on where a list fails, and lets go of who is stopped while waiting', async () => {
    const gate = new ListGate();
    const failing = Array.from({ length: 20 }, () => gate.pass(() => Promise.reject(new Error('refused')), open));
    const stop = new AbortController();
    const stopped = gate.pass(() => Promise.resolve('never'), stop.signal);
    const last = gate.pass(() => Promise.resolve('last'), open);
    stop.abort();
    await expect(stopped).rejects.toThrow('aborted');
    expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true);
    expect(await last).toBe('last');
  });
});
