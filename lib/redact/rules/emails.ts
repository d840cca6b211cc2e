/** E-mail addresses; not Erlang nodes, systemd units, packages with a version, digests or git remotes, which also have an @. */

import type { Finder, Range } from '../range';
import { isLookedUp } from './refused';

/** `letters` is what a letter or digit is: of ASCII, or of any script ("jürgen@müller.de"), which is slower. */
function addressForm(letters: string, letter: string): string {
  return (
    `(?<![${letters}._%+'/@:-])[${letters}][${letters}._%+'-]{0,63}@` +
    `([${letters}](?:[${letters}-]{0,62}\\.)(?:[${letters}-]{1,63}\\.){0,6}[${letter}]{2,24})` +
    `(?![${letters}_@-]|\\.[${letters}]|:[A-Za-z0-9_.-]{1,80}\\/|\\()`
  );
}
const address = new RegExp(addressForm('A-Za-z0-9', 'A-Za-z'), 'g');
const addressOfAnyScript = new RegExp(addressForm(String.raw`\p{L}\p{M}\p{N}`, String.raw`\p{L}`), 'gu');
const notMail =
  /(?:^|\.)(?:svc|cluster|default|localdomain|service|socket|timer|target|mount|slice|scope|device|path|swap|internal|lan|headless|pod|js|mjs|cjs|ts|py|go|rb|rs|java|jar|json|ya?ml|lock|so|tgz|md)$|\.svc\.|^v?\d+\.\d|cluster\.local$/i;

export const findEmails: Finder = (text) => {
  if (!text.includes('@')) return [];
  const ranges: Range[] = [];
  for (const found of text.matchAll(/[\u00c0-\u1fff\u3040-\ud7ff]/.test(text) ? addressOfAnyScript : address)) {
    if (notMail.test(found[1] ?? '') || /^git@/.test(found[0]) || isLookedUp(text, found.index)) continue;
    ranges.push({ start: found.index, end: found.index + found[0].length, kind: 'email' });
  }
  return ranges;
};
