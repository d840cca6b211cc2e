/** The one shell quoter: every command that a person may copy goes through it (security A03, A04, A05). */

import { hasControl } from './control';

/** Never special in any POSIX shell, nor in zsh, wherever in a word; a leading = is (zsh), so it is not in the first class. */
const plain = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/**
 * The word as a POSIX shell must be given it: as it stands where nothing in it is special, else in single quotes.
 * Throws an Error on a newline, another control character, a bidi mark or a zero-width character: what such a word would
 * do when pasted is not what it looks like. Callers leave the command out then.
 */
export function quote(word: string): string {
  if (hasControl(word)) throw new Error('A word with a control or invisible character cannot stand in a command.');
  if (plain.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word that a person must replace; `placeholder` without its angle brackets: `{ placeholder: 'tag' }` is `<tag>`. */
export interface Placeholder {
  placeholder: string;
}

/**
 * One command line. A placeholder is printed in quotes, '<tag>': pasted unreplaced, a bare one would be a redirection that
 * truncates a file. Throws as `quote` does.
 */
export function command(words: readonly (string | Placeholder)[]): string {
  return words.map((word) => quote(typeof word === 'string' ? word : `<${word.placeholder}>`)).join(' ');
}
