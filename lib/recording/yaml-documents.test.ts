import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ByteCursor } from './byte-cursor';
import type { JsonPiece } from './json-documents';
import { limits, list, pod, stream } from './testing';
import { yamlDocuments } from './yaml-documents';

async function pieces(text: string, some = {}): Promise<JsonPiece[]> {
  const found: JsonPiece[] = [];
  for await (const piece of yamlDocuments('x.yaml', new ByteCursor(stream(text, 50)), limits(some))) found.push(piece);
  return found;
}

const values = (found: JsonPiece[], is: JsonPiece['is']): unknown[] =>
  found.filter((piece) => piece.is === is).map((piece) => piece.value);

const script = { ...pod('cart-1'), script: '- not an item\nkind: none\n--- not a mark\n  # kept\n', empty: '' };

describe('yamlDocuments', () => {
  it.each([
    ['dashes at the margin, as kubectl writes them', { indentSeq: false }],
    ['indented dashes', { indentSeq: true }],
  ])('splits a list item by item: %s', async (_name, style) => {
    const text = stringify(
      { apiVersion: 'v1', items: [script, pod('cart-2')], kind: 'List', metadata: { a: [1] } },
      style,
    );
    const found = await pieces(text);
    expect(values(found, 'item')).toEqual([script, pod('cart-2')]);
    expect(values(found, 'document')).toMatchObject([{ kind: 'List', metadata: { a: [1] } }]);
  });

  it('reads several documents, lists among them, with marks, comments and directives', async () => {
    const text = `%YAML 1.2\n---\n# one\n${stringify(pod('a'))}---\n${stringify(list('Pod', [pod('b')]), { indentSeq: false })}...\n--- {kind: Pod}\n---\n---\n`;
    const found = await pieces(text);
    expect(values(found, 'item')).toEqual([pod('b')]);
    expect(values(found, 'document')).toMatchObject([pod('a'), { kind: 'PodList' }, { kind: 'Pod' }]);
  });

  it('takes an empty list, a list in flow style, and a dash alone on its line', async () => {
    expect(await pieces('kind: PodList\nitems: []\n')).toEqual([
      { is: 'document', value: { kind: 'PodList', items: [] } },
    ]);
    expect(values(await pieces('items:\n-\n  a: 1\n-\n  a: 2\nkind: PodList\n'), 'item')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(values(await pieces('items:\nkind: PodList\n'), 'document')).toEqual([{ items: null, kind: 'PodList' }]);
  });

  it('makes nothing but plain data of tags, dates and merges', async () => {
    const [found] = values(
      await pieces('f: !!js/function "alert(1)"\nd: 2026-11-20T03:12:44Z\nb: &b {x: 1}\nm:\n  <<: *b\nyes: yes\n'),
      'document',
    );
    expect(found).toEqual({ f: 'alert(1)', d: '2026-11-20T03:12:44Z', b: { x: 1 }, m: { '<<': { x: 1 } }, yes: 'yes' });
  });

  it('drops __proto__', async () => {
    const [found] = values(await pieces('a:\n  __proto__:\n    polluted: true\n  b: 1\n'), 'document');
    expect(found).toEqual({ a: { b: 1 } });
    expect(Object.getOwnPropertyNames(Object(found).a)).toEqual(['b']);
  });

  it('refuses an alias bomb', async () => {
    const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i += 1)
      rows.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    await expect(pieces(rows.join('\n'))).rejects.toMatchObject({ code: 'too-large' });
  });

  it.each(['[', '{a: ', '[\n', '- '])('refuses %j nested ten thousand deep', async (open) => {
    await expect(pieces(`a: ${open.repeat(10_000)}`)).rejects.toMatchObject({ details: { field: 'x.yaml' } });
  });

  it('names file and line of broken YAML, and does not quote it', async () => {
    const problem: unknown = await pieces('a: 1\nb: "s3cr3t\n\tc: ]').catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'unprocessable', details: { field: 'x.yaml' } });
    expect(String(problem)).toMatch(/line \d/);
    expect(String(problem)).not.toContain('s3cr3t');
  });

  it('ends at the limits of line, object and file', async () => {
    await expect(pieces(`a: ${'x'.repeat(300)}`, { lineBytes: 100 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(pieces('a: 1\n'.repeat(300), { itemBytes: 1000 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(pieces('---\na: 1\n'.repeat(300), { yamlBytes: 1000 })).rejects.toMatchObject({ code: 'too-large' });
  });
});
