/**
 * Values under telling names: assignments, JSON, YAML, headers, command-line flags, URL queries, XML, name/value pairs of a
 * container's environment. Finds the name first and reads on from there; what was read is not read again, so it is linear.
 */

import type { Finder, Range } from '../range';
import { stand } from '../placeholder';
import { passwordElsewhere, tellingName, type Telling } from './key-names';
import { isInnocent, isInnocentWord, looksLikeColumn, looksLikeObjectName } from './values';

const english =
  /pass|pwd|pw(?![a-z])|secret|token|cred|auth|cookie|key|jwt|bearer|sess|sid(?![a-z])|sig|otp|psk|dsn|assertion|connection/;
const core = new RegExp(`${english.source}|${passwordElsewhere.join('|')}`, 'gi');
const ofNames = new Set([...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-'].map(codeOf));

const separator = /["'`]?\]?[ \t]{0,16}(=>|:=|={1,3}|:|(?<=[ \t])->(?=[ \t]))[ \t]{0,16}/y;
/** A line that goes on with the next one. */
const lineGoesOn = /\\[ \t]{0,8}\n[ \t]{0,40}(?=[^\s-])/y;
const flagGap = /["'],[ \t]{0,16}\n?[ \t]{0,40}["']|["']?(?:[ \t]{0,8}\\?\n[ \t]{0,40}(?:- )?|[ \t]{1,16})["']?/y;
const pairGap = /["']?[ \t]{0,8},?[ \t]{0,8}\n?[ \t]{0,40}["']?(?:value|val|Value|VALUE)["']?[ \t]{0,8}[:=][ \t]{0,8}/y;
const listGap = /["'][ \t]{0,8},[ \t]{0,8}(?=["'])/y;
/** Between the columns of a printed table. */
const columnGap = / {0,8}\t[ \t]{0,40}| {2,40}/y;
const quotedGap = /[ \t]{1,4}(?=')/y;
/** What stands before a quoted name in JSON, or in what looks like it. */
const inObject = /[{,][ \t]{0,8}["'`]$/;
/** What stands before the name in a pair of a list of headers or settings. */
const inPair = /[([{][ \t]{0,8}[bru]?["']$/i;
/** The second string of such a call is a value: `define('DB_PASSWORD', 'x')`, `setenv("TOKEN", "x")`. */
const inSetter = /\b(?:define|setenv|putenv|getenv|env|setdefault)[ \t]{0,4}\([ \t]{0,4}[bru]?["']$/i;
/** Words and nothing else up to the end of the line: a passphrase goes on. */
const moreWords = /(?:[ \t]{1,4}[\p{L}\p{N}][\p{L}\p{N}'!?-]{0,39}){1,12}(?=[ \t]*(?:\n|$))/uy;
const nextName = /[,;&|](?=[ \t]{0,4}["']?[A-Za-z_][\w .-]{0,40}["']?[ \t]{0,2}[=:])/;
/** A plain word, and more after it. */
const saysAWord = /^[A-Za-z_.]+(?:\(\)|[,;)])*[ \t]+\S|^[A-Za-z_.]+\(\)|^\$/;
/** What a program prints around a value: `Some("x")`, `SecretStr('x')`, `(*string)("x")`, `Just "x"`, `&"x"`; up to four deep. */
const wrapper =
  /(?:[&*]{1,2}|\(\*{0,2}[\w.]{1,40}\)[({]|(?:new[ \t])?[A-Za-z_][\w.:<>]{0,60}[ \t]?[({[][ \t]{0,4}\n?[ \t]{0,40}(?:_?(?:secret_?)?(?:value|inner|secret|raw)[ \t]?[:=][ \t]?)?|(?:Just|string\(\d{1,6}\))[ \t]{1,2}){1,4}(?=[bru]?["'`])/iy;
/** What is asked for by name is not told: `password = os.environ["DB_PASSWORD"]`. */
const asksForIt = /(?:env|environ|get|lookup|property|prompt|getpass|input)[ \t]?[([][ \t]{0,4}$/i;
/** A parser's token, `token: Ident("foo")`, is a word of its source. */
const lexes = /^(?:str|ident|literal|keyword|word|name|symbol|punct|text|op)\w{0,20}\(/i;
const bareStop = /[\s"'`<]/g;
const indent = /[ \t]*/y;
const openers: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const cookies = /[^\s=;"'\]]{1,200}=[^\s;"'\]]*(?:;[ \t]*[^\s=;"'\]]{1,200}(?:=[^\s;"'\]]*)?)*/y;
/** Schemes whose credential is a list of name=value, not one word. */
const listScheme = /^(?:Digest|AWS4-HMAC-SHA256|SharedAccessSignature|Hawk|MAC|OAuth)/i;
const scheme =
  /(?:Basic|Bearer|Token|Digest|Negotiate|NTLM|ApiKey|Key|GenieKey|Splunk|SharedAccessSignature|SharedKey|AWS4-HMAC-SHA256|MAC|Hawk|Api-Token|GoogleLogin)[ \t]+/iy;

/** How ODBC quotes a value with a semicolon in it: `PWD={x;y}`, `}` doubled. */
const braced = /\{((?:[^{}\n"':]|\}\}){1,200})\}(?=[;\s"']|$)/y;

const lineStart = new Set([...' \t\r"\'`-'].map(codeOf));

function codeOf(sign: string): number {
  return sign.charCodeAt(0);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** One text, and where its line and its run without white space end: a line of a megabyte is looked through once. */
class Reader {
  private from = 0;
  private end = -1;
  private stopFrom = 0;
  private stopAt = -1;

  constructor(readonly text: string) {}

  lineEnd(at: number): number {
    if (at < this.from || at > this.end) {
      const found = this.text.indexOf('\n', at);
      this.from = at;
      this.end = found < 0 ? this.text.length : found;
    }
    return this.end;
  }

  /** What stands before `at` on its line, the last 200 characters of it. */
  before(at: number): string {
    const near = this.text.slice(Math.max(0, at - 200), at);
    return near.slice(near.lastIndexOf('\n') + 1);
  }

  /** What stands from `at` on its line, the first 80 characters of it. */
  rest(at: number): string {
    return this.text.slice(at, Math.min(at + 80, this.lineEnd(at)));
  }

  /** Nothing but indentation, dashes or a quote stands before `at` on its line. */
  startsLine(at: number): boolean {
    for (let i = at - 1; i >= 0 && i >= at - 200; i -= 1) {
      const sign = this.text.charCodeAt(i);
      if (sign === 10) return true;
      if (!lineStart.has(sign)) return false;
    }
    return true;
  }

  /** End of what stands between quotes from `at`; the line's end where the quote is not closed, or one line on if it is there. */
  quotedEnd(at: number, quote: string): number {
    const { text } = this;
    const end = this.lineEnd(at);
    for (let i = at; i < end; i += 1) {
      if (text[i] === '\\') i += 1;
      else if (text[i] === quote) return i;
    }
    const wrapped = text.slice(end + 1, end + 200);
    const close = wrapped.indexOf(quote);
    return close > 0 && !/[\s:=]/.test(wrapped.slice(0, close)) ? end + 1 + close : end;
  }

  /** End of a bare value: white space or a quote, without what closes or continues the text around it. */
  bareEnd(at: number): number {
    const { text } = this;
    if (at < this.stopFrom || at > this.stopAt) {
      this.stopFrom = at;
      this.stopAt = match(bareStop, text, at)?.index ?? text.length;
    }
    let end = this.stopAt;
    const cut = nextName.exec(text.slice(at, Math.min(end + 60, text.length)));
    if (cut && at + cut.index < end) end = at + cut.index;
    while (end > at && /[)\]},;.:|\\]/.test(text[end - 1] ?? '')) {
      const opener = openers[text[end - 1] ?? ''];
      if (opener !== undefined && text.slice(Math.max(at, end - 500), end - 1).includes(opener)) break;
      end -= 1;
    }
    return end;
  }

  /** End of a bare value that goes on over lines, each but the last of which ends with a backslash. */
  continuedEnd(at: number): number {
    let end = this.bareEnd(at);
    for (let lines = 0; lines < 20; lines += 1) {
      const gap = match(lineGoesOn, this.text, end);
      if (!gap) break;
      end = this.bareEnd(end + gap[0].length);
    }
    return end;
  }

  /** End of the lines of a YAML block scalar, which stand deeper than the name's own line. */
  blockEnd(depth: number, at: number): number {
    const { text } = this;
    let end = at;
    for (let lines = 0, from = at + 1; lines < 60 && from < text.length; lines += 1) {
      if ((match(indent, text, from)?.[0].length ?? 0) <= depth) break;
      end = this.lineEnd(from);
      from = end + 1;
    }
    return end;
  }
}

interface Name {
  text: string;
  left: number;
  right: number;
  flag: boolean;
  /** Nothing but indentation, dashes or a quote stands before it on its line. */
  startsLine: boolean;
  telling: Telling;
}

interface Found {
  ranges: Range[];
  /** Where reading goes on. */
  next: number;
}

function kindOf({ noun }: Telling): string {
  return noun === 'auth' ? 'authorization' : noun === 'key' ? 'api-key' : noun;
}

/** Where an authorization or cookie header's secret stands from `at` on; null where there is none. */
function headerSecret(reader: Reader, noun: string, at: number, quote: string): { start: number; end: number } | null {
  const { text } = reader;
  if (noun === 'cookie') {
    const found = match(cookies, text, at);
    return found ? { start: at, end: at + found[0].length } : null;
  }
  const shown = match(scheme, text, at)?.[0] ?? '';
  const start = at + shown.length;
  if (listScheme.test(shown)) {
    const end = quote === '' ? reader.lineEnd(start) : reader.quotedEnd(start, quote);
    return { start, end };
  }
  const end = reader.bareEnd(start);
  const value = text.slice(start, end);
  if (value.includes(stand)) return null;
  const likely = shown === '' ? value.length >= 8 && /\d/.test(value) : value.length >= 3 && !/^[a-z]+=/i.test(value);
  return likely && !isInnocentWord(value) ? { start, end } : null;
}

/** `Some(token)`, `Token(type=EOF)`: source code or a parser's token, no value. */
function isPattern(value: string): boolean {
  const inner = /^[A-Za-z_]\w{0,40}\((?:([a-z_]{1,20})\)|(?:type|kind)=)/.exec(value);
  return inner !== null && (inner[1] === undefined || tellingName(inner[1]) !== null);
}

/** The value that stands at `at`, after a separator. */
function readValue(reader: Reader, name: Name, at: number, colon: boolean): Found {
  const { text } = reader;
  const { telling } = name;
  const kind = kindOf(telling);
  let start = at;
  if (text[start] === '{') {
    const odbc = match(braced, text, start)?.[1];
    if (odbc === undefined) return { ranges: [], next: at };
    return { ranges: [{ start: start + 1, end: start + 1 + odbc.length, kind }], next: start + 1 + odbc.length };
  }
  if (text[start] === '[') start += 1;
  const around = match(wrapper, text, start)?.[0] ?? '';
  start += around.length;
  if (asksForIt.test(around)) return { ranges: [], next: start };
  if (/^[bru]["']/i.test(text.slice(start, start + 2))) start += 1;

  const block = match(/[|>][+-]?\d?[ \t]*\n/y, text, start);
  if (block && colon) {
    const from = start + block[0].length;
    const end = reader.blockEnd(/^[ \t]*/.exec(reader.before(name.left))?.[0].length ?? 0, from - 1);
    return { ranges: [{ start: from, end, kind }], next: Math.max(end, from) };
  }

  const quote = /["'`]/.test(text[start] ?? '') ? (text[start] ?? '') : '';
  if (quote !== '') start += 1;

  if (telling.noun === 'authorization' || telling.noun === 'cookie') {
    const secret = headerSecret(reader, telling.noun, start, quote);
    return secret ? { ranges: [{ ...secret, kind }], next: secret.end } : { ranges: [], next: start };
  }

  const end = quote !== '' ? reader.quotedEnd(start, quote) : reader.continuedEnd(start);
  const place = {
    telling,
    value: text.slice(start, end),
    quoted: quote !== '',
    colon,
    after: text.slice(end, Math.min(end + 80, reader.lineEnd(end))),
    startsLine: name.startsLine,
  };
  const isWord =
    (telling.noun === 'token' && lexes.test(around) && /^[A-Za-z_]{1,15}$/.test(place.value)) ||
    (quote === '' && isPattern(place.value));
  if (end <= start || isWord || isInnocent(place)) return { ranges: [], next: Math.max(start, name.right) };
  const isPhrase =
    telling.noun === 'password' && quote === '' && name.startsLine && (colon || /^\p{L}+$/u.test(place.value));
  const last = end + (isPhrase ? (match(moreWords, text, end)?.[0].length ?? 0) : 0);
  return { ranges: [{ start, end: last, kind }], next: last };
}

/** `('X-Api-Key', 'x')`: in a pair only what looks like no word, because lists of names look like that, too. */
function readListed(reader: Reader, name: Name, at: number): Found {
  const { noun } = name.telling;
  if (noun === 'authorization' || noun === 'cookie') return readValue(reader, name, at, false);
  const none: Found = { ranges: [], next: name.right };
  if (inSetter.test(reader.before(name.left))) return readValue(reader, name, at, false);
  if (!inPair.test(reader.before(name.left)) && !/^x-/i.test(name.text)) return none;
  const found = readValue(reader, name, at, false);
  const value = found.ranges.map(({ start, end }) => reader.text.slice(start, end)).join();
  const isName = value.length < 5 || /^[A-Za-z_.-]*$/.test(value) || tellingName(value) !== null;
  return isName || looksLikeObjectName(value) ? none : found;
}

/** `password\tx`: what stands in the next column, ends the line (or its column) and looks like no word, name, measure or version. */
function readColumn(reader: Reader, name: Name, at: number, tab: boolean): Found {
  const none: Found = { ranges: [], next: name.right };
  const { noun } = name.telling;
  if (noun !== 'password' && noun !== 'secret' && noun !== 'token' && noun !== 'key') return none;
  const end = reader.bareEnd(at);
  const value = reader.text.slice(at, Math.min(end, at + 401));
  const ends = (tab ? /^["'`,;)\]}.]{0,4}[ ]{0,40}(?:\t|$)/ : /^["'`,;)\]}.]{0,4}[ \t]{0,40}$/).test(reader.rest(end));
  const mixed = value.length >= 6 && /\d/.test(value) && /\p{L}/u.test(value);
  if (!ends || !mixed || looksLikeObjectName(value) || looksLikeColumn(value)) return none;
  const found = readValue(reader, name, at, false);
  return found.ranges.length > 0 ? found : none;
}

/** Reads on from a telling name to its value, in whichever way the two are joined. */
function readOn(reader: Reader, name: Name): Found {
  const { text } = reader;
  const { right } = name;
  const none: Found = { ranges: [], next: right };
  const joined = match(separator, text, right);
  if (joined) {
    const sign = joined[1] ?? '';
    const at = right + joined[0].length;
    if (sign.startsWith('==')) return none;
    const quotedName = /^["'`]/.test(joined[0]);
    const bare = !/["'`[\d]/.test(text[at] ?? '');
    const colon = sign === ':' && (/[ \t]$/.test(joined[0]) || text[at] === '\n') && (bare || !quotedName);
    // A quoted name and a bare value is no JSON: `volume "token": secret "x" not found`.
    if (quotedName && colon && !name.startsLine && !inObject.test(reader.before(name.left))) return none;
    const lonely = text[at] === '\n' ? match(/\n[ \t]{0,40}(?=[^\s:{}[\]]{6,}[ \t]*(?:\n|$))/y, text, at) : null;
    if (text[at] === '\n' && !lonely) return none;
    const goesOn = sign.endsWith('=') ? match(lineGoesOn, text, at) : null;
    const from = at + (lonely?.[0].length ?? goesOn?.[0].length ?? 0);
    // `password -> hash` maps one word to another, but where it is all that the line says.
    const isMapping = sign === '->' && !/["'`]/.test(text[from] ?? '') && saysAWord.test(reader.rest(from));
    return isMapping ? none : readValue(reader, name, from, colon);
  }
  const pair = match(pairGap, text, right);
  if (pair) return readValue(reader, name, right + pair[0].length, false);
  if (name.flag) {
    const gap = match(flagGap, text, right);
    if (!gap || /^-/.test(text.slice(right + gap[0].length, right + gap[0].length + 1))) return none;
    const quote = /["']$/.test(gap[0]) ? 1 : 0;
    return readValue(reader, name, right + gap[0].length - quote, false);
  }
  if (text[right] === '>' && text[name.left - 1] === '<') {
    const stop = match(/[<\n]/g, text, right);
    const end = stop ? stop.index : text.length;
    // `--password <password>` is a usage line, not XML.
    if (!text.startsWith('</', end)) return none;
    const value = text.slice(right + 1, end);
    const innocent = isInnocent({
      telling: name.telling,
      value,
      quoted: true,
      colon: false,
      after: '',
      startsLine: false,
    });
    return innocent ? none : { ranges: [{ start: right + 1, end, kind: kindOf(name.telling) }], next: end };
  }
  const list = match(listGap, text, right);
  if (list) return readListed(reader, name, right + list[0].length);
  const columns = match(columnGap, text, right);
  if (columns) return readColumn(reader, name, right + columns[0].length, columns[0].includes('\t'));
  // SQL: CREATE USER app WITH PASSWORD 'x'.
  if (name.text === 'PASSWORD' || /^pass(?:word|wd)$/.test(name.text)) {
    const gap = match(quotedGap, text, right);
    if (gap) return readValue(reader, name, right + gap[0].length, false);
  }
  return none;
}

/** "API key: x": a name of two words. */
function twoWordName(text: string, left: number, right: number): string {
  const word = text.slice(left, right);
  if (!/^(?:key|token|secret|string|id)s?$/i.test(word)) return word;
  const before = /([A-Za-z]{2,16})[ ]$/.exec(text.slice(Math.max(0, left - 17), left));
  return before ? `${before[1] ?? ''}_${word}` : word;
}

/** Logs say the same few names again and again. For one text only: what looks like a name may hold a secret. */
function namesRead(): (name: string) => Telling | null {
  const known = new Map<string, Telling | null>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const telling = tellingName(name);
    if (known.size < 256) known.set(name, telling);
    return telling;
  };
}

export const findAssignments: Finder = (text) => {
  const ranges: Range[] = [];
  const readName = namesRead();
  const reader = new Reader(text);
  let done = 0;
  for (let hit = match(core, text, 0); hit; hit = match(core, text, done)) {
    let left = hit.index;
    while (left > done && ofNames.has(text.charCodeAt(left - 1))) left -= 1;
    let right = hit.index + hit[0].length;
    while (right < text.length && ofNames.has(text.charCodeAt(right))) right += 1;
    while (right > left && /[.-]/.test(text[right - 1] ?? '')) right -= 1;
    done = Math.max(right, hit.index + hit[0].length);
    const name = twoWordName(text, left, right);
    const telling = readName(name);
    if (!telling) continue;
    const flag = text[left] === '-';
    const startsLine = reader.startsLine(left);
    const found = readOn(reader, { text: name, left, right, flag, startsLine, telling });
    ranges.push(...found.ranges);
    done = Math.max(done, found.next);
  }
  return ranges;
};
