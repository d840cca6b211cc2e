import { describe, expect, it } from 'vitest';
import { AT_ONCE, ListGate } from './list-gate';

const open = new AbortController().signal;

describe('the gate of lists', () => {
  it('lets a few through, and one more for each that ends, in their order', async () => {
    const gate = new ListGate();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const lists = Array.from({ length: AT_ONCE + 5 }, (_, index) =>
      gate.pass(() => {
        begun.push(index);
        return new Promise<void>((resolve) => ends.push(resolve));
      }, open),
    );
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    await settled();
    expect(begun).toHaveLength(AT_ONCE);
    ends[1]?.();
    await settled();
    expect(begun.slice(AT_ONCE)).toEqual([AT_ONCE]);
    while (ends.length < AT_ONCE + 5) {
      for (const end of ends) end();
      await settled();
    }
    for (const end of ends) end();
    await Promise.all(lists);
    expect(begun).toEqual(Array.from({ length: AT_ONCE + 5 }, (_, index) => index));
  });

  it('goes on where a list fails, and lets go of who is stopped while waiting', async () => {
    const gate = new ListGate();
    const failing = Array.from({ length: AT_ONCE }, () => gate.pass(() => Promise.reject(new Error('refused')), open));
    const stop = new AbortController();
    const stopped = gate.pass(() => Promise.resolve('never'), stop.signal);
    const last = gate.pass(() => Promise.resolve('last'), open);
    stop.abort();
    await expect(stopped).rejects.toThrow('aborted');
    expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true);
    expect(await last).toBe('last');
  });

  it('has as many places as before for those that come later, whoever ended, failed or was stopped meanwhile', async () => {
    const gate = new ListGate();
    const stop = new AbortController();
    const ends: (() => void)[] = [];
    const held = () => gate.pass(() => new Promise<void>((resolve) => ends.push(resolve)), open);
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    const first = Array.from({ length: AT_ONCE }, held);
    const stopped = Array.from({ length: 7 }, () => gate.pass(() => Promise.resolve(), stop.signal));
    stop.abort();
    await Promise.allSettled(stopped);
    for (const end of ends.splice(0)) end();
    await Promise.all(first);
    const second = Array.from({ length: AT_ONCE + 4 }, held);
    await settled();
    expect(ends).toHaveLength(AT_ONCE);
    while (ends.length > 0) {
      for (const end of ends.splice(0)) end();
      await settled();
    }
    await Promise.all(second);
  });
});
