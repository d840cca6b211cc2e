import { describe, expect, it } from 'vitest';
import { LineSplitter, ListSplitter } from './json-stream';

function split(text: string, size: number): { items: unknown[]; head: unknown } {
  const items: unknown[] = [];
  const splitter = new ListSplitter((item) => items.push(JSON.parse(item)));
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) splitter.push(bytes.subarray(from, from + size));
  return { items, head: JSON.parse(splitter.end()) };
}

const items = [
  { metadata: { name: 'größe-東京-🚀' }, odd: 'a "quoted" \\ } ] , { [ items', nested: { items: [{ a: [1, [2]] }] } },
  {},
  { empty: [], text: '"items":[' },
];

describe('ListSplitter', () => {
  it.each([1, 2, 3, 7, 64, 100_000])('cuts a list into its items, whatever the chunks: %i bytes', (size) => {
    const list = { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7', continue: 'x"]}' }, items };
    expect(split(JSON.stringify(list), size)).toEqual({ items, head: { ...list, items: [] } });
    expect(split(JSON.stringify(list, null, 2), size)).toEqual({ items, head: { ...list, items: [] } });
  });

  it('does not mind the order of the keys', () => {
    const list = { items, metadata: { items: [1, 2] }, kind: 'PodList' };
    expect(split(JSON.stringify(list), 5)).toEqual({ items, head: { ...list, items: [] } });
  });

  it.each(['{"kind":"PodList","items":[]}', '{"kind":"PodList","items":null}', '{"kind":"Status","code":403}'])(
    'reads a list without items: %s',
    (text) => {
      expect(split(text, 4)).toEqual({ items: [], head: JSON.parse(text) });
    },
  );

  it('refuses what ends in the middle', () => {
    const text = '{"kind":"PodList","items":[{"a":1},{"b":2}]}';
    for (let length = 1; length < text.length; length++)
      expect(() => split(text.slice(0, length), 8)).toThrow('ended in the middle');
  });

  it('refuses a web page at its first character', () => {
    const splitter = new ListSplitter(() => undefined);
    expect(() => splitter.push(Buffer.from('  <!doctype html>'))).toThrow('not a Kubernetes list');
  });
});

describe('LineSplitter', () => {
  it.each([1, 3, 1000])('cuts lines at newlines alone, whatever the chunks: %i bytes', (size) => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    const bytes = Buffer.from('{"a":"ü🚀"}\n\n{"b":"\\n"}\r\n{"half');
    for (let from = 0; from < bytes.length; from += size) splitter.push(bytes.subarray(from, from + size));
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ a: 'ü🚀' }, { b: '\n' }]);
    expect(splitter.rest()).toBe(6);
  });

  it('refuses a line that does not end within 32 MB', () => {
    const splitter = new LineSplitter(() => undefined);
    const chunk = Buffer.alloc(8 * 1024 * 1024, 'x');
    for (let count = 0; count < 4; count++) splitter.push(chunk);
    expect(() => splitter.push(chunk)).toThrow('33554432 bytes');
  });
});
