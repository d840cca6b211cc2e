/** Gives an error that only its form made known (a last line, a stack trace) the cause that its words tell. */

import type { LogDigest, LogHit } from '../../model/log';
import { type Judgement, judgeWords, sourceFile } from './judge-words';
import { readStatement } from './structured';

/** What is recognised by its form alone: a level, a last line, the head of a stack trace. */
const byForm = new Set([
  'last-error-line',
  'fatal-level-line',
  'jvm-uncaught',
  'jvm-exception',
  'spring-start-failed',
  'node-exception',
  'node-unhandled-rejection',
  'python-traceback',
  'dotnet-unhandled',
  'dotnet-exception',
  'ruby-uncaught',
  'php-uncaught',
  'go-panic',
  'go-fatal-error',
  'rust-panic',
  'elixir-exception',
]);

/** The hit with the cause that its words tell and what they name; null where they tell none. */
export function judgedHit(digest: LogDigest, hit: LogHit): { hit: LogHit; certainty: Judgement['certainty'] } | null {
  if (hit.cause !== 'app-error-uncaught' || !byForm.has(hit.signature)) return null;
  const said = statementOf(digest, hit).slice(0, 600);
  const judgement = survived.test(said) ? null : judgeWords(said);
  if (judgement === null) return null;
  const captures = { ...namedIn(said, judgement.cause), message: said.slice(0, 300), ...hit.captures };
  return { hit: { ...hit, cause: judgement.cause, captures }, certainty: judgement.certainty };
}

/** The message, then what it wraps: fields of the same line, the exception at the end of the trace. */
function statementOf(digest: LogDigest, { line, captures }: LogHit): string {
  const { exception, message } = captures;
  if (exception !== undefined) return message === undefined ? exception : `${exception}: ${message}`;
  const text = digest.excerpt.find(({ n }) => n === line)?.text ?? '';
  const texts = readStatement(text).texts.slice(0, 4);
  if (message !== undefined && !text.includes(message.slice(0, 24))) return message;
  // Of a line of fields only what stands in them was said.
  const fields = texts.filter((part) => !/\b(?:msg|message|err|error)="/.test(part));
  const parts = fields.length === 0 ? texts : fields;
  return parts.filter((part, i) => !parts.some((other, j) => j < i && other.includes(part))).join(': ');
}

/** It went on with something else instead. */
const survived =
  /\bfall(?:ing|s)? ?back\b|\bfallback\b|\bdefaulting to\b|\busing (?:the )?defaults?\b|\bignor(?:ed|ing)\b|\bskipp(?:ed|ing)\b/i;

const address = /(?<![\w.:/-])((?:[A-Za-z0-9_-]{1,63}\.){0,8}[A-Za-z0-9_-]{1,63}):(\d{2,5})(?![\w:])/g;
const url = /\b[a-z][\w+]{1,12}:\/\/(?:[^\s"'/@]{0,80}@)?([A-Za-z0-9][\w.-]{0,252})(?::(\d{2,5}))?/;
const quoted = /["'`]([@\w][\w@/.-]{1,120})["'`]/;
const path = /(?<![\w./:@~-])\/[\w.@-][\w./@-]{0,250}/;
const variable = /\b[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80}\b/;
/** Named as one, or without a host before it (":8080", "[::]:8080"). */
const port = /\bport\W{1,3}(\d{2,5})\b|(?<![\w.)]):(\d{2,5})\b/i;

/** What the rule of the cause puts into its sentence, where the words name it. */
function namedIn(said: string, cause: Judgement['cause']): Record<string, string> {
  if (cause === 'missing-env-var') return named('variable', variable.exec(said)?.[0]);
  if (cause === 'port-in-use')
    return named('port', port.exec(said)?.slice(1).find(Boolean) ?? url.exec(said)?.[2] ?? addressIn(said)?.[2]);
  if (cause === 'runtime-library-missing') return named('library', quoted.exec(said)?.[1]);
  if (cause === 'command-not-found') return named('command', quoted.exec(said)?.[1] ?? path.exec(said)?.[0]);
  if (cause === 'permission-denied' || cause === 'read-only-filesystem' || cause === 'stale-lock-file')
    return named('path', path.exec(said)?.[0].replace(/\.$/, ''));
  if (cause !== 'dependency-unreachable' && cause !== 'dns-failure' && cause !== 'tls-certificate-error') return {};
  const place = url.exec(said) ?? addressIn(said);
  return { ...named('host', place?.[1]), ...named('port', place?.[2]) };
}

/** A stack frame's line number is no port. */
function addressIn(said: string): RegExpExecArray | undefined {
  return [...said.matchAll(address)].find(([, host = '']) => !sourceFile.test(host));
}

function named(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value };
}
