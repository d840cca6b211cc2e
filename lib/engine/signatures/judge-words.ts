/** Judges by its words alone what kind of failure a line speaks of, where no signature knows the sentence. */

import type { PrimaryCauseId } from '../../model/causes';
import { mistakes, type Weighted, wordFamilies } from './vocabulary';

export interface Judgement {
  cause: PrimaryCauseId;
  /** Words alone prove nothing: at most likely. */
  certainty: 'likely' | 'possible';
}

/** Characters of a statement that are judged. */
const longest = 600;
/** What a family needs to be named, and to be ahead of the next. */
const threshold = 5;
const margin = 1.5;
const sure = 7;
const sureMargin = 3;
/** More words of one kind do not make it surer. */
const most = 4;
/** "Loading the settings: connecting: refused": what stands last was the reason, the rest only wraps it. */
const outer = 0.5;
/**
 * "unsupported mode: fast": what stands last is no reason where it is a value, of a few words; one or two letters are what is left of a
 * line that was cut.
 */
const isValue = (segment: string): boolean => segment.length > 2 && segment.split(' ').length <= 3;

/** EINVAL, EOPNOTSUPP: what a file system or a device says of a call, not what a program says of its own arguments. */
const kernelsWords = /^(?:invalid argument|operation not supported)\W{0,3}$/i;

/** What a parser of JSON says of any text that it is given, be it a setting or an order. */
const parsersWords = /^unexpected (?:end of JSON input|EOF)\W{0,3}$/i;

/** What the program has closed itself: Go's errors for it, and a queue or a listener of which nobody else is named. */
const closedByItself =
  /\bhttp: Server closed\b|\buse of closed network connection\b|(?:^|: |\b(?:work|job|task|event) ?)(?:queue|listener) (?:(?:is|was|already) )?closed(?=\W{0,3}$)/gi;

/** What a program guesses of the reason, and its examples: no statement. */
const guess = /(?:\bthis (?:may|might|could) be\b|\be\.g\.).*$/is;

/** A program that starts containers passes on what their runtime says: it is about those. */
const ofAnotherContainer = /OCI runtime (?:create|start|exec) failed/;

/** Words that stand between those that matter. */
const skipped = new Set(
  'a an the is are was were be been being has have had of to for your its this that it in with and or by from on at as'.split(
    ' ',
  ),
);

/** "main.go:120" is a place in source, not an address. */
export const sourceFile = /\.(?:go|py|m?js|ts|rb|rs|java|kt|c|cc|cpp|h|cs|php|exs?|scala)(?=:|$)/;

