/** Passwords in sentences: `password "x" rejected`, `passphrase is x`, `with password x`. */

import type { Finder, Range } from '../range';
import type { Telling } from './key-names';
import { isInnocent } from './values';

const password: Telling = { noun: 'password', maybeName: false };
const noun = String.raw`(?<![\w.-])(?:password|passwd|passphrase|passcode|pwd)`;
const told = String.raw`[ \t]{1,4}(?:(?:is |was |has been )?(?:set|changed|reset|updated)[ \t]{1,4}to|is|was)`;
const quoted = String.raw`(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|${'`'}([^${'`'}\n]{1,200})${'`'})`;
const bare = String.raw`([^\s"'${'`'}<>()[\]{}=:]{4,200})`;

/** The last group that is set is what goes; `says`: the form itself says what the password is. */
const forms: { form: RegExp; isQuoted: boolean; says?: boolean }[] = [
  { form: new RegExp(`${noun}(?:${told})?[ \\t]{1,4}${quoted}`, 'gi'), isQuoted: true },
  { form: new RegExp(`${noun}${told}[ \\t]{1,4}${bare}`, 'gi'), isQuoted: false, says: true },
  {
    form: new RegExp(
      String.raw`(?<!\w)(?:with|using|by|and|wrong|incorrect|tried|trying|user(?:name)?[ \t]{1,4}[^\s:=]{1,100})(?: the)?[ \t]{1,4}${noun}[ \t]{1,4}${bare}`,
      'gi',
    ),
    isQuoted: false,
  },
  {
    form: new RegExp(
      String.raw`${noun}[ \t]{1,4}${bare}(?=[ \t]{1,4}(?:is |was )?(?:wrong|incorrect|invalid|rejected|refused|not accepted|does not match))`,
      'gi',
    ),
    isQuoted: false,
  },
];

/** "token is …", "using API key …": only what looks like no word at all. */
const others: { form: RegExp; telling: Telling; kind: string }[] = [
  {
    kind: 'token',
    telling: { noun: 'token', maybeName: true },
    form: /(?<![\w.-])token[ \t]{1,4}(?:is|was)[ \t]{1,4}["'`]?([\w+/=~.-]{12,400})/gi,
  },
  {
    kind: 'api-key',
    telling: { noun: 'key', maybeName: true },
    form: /(?<![\w.-])(?:api|access|secret)[ _-]key[ \t]{1,4}(?:(?:is|was|provided):?[ \t]{1,4})?["'`]?([\w+/=~.-]{12,400})/gi,
  },
];

/** Compounds that are said of a password: "case-sensitive", "base64-encoded", "SCRAM-SHA-256". */
const compound =
  /^(?:scram|md5|sha|bcrypt|argon|pbkdf|plain|plaintext|base\d\d|utf|rfc|v\d|non|pre|auto|self|well|up|re|un|too|read|write|case|length|rate|time|not|url)[-\d]|-(?:based|encoded|sensitive|protected|less|free|only|formed|shared|supplied|provided|generated|authenticated|encrypted|hashed|empty|null|date|set|file|auth)$/i;

/** What is said of passwords: participles, adverbs and adjectives by their endings, and the short ones by name. */
const saidOfPasswords =
  /(?:ed|en|ing|ly|ble|ful|less|ive|ant|ent|ory|ous|ical)$|^(?:weak|strong|short|long|blank|correct|safe|secure|secret|plain|text|plaintext|right|same|equal|different|identical|similar|stale|gone|lost|sent|kept|shown|built|left|made|mine|yours|public|private|null|obsolete|outdated|reset|here|there|below|above|next|first|last|good|fine|simple|trivial|unique|random|complex|constant|static|temporary|new|older|newer|known|also|always|never|still|now|only|already|just|back|gotten|mandatory|numeric|alphanumeric|encrypted|visible|local|remote|ambiguous|literal|stored|case|saved|common|due|okay|active|inactive|unsafe|insecure|unset|current|ready|undefined|garbage|rubbish|legacy|required|shared|null)$/i;
/** Nothing follows but the end of the sentence: "password was set by …" says something of it. */
const endsSentence = /^[ \t]*(?:[.!;,](?:\s|$)|$|\n)/;

/** "password is swordfish": a plain word that ends the sentence and that nobody says of a password. */
function isPlainWord(value: string, after: string): boolean {
  return /^[A-Za-z][a-z]{4,}$/.test(value) && !saidOfPasswords.test(value) && endsSentence.test(after);
}

/** Else a plain word cannot be told from what sentences say of passwords: it needs a digit, a sign, or a hyphen. */
function looksLikeOne(value: string): boolean {
  if (/^[A-Za-z][a-z'’]*$|^[A-Z]+$|^\d{1,3}(?:st|nd|rd|th|s|m|h|d)?$/.test(value)) return false;
  return value.length >= 4 && !compound.test(value);
}

export const findSpokenSecrets: Finder = (text) => {
  const ranges: Range[] = [];
  for (const { form, isQuoted, says = false } of forms) {
    for (const found of text.matchAll(form)) {
      const whole = found[1] ?? found[2] ?? found[3] ?? '';
      const start = found.index + found[0].length - whole.length - (isQuoted ? 1 : 0);
      const value = isQuoted ? whole : whole.replace(/[.,;!?]{1,3}$/, '');
      const place = { telling: password, value, quoted: isQuoted, colon: false, after: '', startsLine: false };
      if (isInnocent(place)) continue;
      const after = (): string => text.slice(start + value.length, start + value.length + 4);
      if (!isQuoted && !looksLikeOne(value) && !(says && isPlainWord(value, after()))) continue;
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
