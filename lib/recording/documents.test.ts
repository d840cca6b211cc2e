import { describe, expect, it } from 'vitest';
import type { Problem } from '../model/problem';
import { documents, type Piece } from './documents';
import { limits, pod, stream } from './testing';

const small = limits({ spaceBytes: 900, strayLines: 20 });
const object = JSON.stringify(pod('cart-1'));

async function read(text: string, chunk = 64): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of documents('dump.json', stream(text, chunk), small)) pieces.push(piece);
  return pieces;
}

const problemOf = (text: string): Promise<Problem> =>
  read(text).then(
    () => expect.fail('it was read'),
    (error: Problem) => error,
  );

describe('a file that is mostly nothing', () => {
  it.each([
    ['before', ' '.repeat(1200) + object],
    ['after', object + '\n'.repeat(1200)],
    ['between documents, in pieces', `${object}${' '.repeat(600)}${object}${' '.repeat(600)}${object}`],
    ['between items', `{"kind":"PodList","items":[${' '.repeat(1200)}${object}]}`],
    ['between items, as commas', `[${','.repeat(1200)}${object}]`],
  ])('is refused for white space %s', async (_, text) => {
    const problem = await problemOf(text);
    expect(problem.code).toBe('unprocessable');
    expect(problem.detail).toBe('dump.json has more than 900 bytes of white space between its objects.');
  });

  it.each([
    ['strays', object + '\nx'.repeat(21), 'dump.json has more than 20 lines that belong to no document.'],
    [
      'marks that begin no log',
      object + '\n='.repeat(21),
      'dump.json has more than 20 lines that belong to no document.',
    ],
    ['blank lines of YAML', `kind: Pod\n${'\n'.repeat(21)}`, 'dump.json has more than 20 blank lines in a row.'],
    ['empty documents of YAML', `kind: Pod\n${'---\n'.repeat(21)}`, 'dump.json has more than 20 blank lines in a row.'],
  ])('is refused for %s', async (_, text, detail) => {
    expect((await problemOf(text)).detail).toBe(detail);
  });

  it.each([1, 7, 64, 5000])('is read where it is within the bounds, in chunks of %i bytes', async (chunk) => {
    const gap = ' \n'.repeat(200);
    const values = (await read(`${gap}${object}${gap}\nWarning: v1 is old\n${object}\n`, chunk)).map(
      ({ value }) => value,
    );
    expect(values).toEqual([pod('cart-1'), pod('cart-1')]);
  });
});

describe('a log between documents', () => {
  const mark = (word: string): string => `==== ${word} logs for container app of pod shop/cart-1 ====`;

  it.each([1, 3, 50, 5000])('is the same in chunks of %i bytes', async (chunk) => {
    const lines = `one\n${mark('END')} not yet\n\n==== END\ntwo`;
    const [piece] = await read(`${mark('START')}\n${lines}\n${mark('END')}\n${object}`, chunk);
    expect(piece).toMatchObject({ is: 'log', value: { pod: 'cart-1', text: `${lines}\n`, truncated: false } });
  });
});