const shapes: readonly (readonly [RegExp, string])[] = [
  // Codes of errors are written like variables.
  [/^(?!ERR_|ER_|SQLITE_|SQL_|E_)[A-Z][A-Z0-9]{0,60}_(?!ERROR$|FAILED$)[A-Z0-9_]{1,80}$/, 'VAR'],
  [/^[a-z][\w+]{1,12}:\/\//, 'URL'],
  [new RegExp(String.raw`^(?!.*${sourceFile.source})[\w-]{1,80}(?:\.[\w-]{1,80}){0,8}:\d{2,5}$`), 'ADDR'],
  [/^[a-z0-9][\w-]{0,80}(?:\.[\w-]{1,80}){0,8}\.(?:svc|local|com|net|org|io|internal|cloud)$/, 'HOST'],
  [/\.so(?:\.\d{1,4}){0,3}$/, 'LIB'],
  [/\.(?:lock|pid|lck)$/, 'LOCK'],
  [/\.(?:pem|crt|cer|jks|p12|pfx)$/, 'CERT'],
  [/\.env$/, 'ENV'],
  [/\.(?:ya?ml|toml|conf|cfg|ini|properties|hcl)$/, 'CONF'],
  [/^\/[\w.-]{1,80}/, 'PATH'],
  [/^--?[a-z][\w-]{1,60}$/, 'FLAG'],
];

interface Mark {
  family: number;
  kind: 'about' | 'says' | 'alone';
  weight: number;
}
interface Phrase extends Mark {
  rest: readonly string[];
}

const notAFamily = -1;
const exact = new Map<string, Phrase[]>();
const stems = new Map<string, Phrase[]>();

function enter(family: number, kind: Mark['kind'], words: Weighted): void {
  for (const [weight, list] of Object.entries(words)) {
    for (const entry of list.split(' ')) {
      const [first = '', ...rest] = entry.split('_').filter((word) => !skipped.has(word));
      const index = first.endsWith('*') ? stems : exact;
      const word = first.replace('*', '');
      index.set(word, [...(index.get(word) ?? []), { family, kind, weight: Number(weight), rest }]);
    }
  }
}

wordFamilies.forEach((family, index) => {
  enter(index, 'about', family.about);
  enter(index, 'says', family.says);
  if (family.alone !== undefined) enter(index, 'alone', family.alone);
});
enter(notAFamily, 'alone', mistakes);

/**
 * The family that the words of a statement tell, null where they tell none or two equally well.
 *
 * @param statement one sentence or a chain of them ("a: b: c"), redacted; only its first 600 characters count.
 */
export function judgeWords(statement: string): Judgement | null {
  if (ofAnotherContainer.test(statement)) return null;
  const tallies = wordFamilies.map(() => ({ about: 0, says: 0, alone: 0 }));
  let mistaken = 0;
  const segments = statement
    .slice(0, longest)
    .replace(guess, '')
    .replace(closedByItself, '')
    .split(/: | -> | caused by /i)
    .filter((segment) => !kernelsWords.test(segment) && !parsersWords.test(segment));
  const marks = segments.map((segment) => marksIn(wordsOf(segment)));
  const reason = segments.findLastIndex((segment, at) => (marks[at]?.size ?? 0) > 0 || !isValue(segment));
  marks.forEach((found, position) => {
    const factor = position === reason ? 1 : outer;
    for (const mark of found) {
      const tally = tallies[mark.family];
      if (tally === undefined) mistaken += mark.weight;
      else tally[mark.kind] += mark.weight * factor;
    }
  });
  const scores = tallies.map(({ about, says, alone }, family) => {
    const both = about > 0 && says > 0 ? Math.min(most, about) + Math.min(most, says) : 0;
    return { family, score: Math.max(both, Math.min(5, alone) + Math.min(2, (about + says) / 4)) - mistaken };
  });
  scores.sort((a, b) => b.score - a.score);
  const [first, second] = scores;
  const cause = wordFamilies[first?.family ?? notAFamily]?.cause;
  if (first === undefined || cause === undefined || first.score < threshold) return null;
  const ahead = first.score - Math.max(0, second?.score ?? 0);
  if (ahead < margin) return null;
  return { cause, certainty: first.score >= sure && ahead >= sureMargin ? 'likely' : 'possible' };
}

/** Each phrase counts once in a segment. */
function marksIn(words: readonly string[]): Set<Phrase> {
  const found = new Set<Phrase>();
  words.forEach((word, at) => {
    for (const phrase of phrasesFrom(word)) {
      if (phrase.rest.every((next, i) => matches(words[at + 1 + i], next))) found.add(phrase);
    }
  });
  return found;
}

function phrasesFrom(word: string): Phrase[] {
  const phrases = [...(exact.get(word) ?? [])];
  for (let end = 2; end <= Math.min(word.length, 24); end += 1) phrases.push(...(stems.get(word.slice(0, end)) ?? []));
  return phrases;
}

function matches(word: string | undefined, wanted: string): boolean {
  if (word === undefined) return false;
  return wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
}

function wordsOf(segment: string): string[] {
  const words: string[] = [];
  for (const raw of segment.split(/[\s,;"'`‘’“”()[\]{}<>|=!?]+/)) {
    const text = raw.replace(/^[.:]+|[.:]+$/g, '');
    if (text.length === 0) continue;
    const shape = shapes.find(([pattern]) => pattern.test(text));
    if (shape !== undefined) words.push(shape[1]);
    else words.push(...partsOf(text));
  }
  return words.filter((word) => !skipped.has(word));
}

/** "ConfigFileNotFound" speaks of a file and of a setting as much as four words do. */
function partsOf(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length > 0);
}
