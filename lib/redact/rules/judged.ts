/**
 * Secrets that a sentence quotes to judge them: `token abc… has expired`, `encryption key abc… has wrong length`, and behind
 * the name of a variable: `RAILS_MASTER_KEY abc… is wrong`. Only what looks like no word, file or object name.
 */

import type { Finder, Range } from '../range';
import { tellingName, type Telling } from './key-names';
import { isInnocent, looksLikeObjectName } from './values';

const said = String.raw`[ \t]{1,4}(?:(?<quote>["'${'`'}])(?<quoted>[^"'${'`'}\s]{8,400})\k<quote>|(?<bare>[\w+/=~.-]{12,400}))`;
const key =
  /(?:encryption|decryption|licen[cs]e|activation|master|signing|secret|private|api|access|account|shared)[ _-]?key/
    .source;
const spoken = new RegExp(String.raw`(?<![\w.-])(?<name>token|secret|${key})${said}`, 'gi');
const variable = new RegExp(String.raw`(?<![\w.-])(?<name>[A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,6})${said}`, 'g');
/** "credentials (app/abc) rejected": the second of the pair. */
const pair = /(?<![\w.-])(?<name>credentials?)[ \t]\([^\s()/:]{1,100}[/:](?<bare>[^\s()]{8,200})\)/gi;

const judgedBefore =
  /(?:invalid|bad|wrong|incorrect|expired|malformed|rejected|refused|revoked|unauthorized)[ \t]{1,4}(?:[a-z]{1,20}[ \t]{1,4})?$/i;
const judgedAfter =
  /^["'`]?[ \t]{1,4}(?:(?:is|was|has|had|does|must|could|cannot|did)\b(?! (?:not )?(?:been )?found)|rejected|refused|invalid|expired|unauthorized|not (?:valid|accepted|recogni[sz]ed|authorized))/i;
/** A Secret in Kubernetes' sense has a name, which may be invalid or forbidden too: only its length tells that a value is meant. */
const tooShort = /^["'`]?[ \t]{1,4}(?:is too|must be at least|has (?:wrong|invalid) length)/i;

const isMixed = (value: string) => /\d/.test(value) && /[a-z]/i.test(value);

function isSecret(telling: Telling | null, value: string, quoted: boolean): telling is Telling {
  if (telling === null || !isMixed(value)) return false;
  return !isInnocent({ telling, value, quoted, colon: false, after: '', startsLine: false });
}

export const findJudgedSecrets: Finder = (text) => {
  const ranges: Range[] = [];
  const add = (found: RegExpExecArray, telling: Telling | null, isJudged: (end: number) => boolean) => {
    const { quoted, bare } = found.groups ?? {};
    const value = quoted ?? bare ?? '';
    const end = found.index + found[0].length - (bare === undefined || found[0].endsWith(')') ? 1 : 0);
    if (!isSecret(telling, value, quoted !== undefined) || !isJudged(end)) return;
    ranges.push({ start: end - value.length, end, kind: telling.noun });
  };
  for (const found of text.matchAll(spoken)) {
    const word = (found.groups?.['name'] ?? '').toLowerCase();
    const value = found.groups?.['quoted'] ?? found.groups?.['bare'] ?? '';
    if (value.length < 12 || looksLikeObjectName(value)) continue;
    add(found, { noun: word === 'token' || word === 'secret' ? word : 'key', maybeName: true }, (end) => {
      const after = text.slice(end, end + 40);
      if (word === 'secret') return tooShort.test(after);
      return judgedAfter.test(after) || judgedBefore.test(text.slice(Math.max(0, found.index - 48), found.index));
    });
  }
  for (const found of text.matchAll(variable)) add(found, tellingName(found.groups?.['name'] ?? ''), () => true);
  for (const found of text.matchAll(pair)) add(found, { noun: 'password', maybeName: false }, () => true);
  return ranges;
};
