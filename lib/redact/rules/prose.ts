/** Passwords in sentences: `password "x" rejected`, `passphrase is x`, `with password x`. */

import type { Finder, Range } from '../range';
import type { Telling } from './key-names';
import { isInnocent } from './values';

const password: Telling = { noun: 'password', maybeName: false };
const noun = String.raw`(?<![\w.-])(?:password|passwd|passphrase|passcode|pwd)`;
const told = String.raw`[ \t]{1,4}(?:(?:is |was |has been )?(?:set|changed|reset|updated)[ \t]{1,4}to|is|was)`;
const quoted = String.raw`(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|${'`'}([^${'`'}\n]{1,200})${'`'})`;
const bare = String.raw`([^\s"'${'`'}<>()[\]{}=:]{4,200})`;

/** The last group that is set is what goes. */
const forms: { form: RegExp; isQuoted: boolean }[] = [
  { form: new RegExp(`${noun}(?:${told})?[ \\t]{1,4}${quoted}`, 'gi'), isQuoted: true },
  { form: new RegExp(`${noun}${told}[ \\t]{1,4}${bare}`, 'gi'), isQuoted: false },
  {
    form: new RegExp(
      String.raw`(?<!\w)(?:with|using|by|and|user(?:name)?[ \t]{1,4}[^\s:=]{1,100})(?: the)?[ \t]{1,4}${noun}[ \t]{1,4}${bare}`,
      'gi',
    ),
    isQuoted: false,
  },
];

/** "token is …", "API key was …": only what looks like no word at all. */
const others: { form: RegExp; telling: Telling; kind: string }[] = [
  {
    kind: 'token',
    telling: { noun: 'token', maybeName: true },
    form: /(?<![\w.-])token[ \t]{1,4}(?:is|was)[ \t]{1,4}["'`]?([\w+/=~.-]{12,400})/gi,
  },
  {
    kind: 'api-key',
    telling: { noun: 'key', maybeName: true },
    form: /(?<![\w.-])(?:api|access|secret)[ _-]key[ \t]{1,4}(?:is|was)[ \t]{1,4}["'`]?([\w+/=~.-]{12,400})/gi,
  },
];

/** Compounds that are said of a password: "case-sensitive", "base64-encoded", "SCRAM-SHA-256". */
const compound =
  /^(?:scram|md5|sha|bcrypt|argon|pbkdf|plain|plaintext|base\d\d|utf|rfc|v\d|non|pre|auto|self|well|up|re|un|too|read|write|case|length|rate|time|not|url)[-\d]|-(?:based|encoded|sensitive|protected|less|free|only|formed|shared|supplied|provided|generated|authenticated|encrypted|hashed|empty|null|date|set|file|auth)$/i;

/** A single plain word cannot be told from what sentences say of passwords: it needs a digit, a sign, or a hyphen. */
function looksLikeOne(value: string): boolean {
  if (/^[A-Za-z][a-z'’]*$|^[A-Z]+$|^\d{1,3}(?:st|nd|rd|th|s|m|h|d)?$/.test(value)) return false;
  return value.length >= 4 && !compound.test(value);
}

export const findSpokenSecrets: Finder = (text) => {
  const ranges: Range[] = [];
  for (const { form, isQuoted } of forms) {
    for (const found of text.matchAll(form)) {
      const whole = found[1] ?? found[2] ?? found[3] ?? '';
      const start = found.index + found[0].length - whole.length - (isQuoted ? 1 : 0);
      const value = isQuoted ? whole : whole.replace(/[.,;!?]{1,3}$/, '');
      const place = { telling: password, value, quoted: isQuoted, colon: false, after: '', startsLine: false };
      if (isInnocent(place) || (!isQuoted && !looksLikeOne(value))) continue;
      ranges.push({ start, end: start + value.length, kind: 'password' });
    }
  }
  for (const { form, telling, kind } of others) {
    for (const found of text.matchAll(form)) {
      const value = found[1] ?? '';
      const mixed = /\d/.test(value) && /[a-z]/i.test(value) && !/^[a-z0-9]+(?:[-./][a-z0-9]+)+$/.test(value);
      const place = { telling, value, quoted: false, colon: false, after: '', startsLine: false };
      const end = found.index + found[0].length;
      if (mixed && !isInnocent(place)) ranges.push({ start: end - value.length, end, kind });
    }
  }
  return ranges;
};
