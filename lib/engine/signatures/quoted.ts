/** Tells the words that a line passes on between quotation marks from those that it says itself. */

import type { Level } from './structured';

/** A pair of quotation marks; inside it a mark is escaped. An apostrophe stands behind a letter and opens nothing. */
const quotation = /(?<![\w\\])(["'`])((?:[^"'`\\]|\\.|(?!\1)["'`]){8,1800}?)\1(?!\w)/g;
/** A field by which a program says its own: `err="…"`, `"reason":"…"`, `message: '…'`. */
const ownField =
  /(?:^|[\s{,([?])["'`]?[\w.@-]{0,40}(?:msg|message|err|errors?|exception|reason|cause|causes|details?|code|status|output|stderr|stack|stacktrace|description|failure|fault|State)["'`]?(?: ?=>? ?|: ?)\[?\{?$/i;
/** The body of a request or an answer, stuck to its name: whatever its fields are, they are another's. */
const otherBody = /\w=\{[^{}]{0,400}$/;
/** Where the line itself complains, it quotes what it complains of. */
const complains =
  /\b(?:errors?|err|fail(?:ed|s|ure|ing)?|fatal|panic|exception|cannot|can't|could(?:n't| not)|unable|invalid|caused|because|due to|reason|unexpected|refused|denied|rejected|returned|gave up|crashed|exited|npm)\b|(?:Error|Exception)\b|[eE]xit(?:ed)? (?:code|status)/;

/**
 * Whether the words from `start` to `end` are another's: a line that by itself complains of nothing, or is called
 * information, passes them on within quotation marks ("saved the comment …").
 */
export function isQuoted(text: string, start: number, end: number, level: Level | null): boolean {
  if (level !== null && level !== 'info') return false;
  for (const match of text.matchAll(quotation)) {
    const close = match.index + match[0].length;
    if (match.index >= start || close <= end) {
      if (match.index >= start) return false;
      continue;
    }
    const before = text.slice(0, match.index);
    const beside = `${before} ${text.slice(close)}`;
    const body = otherBody.exec(before);
    if (ownField.test(before.slice(-500)) && body === null) return false;
    const own = body === null ? before : before.slice(0, body.index);
    return (beside.match(/[A-Za-z]{2,}/g) ?? []).length >= 2 && !complains.test(own);
  }
  return false;
}
