/** Values that a telling name may have without being a secret: words, references, paths, object names. */

import { stand } from '../placeholder';
import { tellingName, type Telling } from './key-names';

/** What programs print in place of a value, and words of the sentences in which "token:" is prose. */
const words = new Set(
  (
    'true false yes no on off null nil none undefined unset empty set not missing required invalid expired unexpected unknown unsupported ' +
    'wrong incorrect bad malformed unauthorized unauthenticated forbidden denied failed failure error ok valid must should cannot can could ' +
    'has have was were is are does do did found given provided needed expected authentication authorization verification signature ' +
    'redacted filtered masked hidden omitted removed sensitive n/a na default optional string str object number int bool bytes any ' +
    'field value basic bearer digest negotiate the a an at in from of for with to and or but no such unable open read rbac node ' +
    'notfound flag option argument webhook alwaysallow punc name names eof end string) optional[str] secretstr type types length please check see using could'
  ).split(' '),
);

const reference =
  /^(?:<[^<>]*>|\$\{?[A-Za-z_][\w.:-]*\}?|\$\([A-Za-z_][\w.-]*\)|\{\{.*\}\}|\$\{\{.*\}\}|%[a-z]|[*x•.…_?-]+|\[[A-Za-z ]+\]|\([A-Za-z ]+\)|@\S{1,80}\(.*\))$/;
const fileName =
  /^[\w.-]+\.(?:key|pem|crt|cer|json|ya?ml|txt|p12|jks|env|conf|cfg|ini|toml|properties|go|js|mjs|cjs|ts|py|java|rb|rs|php|cs|c|cc|cpp|h|log|db|sock|sh)(?::\d+)*$/i;
const filePath = /^(?:\.{0,2}|~|file:\/\/)?\/[a-z][\w.-]*(?:\/[\w.-]+)+\/?$/i;
const address = /^[a-z][a-z0-9+.-]*:\/\/[^\s@?]*$/i;
const measure = /^[+-]?\d{1,9}(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|k|kb|mb|gb|ki|mi|gi|%)?$/i;
const objectName = /^(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** A Kubernetes object's name or namespace/name: words joined with - . or /, maybe with a generated ending. */
export function looksLikeObjectName(value: string): boolean {
  if (!objectName.test(value) || !/[-./]/.test(value)) return false;
  const parts = value.split(/[-./]/);
  const wordy = parts.filter((part) => /^(?:[a-z]+|v?\d{1,3}|[a-z]+\d{1,2})$/.test(part)).length;
  return wordy >= parts.length - 2 && wordy > 0;
}

/** What tables hold beside names: times, ages, measures, versions, addresses, paths and images. */
export function looksLikeColumn(value: string): boolean {
  return /^\d{1,4}[-:/.]\d|^v?\d{1,6}(?:\.\d{1,6})+|^(?:\d{1,6}(?:\.\d{1,6})?(?:[nuµm]?s|[mhdw]|[KMGT]i?B?|%)){1,4}$|^[a-z0-9.-]{1,80}[/:]/.test(
    value,
  );
}

/** What validators say of a field: "This field is required.", "must not be blank". */
const complaint =
  /^[A-Za-z ]{0,40}\b(?:is|must|may|can|should|cannot)\b(?: not)?(?: be)?(?: too)? (?:required|blank|empty|missing|null|set|provided|short|long|invalid|expired)\.?$/i;

/** `session=closed`, `session 0x1000`, `session=3`: what a session is or its number; an id that opens one is long and mixed. */
function looksLikeSession(value: string): boolean {
  if (
    value.length < 12 ||
    /\s/.test(value) ||
    /^(?:0x[0-9a-f]+|S-1-[\d-]+)$/i.test(value) ||
    looksLikeObjectName(value)
  )
    return false;
  return /\d/.test(value) && /[a-z]/i.test(value);
}

/** "expired", "true", "<token>": what stands in a value's place without being one. */
export function isInnocentWord(value: string): boolean {
  const lower = value.toLowerCase();
  return words.has(lower) || words.has(lower.replace(/[.,:;!)]{1,3}$/, '')) || reference.test(value);
}

export interface ValuePlace {
  telling: Telling;
  value: string;
  quoted: boolean;
  /** ":" with a space after it, as in prose and YAML. */
  colon: boolean;
  /** What follows on the line, at most 80 characters. */
  after: string;
  /** Nothing but indentation, a dash or a quote stands before the name on its line. */
  startsLine: boolean;
}

/** EIO and EROFS in the words of the C library, said behind a path such as /etc/passwd: the only ones that do not begin with a plain word. */
const errnoWords = /^(?:input\/output error|read-only file system)(?![\w-])/i;

/** True where a value under a telling name is not a secret. Errs on the side of false. */
export function isInnocent(place: ValuePlace): boolean {
  const { telling, value, quoted, colon, after } = place;
  const { noun } = telling;
  if (!/[\p{L}\p{N}]/u.test(value) || value.includes(stand)) return !/[\p{L}\p{N}]/u.test(value.replaceAll(stand, ''));
  if (value.length > 400) return false;
  if (isInnocentWord(value)) return true;
  if (fileName.test(value) || filePath.test(value)) return true;
  if (noun !== 'password' && address.test(value)) return true;
  if (noun !== 'password' && noun !== 'secret' && measure.test(value)) return true;
  if (noun === 'session' && !looksLikeSession(value)) return true;
  if (noun === 'auth' && !/^[A-Za-z0-9+/_=-]{12,}$|:/.test(value)) return true;
  if (noun === 'signature' && value.length < 12) return true;
  if (telling.maybeName && looksLikeObjectName(value)) return true;
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && tellingName(value) !== null) return true;
  if (quoted) return noun === 'password' ? complaint.test(value) : isSentence(value);
  if (!colon) return false;
  return errnoWords.test(`${value}${after}`) || isProse(place, after);
}

/** Two or more words, one of which only sentences have. */
function isSentence(value: string): boolean {
  const all = value.toLowerCase().split(/[\s,.:;!]+/);
  return all.length > 2 && all.every((word) => /^[a-z'()"/-]*$/.test(word)) && all.some((word) => words.has(word));
}

/** "Invalid token: signature is wrong": a plain word that is followed by more words. */
function isProse({ telling, value, startsLine }: ValuePlace, after: string): boolean {
  if (!/^[A-Za-z][a-z'’]*[.,:;]?$|^[a-z]+-[a-z]+$|^\d{1,3}$/.test(value)) return false;
  const rest = /^[ \t]+[A-Za-z(<"'`]/.test(after);
  if (!rest) return !startsLine && telling.noun !== 'password' && value.length < 5;
  if (startsLine && telling.noun === 'password') return isSentence(`${value}${after}`);
  return true;
}
