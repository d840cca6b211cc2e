/** Takes credentials out of text and leaves the rest, hosts, ports and file names among it, as it is (design §2, security §1, §2). */

import { blotPlaceholders, createPlaceholder, stand } from './placeholder';
import { merge, type Finder, type Range } from './range';
import { findArguments } from './rules/arguments';
import { findAssignments } from './rules/assignments';
import { createBase64Finder } from './rules/base64';
import { findCommandSecrets, findReversedPairs, findSecretManifests } from './rules/commands';
import { findEmails } from './rules/emails';
import { findJudgedSecrets } from './rules/judged';
import { findPgpass } from './rules/pgpass';
import { findPrivateKeys } from './rules/private-keys';
import { findSpokenSecrets } from './rules/prose';
import { findRefusedValues } from './rules/refused';
import { findTokens } from './rules/tokens';
import {
  findBareCredentials,
  findConnectionParts,
  findDriverStrings,
  findQueryKeys,
  findUrlCredentials,
} from './rules/urls';
import { decodedView, foldLookalikes, joinedView, toOriginal } from './view';

export type Redactor = (text: string) => string;

/** In this order a shared start is decided: the one that says more of what it is comes first. */
const finders: Finder[] = [
  findPrivateKeys,
  findTokens,
  findUrlCredentials,
  findDriverStrings,
  findBareCredentials,
  findConnectionParts,
  findQueryKeys,
  findSecretManifests,
  findAssignments,
  findReversedPairs,
  findPgpass,
  findCommandSecrets,
  findArguments,
  findRefusedValues,
  findSpokenSecrets,
  findJudgedSecrets,
  findEmails,
];

/** Without one of these nothing can match: most log lines end here. */
const anySign =
  /pass|pwd|pw[ =]|secret|token|cred|auth|cookie|key|jwt|bearer|sess|sid|sig|otp|psk|dsn|assertion|code=|connection|basic|identified|@|:\/\/|%|\\|\$|eyj|[A-Za-z0-9+/_-]{16}|-u|-a|-w|l !!|contrase|senha|wachtwoord|kennwort|l[oö]senord|adgangskode|salasana|has[lł]o|heslo|jelsz[oó]|parol|[sş]ifre|密[码碼]|パスワード|비밀번호|:(?:\d{4,5}|\*):|__con|_connect|_login|_open|_bind|pdo|mysqli|s(?:ftp|sh2|mtp)->|[ \t]>\S|[\u0370-\u058f\uff01-\uff5e]/i;

const findPlain: Finder = (text) => finders.flatMap((find) => find(text));
const findDecoded: Finder = (text) => {
  const view = decodedView(text);
  return view ? toOriginal(view, findPlain(view.text)) : [];
};
const findInner: Finder = (text) => [...findPlain(text), ...findDecoded(text)];
const findTwiceWrapped = createBase64Finder(findInner);
const findWrapped = createBase64Finder((text) => [...findInner(text), ...findTwiceWrapped(text)]);

/** What a token goes on with on the next line: letters and digits mixed, and no date. */
const continuation = /\n[ \t]*(?!\d{4}-\d\d)(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[^\n]{4,}$/;

/** Tokens that stand on two lines: those that begin nowhere in the text as it is, and those that end with the line and go on. */
function findSplit(text: string, known: readonly Range[]): Range[] {
  const view = joinedView(text);
  if (!view) return [];
  const ends = new Map(known.map((range) => [range.start, range.end]));
  return toOriginal(view, findTokens(view.text)).filter((range) => {
    const whole = text.slice(range.start, range.end);
    const end = ends.get(range.start);
    if (end === undefined) return whole.includes('\n');
    return text[end] === '\n' && end < range.end && continuation.test(whole);
  });
}

function findAll(text: string): Range[] {
  const ranges = [...findPlain(text), ...findWrapped(text)];
  const decoded = decodedView(text);
  if (decoded) ranges.push(...toOriginal(decoded, [...findPlain(decoded.text), ...findWrapped(decoded.text)]));
  if (text.includes('\n')) ranges.push(...findSplit(text, ranges));
  return ranges;
}

const telling = /[\p{L}\p{N}]/u;
const standCode = stand.charCodeAt(0);

/** What is left of the ranges when placeholders, newlines and the space around them are taken out. */
function pieces(blotted: string, ranges: readonly Range[]): Range[] {
  const parts: Range[] = [];
  const keep = (from: number, to: number, kind: string) => {
    const part = blotted.slice(from, to);
    if (!telling.test(part)) return;
    const start = from + part.length - part.trimStart().length;
    parts.push({ start, end: start + part.trim().length, kind });
  };
  for (const { start, end, kind } of merge(ranges)) {
    let from = start;
    for (let at = start; at < end; at += 1) {
      const code = blotted.charCodeAt(at);
      if (code !== 10 && code !== standCode) continue;
      if (at > from) keep(from, at, kind);
      from = at + 1;
    }
    if (end > from) keep(from, end, kind);
  }
  return parts;
}

/**
 * A redactor whose placeholders, «redacted:kind:3f2a», are equal for equal secrets under the same key and tell nothing
 * without it. Synchronous, linear in the length of the text, idempotent; never changes the number of lines. Its input is
 * already without control characters (lib/format/control).
 */
export function createRedactor(key: string): Redactor {
  const placeholder = createPlaceholder(key);

  const pass = (text: string): string => {
    const blotted = blotPlaceholders(text);
    const found = pieces(blotted, findAll(foldLookalikes(blotted)));
    if (found.length === 0) return text;
    let done = 0;
    const parts: string[] = [];
    // The same secret stands in line after line; kept for this text only.
    const known = new Map<string, string>();
    for (const { start, end, kind } of found) {
      const secret = text.slice(start, end);
      const id = `${kind} ${secret}`;
      const mark = known.get(id) ?? placeholder(kind, secret);
      if (known.size < 256) known.set(id, mark);
      parts.push(text.slice(done, start), mark);
      done = end;
    }
    parts.push(text.slice(done));
    return parts.join('');
  };

  return (text) => {
    if (text.length < 6 || !anySign.test(text)) return text;
    // What one secret hid may show another; three passes have always settled it.
    let before = text;
    for (let passes = 0; passes < 4; passes += 1) {
      const after = pass(before);
      if (after === before) break;
      before = after;
    }
    return before;
  };
}
