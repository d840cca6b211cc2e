/** Test support: the lines on which one pattern works hardest, made from its literals, its example and the pattern itself. */

import type { Signature } from './signature';

/** What is matched of a line is at most this long. */
export const lineLength = 2000;

export function fill(part: string, length = lineLength): string {
  return part.repeat(Math.ceil(length / part.length)).slice(0, length);
}

/** Literals over and over, almost the example over and over, long words around a literal: text that fails late. */
export function lateLines(signature: Signature): string[] {
  const literals = signature.literals.slice(0, 6);
  const around = ['a', 'A_', '/a', 'a.', '0', ' ', 'to /a: ', 'open '];
  return [
    ...literals.map((literal) => fill(literal)),
    ...literals.map((literal) => fill(`${literal} `)),
    fill(signature.near),
    fill(`${signature.example.slice(0, -2)} `),
    ...around.map((part) => `${fill(part).slice(0, lineLength - 100)}${literals[0] ?? ''}`),
    ...around.map((part) => `${literals[0] ?? ''}${fill(part)}`.slice(0, lineLength)),
  ];
}

const token = /\(\?(?:<\w+>|<?[=!]|:)|\{\d+(?:,\d*)?\}|\[(?:\\.|[^\]\\])+\]|\\.|./gs;
const classToken = /^(?:\[.+\]|\\[wdsSWD]|\.)$/s;
/** One of each kind that classes tell apart. */
const kinds = [...`aA0 /.-:'[`];

/**
 * What makes a pattern begin again and again, and go far each time: its example cut before each token and its literals
 * without their ends, repeated; runs of the characters of its classes, alone, in pairs, and after each word of its own.
 */
export function linesOfPattern({ literals, example }: Signature, { source }: RegExp): string[] {
  const tokens = [...source.matchAll(token)].map(([text]) => text);
  const chars = [...new Set(tokens.filter((text) => classToken.test(text)).flatMap(charsOf))];
  const pairs = chars.flatMap((one) => chars.map((other) => one + other));
  const cut = [...example.matchAll(/\w+|\W/g)].map(({ index }) => example.slice(0, index));
  const starts = [...cut, ...literals.map((literal) => literal.slice(0, -1))].filter((part) => part.length > 0);
  return [
    ...[...starts, ...pairs].map(fill),
    ...wordsOf(tokens).flatMap((word) => [
      ...['', ' ', '() ', '"'].map((end) => fill(word + end)),
      ...chars.flatMap((char) => [fill(word + char.repeat(9)), (word + fill(char)).slice(0, lineLength)]),
    ]),
  ];
}

/**
 * The same for a pattern of which nothing but its source is known, in texts of any length: what it asks for, over and over,
 * alone and after each other, so that it begins often and goes far; with and without an end at which every class stops.
 */
export function textsOfSource(source: string): ((length: number) => string)[] {
  const tokens = [...source.matchAll(token)].map(([text]) => text);
  const chars = [...new Set(['a', ' ', ...tokens.filter((text) => classToken.test(text)).flatMap(charsOf)])];
  const words = wordsOf(tokens, 1).slice(0, 12);
  const parts = [
    ...chars.flatMap((one) => chars.map((other) => ['', one + other])),
    ...words.flatMap((word) => [
      ...['', ' ', '"'].map((end) => ['', word + end]),
      ...chars.flatMap((char) => [
        ['', word + char.repeat(9)],
        [word, char],
      ]),
      ...words.slice(0, 6).flatMap((other) => [
        ['', word + other],
        [word, other],
        [word, `a${other}`],
      ]),
    ]),
  ];
  return parts.flatMap(([start = '', part = '']) =>
    ['', ' \n"/:,)]x'].map((end) => (length: number) => (start + fill(part, length)).slice(0, length) + end),
  );
}

function charsOf(text: string): string[] {
  const isWide = text === '.' || text.startsWith('[^');
  return kinds.filter((char) => new RegExp(text).test(char)).slice(0, isWide ? 2 : kinds.length);
}

/** The runs of plain characters that the pattern asks for; `[Cc]` counts as the first of its letters. */
function wordsOf(tokens: readonly string[], least = 2): string[] {
  const plain = tokens.map((text) => {
    if (/^(?:[\w /:"'=,-]|\\[^bBwdsSWDk])$/.test(text)) return text.at(-1) ?? '';
    if (/^\[[A-Z][a-z]\]$/.test(text)) return text.charAt(1);
    return text === '?' ? '' : '\n';
  });
  return [...new Set(plain.join('').split('\n'))].filter((word) => word.length >= least);
}
