/** Other ways to read a text in which a secret may be wrapped, each with the way back to the text's own offsets. */

import type { Range } from './range';

export interface View {
  text: string;
  /** The offset in the original of an offset in `text`. */
  back: (offset: number) => number;
}

/** Letters of other alphabets that look like Latin ones: "pаssword" with a Cyrillic а is still a password (security A32). */
const lookalikes: Record<string, string> = Object.fromEntries(
  [
    ['аΑαА', 'a'],
    ['еΕЕ', 'e'],
    ['оΟοО', 'o'],
    ['рΡρР', 'p'],
    ['сСϲ', 'c'],
    ['уУΥ', 'y'],
    ['хΧХ', 'x'],
    ['ѕЅ', 's'],
    ['іΙІι', 'i'],
    ['кΚКκ', 'k'],
    ['тΤТτ', 't'],
    ['пո', 'n'],
    ['ԁ', 'd'],
    ['ԝ', 'w'],
    ['һ', 'h'],
    ['ν', 'v'],
    ['ñÑńŃ', 'n'],
    ['öÖóÓ', 'o'],
    ['łŁ', 'l'],
    ['şŞ', 's'],
    ['ăĂ', 'a'],
  ].flatMap(([from = '', to = '']) => [...from].map((letter) => [letter, to] as const)),
);

/** Spaces that no pattern's `[ \t]` is: a page or a word processor put them where the name and its sign stand apart. */
const space = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/;
const foreign = /[\u00a0\u00c0-\u017f\u0370-\u058f\u2000-\u200a\u202f\u205f\u3000\uff01-\uff5e]/;
const allForeign = new RegExp(foreign, 'g');

/** The same text, letter for letter, with look-alikes, accents and full-width letters as the Latin letters they pass for. */
export function foldLookalikes(text: string): string {
  if (!foreign.test(text)) return text;
  return text.replace(allForeign, (letter) =>
    space.test(letter)
      ? ' '
      : letter >= '\uff01'
        ? String.fromCharCode(letter.charCodeAt(0) - 0xfee0)
        : (lookalikes[letter] ?? letter),
  );
}

/** Only from the first of a run of backslashes: one from each would be quadratic. */
const escapes = /(?<!\\)\\+(?:["'`/=&nrt]|u00[2-7][0-9a-fA-F]|x[2-7][0-9a-fA-F])/g;
/** Markup's own: `&quot;password&quot;:&quot;x&quot;`. */
const entities = /&(?:quot|apos|amp|lt|gt|#34|#39|#x22|#x27);/gi;
const percent = /%(?:25){0,2}([2-7][0-9a-fA-F])/g;

function plainEntity(found: string): string {
  const name = found.slice(1, -1).toLowerCase();
  if (name === 'quot' || name === '#34' || name === '#x22') return '"';
  return name === 'amp' ? '&' : name === 'lt' ? '<' : name === 'gt' ? '>' : "'";
}

function plainEscape(found: string): string {
  const code = found.replace(/^\\+/, '');
  if (code === 'n') return '\n';
  if (code === 't') return '\t';
  if (code === 'r') return ' ';
  if (code.length === 1) return code;
  return String.fromCharCode(Number.parseInt(code.slice(1), 16));
}

/**
 * Rewrites each match as what it stands for, keeping the way back: not an offset for each character, which would cost more
 * than all rules together, but one for each stretch that was copied or rewritten.
 */
function rewrite(text: string, pattern: RegExp, plain: (found: string, digits: string) => string): View {
  const parts: string[] = [];
  // Three lists of numbers: an object for each of a hundred thousand escapes would keep the collector busy.
  const starts: number[] = [];
  const origins: number[] = [];
  const copies: boolean[] = [];
  let length = 0;
  let done = 0;
  const put = (part: string, origin: number, copied: boolean) => {
    starts.push(length);
    origins.push(origin);
    copies.push(copied);
    parts.push(part);
    length += part.length;
  };
  for (const found of text.matchAll(pattern)) {
    if (found.index > done) put(text.slice(done, found.index), done, true);
    put(plain(found[0], found[1] ?? ''), found.index, false);
    done = found.index + found[0].length;
  }
  put(text.slice(done), done, true);
  const back = (offset: number) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const origin = origins[low] ?? 0;
    return copies[low] ? origin + offset - (starts[low] ?? 0) : origin;
  };
  return { text: parts.join(''), back };
}

/** The view of a view: `inner` was made of the text of `outer`. */
function through(outer: View | null, inner: View): View {
  return outer ? { text: inner.text, back: (offset) => outer.back(inner.back(offset)) } : inner;
}

/**
 * The text with backslash escapes (JSON in JSON, however deep), entities of markup and percent escapes (URL encoding, up to
 * three times) undone; null where there are none.
 */
export function decodedView(text: string): View | null {
  let view: View | null = null;
  const undo = (sign: string, pattern: RegExp, plain: (found: string, digits: string) => string) => {
    const from = view?.text ?? text;
    if (from.includes(sign) && from.search(pattern) >= 0) view = through(view, rewrite(from, pattern, plain));
  };
  undo('\\', escapes, plainEscape);
  undo('&', entities, plainEntity);
  undo('%', percent, (_found, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
  return view;
}

const wraps = /(?<=[A-Za-z0-9_+/=.-])\n[ \t]*(?=[A-Za-z0-9_+/=.-])/g;

/** The text with lines that may be one token cut in two put together again; null where there are none. */
export function joinedView(text: string): View | null {
  return text.includes('\n') && text.search(wraps) >= 0 ? rewrite(text, wraps, () => '') : null;
}

/** Ranges of a view as ranges of the original text. */
export function toOriginal({ back }: View, ranges: readonly Range[]): Range[] {
  return ranges.map(({ start, end, kind }) => ({ start: back(start), end: back(end), kind }));
}
