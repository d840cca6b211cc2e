/** Finds what programs said in the lines of a log: one literal prefilter, then the signatures it names. */

import type { LogHit } from '../../model/log';
import { createLiteralFinder, type LiteralFinder } from './automaton';
import { capturesOf, markOf, pathNear, targetOf } from './captures';
import { catalogue } from './catalogue';
import { loggedLevel } from './logged-level';
import { isOfCaller } from './of-caller';
import { isEvent, isOfAnotherPod, isShipped } from './of-another';
import { isQuoted } from './quoted';
import type { Signature } from './signature';
import { readStack, type Stack } from './stack';
import { type Level, readStatement, saidIn, type Statement } from './structured';

/** A line as it was read: uncut (a JSON envelope is parsed whole) and as it is kept. */
export interface SourceLine {
  at: string | null;
  /** Redacted, at most 2,000 characters: what marks point into. */
  text: string;
  /** The same line uncut. */
  full: string;
}

/** A hit before repeats are merged: with the unit (stack trace) it belongs to. */
export interface RawHit {
  hit: LogHit;
  signature: Signature;
  /** 0-based index of the last line of its stack, further away than `endLine` may say. */
  unitEnd: number;
  stack: Stack | null;
}

/** Words that make a line worth taking out of its envelope although no signature's literal is in it. */
const alarm = ['fatal', 'panic', 'crit', 'emerg', '"level":60', '"level": 60'];

interface Prefilter {
  finder: LiteralFinder;
  /** For each literal the signatures it belongs to; none for a word of alarm. */
  signaturesOf: readonly (readonly number[])[];
}

let built: Prefilter | null = null;

/** Built at the first use: it takes some milliseconds, which a browser or a command that reads no log should not spend. */
function prefilter(): Prefilter {
  if (built !== null) return built;
  const owners = new Map<string, number[]>(alarm.map((word) => [word, []]));
  catalogue.forEach((signature, index) => {
    for (const literal of signature.literals) owners.set(literal, [...(owners.get(literal) ?? []), index]);
  });
  built = { finder: createLiteralFinder([...owners.keys()]), signaturesOf: [...owners.values()] };
  return built;
}

/**
 * All hits, in the order of the lines: of each line the first signature of the catalogue that matches (the narrow ones
 * stand before the wide), and beside it the stack trace that begins there. Linear in the length of the text.
 *
 * @param pod the pod whose log it is; '' where that is not known.
 */
export function findHits(lines: readonly SourceLine[], pod = ''): RawHit[] {
  const { finder, signaturesOf } = prefilter();
  const hits: RawHit[] = [];
  const candidates = new Set<number>();
  const shapes = new Map<string, { count: number; last: number }>();
  const read = (index: number, mayDefer: boolean): void => {
    const line = lines[index];
    if (line === undefined) return;
    candidates.clear();
    let alarming = false;
    finder.scan(line.full, (literal) => {
      const owners = signaturesOf[literal] ?? [];
      if (owners.length === 0) alarming = true;
      for (const owner of owners) candidates.add(owner);
    });
    if ((candidates.size === 0 && !alarming) || isNoStatement(line.full)) return;
    if (mayDefer && isRepeat(shapes, line.full, index)) return;
    const own = readStatement(line.full);
    const statement = own.level === null ? { ...own, level: loggedLevel(lines, index) } : own;
    // What a program only says for its developers is no complaint.
    if (statement.level === 'debug') return;
    const found = matches(lines, index, statement, candidates, pod);
    if (found.length > 0) hits.push(...found);
    else {
      const last = fatalLevel(line, index, statement);
      if (last !== null) hits.push(last);
    }
  };
  for (let index = 0; index < lines.length; index += 1) read(index, true);
  for (const { count, last } of shapes.values()) if (count > repeatsRead) read(last, false);
  return hits.sort((a, b) => a.hit.line - b.hit.line);
}

/** A request as web servers log it (Common Log Format): its path, referrer and user agent are words of strangers. */
const accessLine =
  /^\S{1,100} \S{1,60} \S{1,60} \[[^\]]{1,40}\] "(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH|CONNECT|TRACE) /;

/**
 * What a server of PostgreSQL logs of one client: there an ERROR ends a statement and a FATAL one backend, a process of
 * its own, never the server (signals §7.7). Its first process serves none; "could not …" is said of its files.
 */
const backendLine = new RegExp(
  [
    String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})? (?:[A-Z]{2,5}|[+-]\d{2,4}) \[(?!1\])\d{1,7}\](?::(?: \[\d{1,7}-\d{1,3}\])?)? (?:\S{1,200} )?`,
    String.raw`(?:ERROR: {2}(?!could not )|FATAL: {2}(?:\w{1,20} authentication failed for |(?:no pg_hba\.conf entry for|pg_hba\.conf rejects) |(?:database|role) "[^"]{1,120}" |`,
    String.raw`sorry, too many clients|remaining connection slots|too many connections for |the database system is |permission denied for database |`,
    String.raw`connection to client lost|canceling authentication|terminating connection due to (?!unexpected postmaster)|no PostgreSQL user name|unsupported frontend protocol|expected SASL response))`,
  ].join(''),
);
/** A server of MySQL or MariaDB on a client that it turns away: it calls no end of its own a note. */
const turnedAway = /\[(?:Note|Warning)\] (?:\[MY-\d{6}\] \[Server\] )?Access denied for user '/;
/** The same as CloudNativePG and PostgreSQL's own JSON have it. */
const ofClient = /"backend_type": ?"client backend"/;
const complaint = /"error_severity": ?"(?:ERROR|FATAL)"/;
const ofFile = /"message": ?"could not /;

