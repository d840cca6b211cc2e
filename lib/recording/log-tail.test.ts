import { describe, expect, it } from 'vitest';
import { ByteCursor } from './byte-cursor';
import { logSection } from './log-sections';
import { LogTail, hasTimestamps, lastLines, lastTimestamp } from './log-tail';
import { stream } from './testing';

function tailOf(text: string, limits: { logBytes: number; logLines: number }, chunkBytes = 7) {
  const tail = new LogTail(limits);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) tail.add(bytes.subarray(at, at + chunkBytes));
  return tail.end();
}

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');

describe('LogTail', () => {
  it('keeps a short log whole', () => {
    expect(tailOf('a\nb', { logBytes: 100, logLines: 10 })).toEqual({ text: 'a\nb', truncated: false });
    expect(tailOf('', { logBytes: 100, logLines: 10 })).toEqual({ text: '', truncated: false });
  });

  it('keeps the last lines', () => {
    expect(tailOf(lines(1, 50), { logBytes: 10_000, logLines: 3 })).toEqual({ text: lines(48, 50), truncated: true });
    expect(tailOf(lines(1, 3), { logBytes: 10_000, logLines: 3 })).toEqual({ text: lines(1, 3), truncated: false });
  });

  it('keeps the last bytes from the beginning of a line', () => {
    expect(tailOf(lines(10, 99), { logBytes: 30, logLines: 100 })).toEqual({ text: lines(97, 99), truncated: true });
  });

  it('keeps the end of one endless line', () => {
    const { text, truncated } = tailOf(`${'x'.repeat(5000)}end`, { logBytes: 100, logLines: 10 });
    expect(text).toHaveLength(100);
    expect(text.endsWith('xend')).toBe(true);
    expect(truncated).toBe(true);
  });
});

describe('lastLines', () => {
  it.each([
    ['\n\n\n', 2, '\n\n'],
    ['\na', 1, 'a'],
    ['\na', 2, '\na'],
    ['a\nb\n', 1, 'b\n'],
    ['a', 0, ''],
  ])('of %j the last %i', (text, count, expected) => {
    expect(lastLines(text, count, false).text).toBe(expected);
  });
});

describe('timestamps', () => {
  const stamped = '2026-11-21T08:43:52.340366872Z a\n2026-11-21T08:43:53Z \n2026-11-21T08:43:54.5+01:00 {"b":1}\n';

  it('are there when every line begins with one', () => {
    expect(hasTimestamps(stamped)).toBe(true);
    expect(hasTimestamps(`${stamped}at com.example.Main\n`)).toBe(false);
    expect(hasTimestamps('')).toBe(false);
  });

  it('end with the last line', () => {
    expect(lastTimestamp(stamped)).toBe('2026-11-21T08:43:54.5+01:00');
  });
});

describe('logSection', () => {
  const limits = { logBytes: 1000, logLines: 100 };
  const section = (text: string) =>
    `==== START logs for container app of pod shop/cart-1 ====\n${text}==== END logs for container app of pod shop/cart-1 ====\n`;

  it('reads from mark to mark, with or without a last line feed', async () => {
    const cursor = new ByteCursor(stream(section('a\n{"b":1}\n') + section('no feed') + section(''), 5));
    const owner = { namespace: 'shop', pod: 'cart-1', container: 'app', truncated: false };
    expect(await logSection(cursor, limits)).toEqual({ ...owner, text: 'a\n{"b":1}\n' });
    expect(await logSection(cursor, limits)).toEqual({ ...owner, text: 'no feed' });
    expect(await logSection(cursor, limits)).toEqual({ ...owner, text: '' });
  });

  it('does not end at the mark of another container, nor inside a line', async () => {
    const text =
      '==== END logs for container other of pod shop/cart-1 ====\nsaid ==== END logs for container app of pod shop/cart-1 ==== to me\n';
    expect((await logSection(new ByteCursor(stream(section(text))), limits))?.text).toBe(text);
  });

  it('gives null for another line', async () => {
    expect(await logSection(new ByteCursor(stream('==== something else ====\n')), limits)).toBeNull();
  });
});
