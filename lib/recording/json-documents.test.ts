import { describe, expect, it } from 'vitest';
import { ByteCursor } from './byte-cursor';
import { type JsonPiece, jsonDocument, parseUploaded } from './json-documents';
import { limits, stream } from './testing';

async function pieces(text: string, chunkBytes = 1_000_000, some = {}): Promise<JsonPiece[]> {
  const cursor = new ByteCursor(stream(text, chunkBytes));
  const found: JsonPiece[] = [];
  while (await cursor.more()) {
    if (/\s/.test(String.fromCharCode(cursor.chunk[cursor.at] ?? 0))) cursor.at += 1;
    else for await (const piece of jsonDocument('x.json', cursor, limits(some))) found.push(piece);
  }
  return found;
}

const values = (found: JsonPiece[], is: JsonPiece['is']): unknown[] =>
  found.filter((piece) => piece.is === is).map((piece) => piece.value);

const tricky = {
  kind: 'PodList',
  metadata: { items: [1, { a: ']}' }], note: '"items":[' },
  items: [{ a: 1 }, { items: [[], {}] }, { 'b"\\': '{[,"\\"é😀' }, 7, 'text', null, []],
  after: { items: [3] },
};

describe('jsonDocument', () => {
  it.each([1, 2, 3, 7, 64, 100_000])('splits a list the same way in chunks of %i bytes', async (size) => {
    for (const text of [JSON.stringify(tricky), JSON.stringify(tricky, null, 2)]) {
      const found = await pieces(text, size);
      expect(values(found, 'item')).toEqual(tricky.items);
      expect(values(found, 'document')).toEqual([{ ...tricky, items: [] }]);
    }
  });

  it('tells each item of the head of its list, where the head comes first', async () => {
    const [first] = await pieces('{"kind":"PodList","apiVersion":"v1","items":[{}]}');
    expect(first).toMatchObject({ is: 'item', list: { kind: 'PodList', apiVersion: 'v1' } });
    const [late] = await pieces('{"items":[{}],"kind":"PodList"}');
    expect(late).toMatchObject({ is: 'item', list: { items: [] } });
  });

  it('reads arrays, single objects, empty lists, and one document after another', async () => {
    expect(values(await pieces('[{"a":1},{"a":2}]'), 'item')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(values(await pieces('{"kind":"Pod","spec":{"items":[1]}}'), 'document')).toEqual([
      { kind: 'Pod', spec: { items: [1] } },
    ]);
    expect(await pieces('{"items":[]}')).toEqual([{ is: 'document', value: { items: [] } }]);
    expect(values(await pieces('{"items":null,"a":[1]}'), 'document')).toEqual([{ items: null, a: [1] }]);
    expect(values(await pieces('{"a":1}\n{"a":2}{"a":3}'), 'document')).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(await pieces('[]')).toEqual([]);
  });

  it.each(['{"kind":"PodList","items":[{"a":1', '{"a":"', '[{"a":1}', '{"items":[', '{'])(
    'says that %j is cut off',
    async (text) => {
      await expect(pieces(text, 3)).rejects.toMatchObject({ code: 'unprocessable', details: { field: 'x.json' } });
    },
  );

  it.each(['{"a":s3cr3t}', '[{"a":1]}', '{"items":[{"token":s3cr3t}]}', '{"a" "b"}'])(
    'refuses %j by its place, without quoting it',
    async (text) => {
      const problem: unknown = await pieces(text).catch((error: unknown) => error);
      expect(problem).toMatchObject({ code: 'unprocessable' });
      expect(String(problem)).toMatch(/near byte \d+/);
      expect(String(problem)).not.toContain('s3cr3t');
    },
  );

  it('ends at the limits of depth and of one object', async () => {
    await expect(pieces('['.repeat(100) + ']'.repeat(100))).rejects.toMatchObject({ code: 'too-large' });
    await expect(pieces(`{"a":"${'x'.repeat(2000)}"}`, 100, { itemBytes: 1000 })).rejects.toMatchObject({
      code: 'too-large',
    });
    const many = JSON.stringify({ items: Array.from({ length: 50 }, () => 'x'.repeat(90)) });
    expect(values(await pieces(many, 100, { itemBytes: 1000 }), 'item')).toHaveLength(50);
  });
});

describe('parseUploaded', () => {
  it('drops __proto__, however it is written', () => {
    for (const key of ['__proto__', '\\u005f_proto__', '__pr\\u006fto__', '\\u005F\\u005Fproto\\u005f_']) {
      const value = parseUploaded(`{"a":{"${key}":{"polluted":true},"b":1}}`);
      expect(value).toEqual({ a: { b: 1 } });
      expect(Object.getOwnPropertyNames(Object(value).a)).toEqual(['b']);
    }
  });
});