/** The help that programs print when they refuse a flag: it tells of errors that may be. */
const helpLine = /^(?:\s{1,12}(?:-\w, ?)?--?[a-zA-Z][\w.-]{0,60}(?:[ =]\S{1,40})?(?: {2}|\t)\s*\S| {4}\t\S)/;

/**
 * A manager of controller-runtime that held its lease gives it up at any stop, and logs it so. Where the loss of the lease is what
 * stops it, its caller gets that error instead, and client-go tells of the renewal that failed (signals §7.1 go-16).
 */
const givesUpLease = /\berror received after stop sequence was engaged\b.{0,200}\bleader election lost\b/;

/** Whether a line tells nothing of the program's own life: help, an Event, a record that it ships, a lease given up in a stop, or what a server says of who called it. */
export function isNoStatement(line: string): boolean {
  if (helpLine.test(line) || accessLine.test(line) || backendLine.test(line)) return true;
  if (turnedAway.test(line) || isEvent(line) || isShipped(line) || givesUpLease.test(line)) return true;
  return ofClient.test(line) && complaint.test(line) && !ofFile.test(line);
}

/** Lines of one shape that are read; of those that follow only the last is. */
const repeatsRead = 12;

/**
 * A program that says the same a thousand times is read a dozen times and once more at its end: of what repeats only
 * the first and the last are kept anyway. Lines have the same shape when only their digits differ.
 */
function isRepeat(shapes: Map<string, { count: number; last: number }>, line: string, index: number): boolean {
  const shape = line.slice(0, 400).replace(/\d+/g, '0');
  const seen = shapes.get(shape);
  if (seen === undefined) shapes.set(shape, { count: 1, last: index });
  else {
    seen.count += 1;
    seen.last = index;
  }
  return seen !== undefined && seen.count > repeatsRead;
}

/** The first that matches, and where that is not the head of a stack trace, the first head. */
function matches(
  lines: readonly SourceLine[],
  index: number,
  statement: Statement,
  candidates: ReadonlySet<number>,
  pod: string,
): RawHit[] {
  const found: RawHit[] = [];
  // What it calls fatal is its own, whomever it names.
  const isOthers = statement.level !== 'fatal' && isOfAnotherPod(lines[index]?.full ?? '', pod);
  for (const candidate of [...candidates].sort((a, b) => a - b)) {
    const signature = catalogue[candidate];
    if (signature === undefined || (found.length > 0 && !isUnit(signature))) continue;
    for (const text of statement.texts) {
      const match = signature.pattern.exec(text);
      const around = match === null ? null : contextOf(signature, lines, index);
      if (match === null || around === null || isDoneWithout(signature, statement.level, text)) continue;
      if (signature.cause !== null && isCountOfNone(text.slice(match.index + match[0].length))) continue;
      const quoted = isOthers || isQuoted(text, match.index, match.index + match[0].trimEnd().length, statement.level);
      if (passed.test(text) && signature.cause !== null) continue;
      // What a line called information passes on of others is nothing that happened to the program.
      if (expected.test(text) || (quoted && statement.level === 'info' && signature.role === undefined)) continue;
      const level = quoted ? 'info' : isOfCaller(text) && signature.cause !== null ? 'warn' : statement.level;
      found.push(toHit(lines, index, signature, match, level, around));
      break;
    }
    const last = found.at(-1);
    if (last !== undefined && isUnit(last.signature)) break;
  }
  return found;
}

