/** Tells whether a program did its work on after something failed: then that was overcome. */

import type { LogDigest, LogLine } from '../../model/log';
import { isTelemetry } from './aside';
import { signatureById } from './catalogue';
import { readStatement } from './structured';

/** Words of work that was done; at the level of information any line tells of it that is none of those below. */
const done =
  /\b(?:connected|sent|saved|stored|written|handled|processed|imported|exported|loaded|synced|published|served|delivered|succeeded|success(?:ful(?:ly)?)?|completed?|finished|done|continuing|recovered)\b/i;
/** A complaint, a wait, another attempt, the way to the end: none of them is work. */
const noWork =
  /\b(?:errors?|err|fail(?:ed|ing|ure|s)?|fatal|exception|panic|backtrac(?:e|ing)|cannot|can't|could(?:n't| not)|unable|(?:did|does|was|is|are|has) ?n(?:o|')t|never|without|retry(?:ing)?|retries|attempts?|tr(?:y|ying) again|wait(?:ing)?|sleep(?:ing)?|back(?:ing)? ?off|giv(?:e|ing) up|abort(?:ed|ing)?|stop(?:s|ped|ping)?|shut(?:ting)? ?down|shutdown|exit(?:ed|ing|s)?|quit(?:ting)?|clos(?:e|ed|ing)|cleaning up|cleanup|drain(?:ed|ing)?|bye|terminat(?:ed|ing)|kill(?:ed|ing)?|restart(?:ed|ing)?|start(?:ing)?|load(?:ing)?|initiali[sz](?:ing|e)|unavailable|refused|denied|missing|invalid|roll(?:ed|ing)? ?back)\b/i;

/** "Listening at …", "Using worker: sync": what is yet to be done. */
export const announces = /^(?:\W|\d|info\b|notice\b|log\b){0,40}[a-z]{2,20}ing\b/i;

/** Whether one line, by itself, tells of work that went on. */
export function tellsOfWork(line: string): boolean {
  // Frames, source and continued messages are indented.
  if (line.trim() === '' || /^\s/.test(line)) return false;
  const { level, texts } = readStatement(line);
  if (level !== null && level !== 'info') return false;
  // "12 rows imported, exiting": what it did stands before what it does next.
  const said = texts
    .slice(0, 3)
    .join(': ')
    .slice(0, 500)
    .replace(/[,;.] ?(?:now )?(?:exiting|quitting|bye)\W{0,3}$/i, '');
  return !noWork.test(said) && !announces.test(said) && (level === 'info' || done.test(said));
}

/**
 * Whether work went on after the line `from`, before the line `to`. What stands in a trace, and what a signature knows as
 * a failure or as the words of a start or a stop, is none.
 */
export function wentOn(digest: LogDigest, from: number, to: number): boolean {
  const isOther = (n: number): boolean =>
    digest.hits.some(
      (hit) =>
        hit.line <= n && n <= hit.endLine && (hit.cause !== null || signatureById.get(hit.signature)?.role !== 'ready'),
    );
  return digest.excerpt.some(({ n, text }) => n > from && n < to && !isOther(n) && tellsOfWork(text));
}

/** A request that was answered well. */
const answered =
  /\b(?:GET|POST|PUT|PATCH|DELETE) \S{1,500}(?: HTTP\/[\d.]{1,3})?"?\D{0,20}\b2\d\d\b|\bstatus"?[=:] ?"?2\d\d\b/;
/** What probes and scrapers ask tells that it lives, not that it works. */
const ofProbe = /kube-probe|\/(?:healthz?|livez?|readyz?|liveness|readiness|ping|metrics|status|actuator)\b/i;
/** Words of a success that are too weak where no level stands before them. */
const succeeded = /\b(?:ok|joined|ready|succeeded|processed)\b/i;
/** What it leaves out, in its own words. */
const goesWithout = /\b(?:go(?:es|ing) on|carr(?:ies|ying) on|continu(?:es|ing)|proceed(?:s|ing)) without\b/i;
const complains =
  /\b(?:errors?|fail(?:ed|ing|ure|s)?|fatal|exception|panic|cannot|can't|could(?:n't| not)|unable|giv(?:e|ing) up|abort(?:ed|ing)?)\b/i;

/** A shutdown says in a moment what it has done; ordinary work takes its time. */
const spreadSeconds = 5;
const daySeconds = 86_400;

function secondsOf({ at, text }: Pick<LogLine, 'at' | 'text'>): number | null {
  if (at !== null) return (Date.parse(at) / 1000) % daySeconds;
  const [, hours, minutes, seconds] = /(?<!\d)(\d\d):(\d\d):(\d\d)(?!\d)/.exec(text.slice(0, 300)) ?? [];
  return seconds === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** One success of its own: a message dealt with, a request answered. */
function isSuccess(line: string): boolean {
  if (line.trim() === '' || /^\s/.test(line) || ofProbe.test(line)) return false;
  const { level, texts } = readStatement(line);
  if (level !== null && level !== 'info') return false;
  if (answered.test(line)) return true;
  const said = texts.slice(0, 3).join(': ').slice(0, 500);
  return !noWork.test(said) && !announces.test(said) && (done.test(said) || (level === 'info' && succeeded.test(said)));
}

function isComplaint({ text }: Pick<LogLine, 'text'>): boolean {
  const { level, texts } = readStatement(text);
  return (
    level === 'warn' || level === 'error' || level === 'fatal' || (level === null && complains.test(texts.join(': ')))
  );
}

/**
 * Whether these lines, the last of a log, show that the program did its ordinary work: several successes over some seconds
 * (three, where no line has a time), and no complaint after them.
 */
export function didItsWork(lines: readonly Pick<LogLine, 'at' | 'text'>[]): boolean {
  const successes = lines.filter(({ text }) => isSuccess(text));
  const [first] = successes;
  const last = successes.at(-1);
  if (first === undefined || last === undefined || lines.slice(lines.indexOf(last) + 1).some(isComplaint)) return false;
  const [from, to] = [secondsOf(first), secondsOf(last)];
  if (from === null || to === null) return successes.length >= 3;
  return (to - from + daySeconds) % daySeconds >= spreadSeconds;
}

/**
 * Whether all that failed in a run that has ended was overcome before an end without a word: ordinary work followed the last of
 * it, or any work where that was said beside the work, or the program says that it goes on without it. What it calls fatal was not.
 */
export function outlived(digest: LogDigest): boolean {
  const failures = digest.hits.filter((hit) => hit.cause !== null);
  if (failures.length === 0 || failures.some(({ weight }) => weight === 'fatal')) return false;
  const last = Math.max(...failures.map(({ endLine }) => endLine));
  const after = digest.excerpt.filter(({ n }) => n > last);
  if (didItsWork(after)) return true;
  const isBeside = failures.every(({ line }) => digest.excerpt.some(({ n, text }) => n === line && isTelemetry(text)));
  return (
    (isBeside || after.some(({ text }) => goesWithout.test(text))) &&
    wentOn(digest, last, digest.lines + 1) &&
    !after.some(isComplaint)
  );
}
