/** Other ways to read a text in which a secret may be wrapped, each with the way back to the text's own offsets. */

import type { Range } from './range';

export interface View {
  text: string;
  /** Offset in the original of each character of `text`, and of its end; null where the offsets are the same. */
  origin: Uint32Array | null;
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
  ].flatMap(([from = '', to = '']) => [...from].map((letter) => [letter, to] as const)),
);

/** The same text, letter for letter, with look-alikes and full-width letters as the Latin letters they pass for. */
export function foldLookalikes(text: string): string {
  if (!/[\u0370-\u058f\uff01-\uff5e]/.test(text)) return text;
  return text.replace(/[\u0370-\u058f\uff01-\uff5e]/g, (letter) =>
    letter >= '\uff01' ? String.fromCharCode(letter.charCodeAt(0) - 0xfee0) : (lookalikes[letter] ?? letter),
  );
}

/** Only from the first of a run of backslashes: one from each would be quadratic. */
const escapes = /(?<!\\)\\+(?:["'`/=&nrt]|u00[2-7][0-9a-fA-F]|x[2-7][0-9a-fA-F])/g;
const percent = /%(?:25){0,2}([2-7][0-9a-fA-F])/g;

function plainEscape(found: string): string {
  const code = found.replace(/^\\+/, '');
  if (code === 'n') return '\n';
  if (code === 't' || code === 'r') return ' ';
  if (code.length === 1) return code;
  return String.fromCharCode(Number.parseInt(code.slice(1), 16));
}

/** Rewrites each match as what it stands for, keeping the way back. */
function rewrite(view: View, pattern: RegExp, plain: (found: string, digits: string) => string): View {
  const parts: string[] = [];
  const origin: number[] = [];
  const from = (at: number) => view.origin?.[at] ?? at;
  let done = 0;
  const copy = (until: number) => {
    parts.push(view.text.slice(done, until));
    for (let at = done; at < until; at += 1) origin.push(from(at));
  };
  for (const found of view.text.matchAll(pattern)) {
    copy(found.index);
    const standsFor = plain(found[0], found[1] ?? '');
    parts.push(standsFor);
    for (let i = 0; i < standsFor.length; i += 1) origin.push(from(found.index));
    done = found.index + found[0].length;
  }
  copy(view.text.length);
  origin.push(from(view.text.length));
  return { text: parts.join(''), origin: Uint32Array.from(origin) };
}

/**
 * The text with backslash escapes (JSON in JSON, however deep) and percent escapes (URL encoding, up to three times)
 * undone; null where there are none.
 */
export function decodedView(text: string): View | null {
  let view: View = { text, origin: null };
  if (text.includes('\\') && text.search(escapes) >= 0) view = rewrite(view, escapes, plainEscape);
  if (view.text.includes('%') && view.text.search(percent) >= 0) {
    view = rewrite(view, percent, (_found, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
  }
  return view.origin === null ? null : view;
}

const wraps = /(?<=[A-Za-z0-9_+/=.-])\n[ \t]*(?=[A-Za-z0-9_+/=.-])/g;

/** The text with lines that may be one token cut in two put together again; null where there are none. */
export function joinedView(text: string): View | null {
  return text.includes('\n') && text.search(wraps) >= 0 ? rewrite({ text, origin: null }, wraps, () => '') : null;
}

/** Ranges of a view as ranges of the original text. */
export function toOriginal(view: View, ranges: readonly Range[]): Range[] {
  const { origin } = view;
  if (!origin) return [...ranges];
  return ranges.map(({ start, end, kind }) => ({ start: origin[start] ?? 0, end: origin[end] ?? 0, kind }));
}