/** A test, or a program that tries whether something is there, says so of a failure that is none. */
export const expected =
  /\b(?:got|saw|received|caught) (?:the |an )?expected (?:error|failure|exception)\b|\bas expected\b|\b(?:refused|denied|failed|error|timeout) \(?expected\b(?! to\b)/i;

/** "timeouts: 0, no space left: false": what is counted, or asked, and did not happen. */
const isCountOfNone = (rest: string): boolean =>
  /^(?: (?:count|errors?|total))?\s?[:=]\s?(?:0|false)(?![\w.:-])/.test(rest);

/** A check that succeeded; what it names (a test's "throws if X is not set") did not happen. Of failures none is marked so. */
const passed = /^\s*(?:[✓✔√] |ok \d{1,6} |--- PASS: )/;

/** The head of a stack trace whose own text may name a narrower cause. */
export function isUnit(signature: Signature): boolean {
  return signature.stack !== undefined && signature.cause === 'app-error-uncaught';
}

/** What the lines around it name, or null where one that it needs is not there, or one that speaks against it is. */
function contextOf(signature: Signature, lines: readonly SourceLine[], index: number): Record<string, string> | null {
  let captures: Record<string, string> = {};
  for (const context of signature.context ?? []) {
    const match = nearby(lines, index - (context.before ?? 0), index + (context.after ?? 0), index, context.pattern);
    if ((match === null) !== (context.absent === true)) return null;
    if (match !== null) captures = { ...captures, ...capturesOf(match) };
  }
  return captures;
}

function nearby(
  lines: readonly SourceLine[],
  from: number,
  to: number,
  except: number,
  pattern: RegExp,
): RegExpExecArray | null {
  for (let i = Math.max(0, from); i <= Math.min(lines.length - 1, to); i += 1) {
    const match = i === except ? null : pattern.exec(lines[i]?.text ?? '');
    if (match !== null) return match;
  }
  return null;
}

const wholeJson = /^\{".*\}\s*$/s;

function toHit(
  lines: readonly SourceLine[],
  index: number,
  signature: Signature,
  match: RegExpExecArray,
  level: Level | null,
  around: Record<string, string>,
): RawHit {
  const line = lines[index] ?? { at: null, text: '', full: '' };
  // A line of JSON holds its trace whole: what follows is another's.
  const count = wholeJson.test(line.full) ? index + 1 : lines.length;
  const stack =
    signature.stack === undefined ? null : readStack(signature.stack, (i) => lines[i]?.text ?? '', index, count);
  const named = signature.names === 'path' ? pathNear(match) : { captures: {}, said: match[0] };
  const captures: Record<string, string> = {
    ...named.captures,
    ...targetOf(signature, line.text),
    ...around,
    ...capturesOf(match),
    ...stack?.captures,
  };
  for (const [name, value] of Object.entries(captures)) captures[name] = value.trim().slice(0, 300);
  const unitEnd = stack?.end ?? index;
  return {
    signature,
    stack,
    unitEnd,
    hit: {
      signature: signature.id,
      cause: signature.cause,
      weight: weightOf(signature, level, line.text),
      ...((level === 'info' || level === 'warn') && !signature.anyLevel ? { level } : {}),
      line: index + 1,
      endLine: Math.min(unitEnd, index + 40) + 1,
      at: line.at,
      captures,
      mark: markOf(line.text, named.said),
    },
  };
}

/** A line of level "fatal" that no signature knows is the program's own last word. */
function fatalLevel(line: SourceLine, index: number, statement: Statement): RawHit | null {
  const [whole = ''] = statement.texts;
  const said = saidIn(statement);
  const message = (said === statement.texts ? whole : said.join(': ')).trim();
  if (statement.level !== 'fatal' || message.length === 0) return null;
  const unknown: Signature = {
    id: 'fatal-level-line',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: [],
    pattern: /^/,
    example: '',
    near: '',
  };
  const hit: LogHit = {
    signature: unknown.id,
    cause: unknown.cause,
    weight: 'fatal',
    line: index + 1,
    endLine: index + 1,
    at: line.at,
    captures: { message: message.slice(0, 300) },
    mark: markOf(line.text, line.text.includes(message) ? message : whole.trim()),
  };
  return { hit, signature: unknown, unitEnd: index, stack: null };
}

const triesAgain =
  /\b(?:retry(?:ing)?|retries(?! (?:were |was |are |has been )?(?:exceeded|exhausted|reached|used up))|will try|(?<!: )try again|trying again|reconnect(?:ing)?|attempt \d|backing off|falling back|ignor(?:ed|ing)|skipping|non-fatal|continuing)\b/i;

const withoutIt =
  /\b(?:disabl(?:ed|ing)|optional(?:ly)?|skipp(?:ed|ing)|fall(?:s|ing|en)? ?back|using (?:the |a |its |an )?(?:default|in-memory|built-in)|default(?:s|ing) to|(?:running|starting|continu(?:es|ing)) without|(?:auto-?)?generat(?:ing|ed) (?:an? |one\b|new |random )|ignor(?:ed|ing)|non-fatal)\b/i;

/** An optional thing that is missing: the program says so at a level that is none of an error, and what it does instead. */
function isDoneWithout({ weight, cause }: Signature, level: Level | null, text: string): boolean {
  return weight === 'error' && cause !== null && (level === 'info' || level === 'warn') && withoutIt.test(text);
}

/** What a line says about its own weight: its level, and whether it means to go on. */
function weightOf(signature: Signature, level: Level | null, text: string): LogHit['weight'] {
  const own = signature.weight;
  if (own === 'noise' || signature.cause === null || signature.anyLevel) return own;
  if (level === 'info') return own === 'fatal' ? 'error' : 'noise';
  if (level === 'warn') return triesAgain.test(text) ? 'noise' : 'error';
  if (own === 'error' && level !== 'fatal' && triesAgain.test(text)) return level === 'error' ? 'error' : 'noise';
  return level === 'fatal' ? 'fatal' : own;
}
