/** Tells whether a program did its work on after something failed: then that was overcome. */

import type { LogDigest } from '../../model/log';
import { signatureById } from './catalogue';
import { readStatement } from './structured';

/** Words of work that was done; at the level of information any line tells of it that is none of those below. */
const done =
  /\b(?:connected|sent|saved|stored|written|handled|processed|imported|exported|loaded|synced|published|served|delivered|succeeded|success(?:ful(?:ly)?)?|completed?|finished|done|continuing|recovered)\b/i;
/** A complaint, a wait, another attempt, the way to the end: none of them is work. */
const noWork =
  /\b(?:errors?|err|fail(?:ed|ing|ure|s)?|fatal|exception|panic|cannot|can't|could(?:n't| not)|unable|(?:did|does|was|is|are|has) ?n(?:o|')t|never|without|retry(?:ing)?|retries|attempts?|tr(?:y|ying) again|wait(?:ing)?|sleep(?:ing)?|back(?:ing)? ?off|giv(?:e|ing) up|abort(?:ed|ing)?|stop(?:s|ped|ping)?|shut(?:ting)? ?down|shutdown|exit(?:ed|ing|s)?|quit(?:ting)?|clos(?:e|ed|ing)|cleaning up|cleanup|drain(?:ed|ing)?|bye|terminat(?:ed|ing)|kill(?:ed|ing)?|restart(?:ed|ing)?|start(?:ing)?|load(?:ing)?|initiali[sz](?:ing|e)|unavailable|refused|denied|missing|invalid|roll(?:ed|ing)? ?back)\b/i;

/** "Listening at …", "Using worker: sync": what is yet to be done. */
const announces = /^(?:\W|\d|info\b|notice\b|log\b){0,40}[a-z]{2,20}ing\b/i;

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
