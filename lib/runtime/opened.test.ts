import { afterEach, describe, expect, it } from 'vitest';
import { createOpenedRecordings, keptForMs, mostBytes } from './opened';
import { createStreamGate } from './stream-gate';

describe('opened recordings', () => {
  let nowMs = 0;
  const gone: string[] = [];
  const make = () => {
    nowMs = 0;
    gone.length = 0;
    return createOpenedRecordings<string>({ letGo: (value) => gone.push(value), nowMs: () => nowMs });
  };
  let opened: ReturnType<typeof make> | null = null;
  afterEach(() => opened?.close());

  it('lives for 30 minutes after the last look', () => {
    opened = make();
    const id = opened.add('a', 10);
    nowMs = keptForMs - 1;
    expect(opened.get(id)).toBe('a');
    nowMs = 2 * keptForMs - 2;
    expect(opened.get(id)).toBe('a');
    nowMs = 3 * keptForMs;
    expect(opened.get(id)).toBeUndefined();
    expect(gone).toEqual(['a']);
  });

  it('lets go of the one that nobody looked at for longest, when there are four or too much', () => {
    opened = make();
    const ids = ['a', 'b', 'c', 'd'].map((value) => opened?.add(value, 10) ?? '');
    opened.get(ids[0] ?? '');
    opened.add('e', 10);
    expect(gone).toEqual(['b']);
    opened.add('big', mostBytes - 15);
    expect(gone).toEqual(['b', 'c', 'd', 'a']);
    expect(opened.size()).toBe(2);
  });

  it('refuses one that alone is too much, with the remedy', () => {
    opened = make();
    expect(() => opened?.add('huge', mostBytes + 1)).toThrow(/200 MB/);
    expect(gone).toEqual(['huge']);
  });

  it('gives ids that cannot be guessed', () => {
    opened = make();
    expect(opened.add('a', 1)).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});

describe('the gate of the live streams', () => {
  it('refuses the one too many from an address and in total, and gives places back once', () => {
    const gate = createStreamGate(3, 2);
    const leave = gate.enter('a', 'proxy');
    gate.enter('a', 'proxy');
    expect(() => gate.enter('a', 'proxy')).toThrow(/Too many/);
    gate.enter('b', 'proxy');
    expect(() => gate.enter('c', 'proxy')).toThrow(/Too many/);
    leave();
    leave();
    expect(gate.open()).toBe(2);
    gate.enter('c', 'proxy');
    expect(gate.open()).toBe(3);
  });

  it('leaves room where one machine asks under many names', () => {
    const gate = createStreamGate(4, 2, 3);
    for (const name of ['a', 'b', 'c']) gate.enter(name, 'spoofer');
    expect(() => gate.enter('d', 'spoofer')).toThrow(/Too many/);
    gate.enter('d', 'honest');
  });
});
