/** Finds the error that a long explanation, or the help of the program, follows to the end of the log. */

import type { LogHit } from '../../model/log';
import type { SourceLine } from './find-hits';
import { signatureById } from './catalogue';
import { readStatement } from './structured';
import { announces, tellsOfWork } from './went-on';

/** "Error: …" at the begin of a line, with the program or a code before its colon, in the box of Terraform too. */
const errorHead = /^(?:[│|] ?)?(?:[\w./-]{1,40}: )?error(?: ?\[[\w-]{1,20}\])?: {0,4}\S/i;
const usage = /^\s*usage:?(?:\s|$)/i;

/** Lines of an explanation: cobra prints the help of the whole program. Of sentences at the margin there are few. */
const longest = 100;
const mostAtMargin = 12;
/** What is printed in one go takes no time. */
const printedMs = 5_000;

/** Not at the margin: what is indented, in a box, a ruler, a bracket of what is printed over several lines, or the title of such ("Lock Info:"). */
const inside = /^(?:\s|[│|╷╵╭╰·]|[^\w"'(<]{1,200}$|[A-Z][a-zA-Z ]{0,40}:\s*$)/;

/** What tells that it lived on: it came up, it begins with something, or a signal had to end it. */
function isOfLife({ signature }: LogHit, text: string): boolean {
  const role = signatureById.get(signature)?.role;
  if (role === 'stopping') return /\bSIG[A-Z]{3,4}\b|\bsignal\b/i.test(text);
  return role === 'ready' || role === 'starting';
}

/** A line of a log by itself: at a level below that of an error, or with a prefix of its own; it belongs to no explanation. */
function isOwnLine({ full, text }: SourceLine): boolean {
  const { level, texts } = readStatement(full);
  return (level !== null && level !== 'error' && level !== 'fatal') || texts[0] !== text || announces.test(text);
}

/**
 * The index of the line at which such an error begins: the first of those that nothing but its explanation follows. null where
 * there is none, or where the program did something after it: then it was lived through.
 *
 * @param isComplaint whether the line may be a complaint of the program at all.
 */
export function errorHeadOf(
  lines: readonly SourceLine[],
  hits: readonly LogHit[],
  isComplaint: (index: number) => boolean,
): number | null {
  let endAt: string | null = null;
  let below = '';
  let spoken = 0;
  let found: number | null = null;
  let atMargin = 0;
  let works = 0;
  for (let index = lines.length - 1; index >= 0 && spoken < longest; index -= 1) {
    const line = lines[index];
    if (line === undefined || line.text.trim() === '') continue;
    spoken += 1;
    endAt ??= line.at;
    if (endAt !== null && line.at !== null && Date.parse(endAt) - Date.parse(line.at) > printedMs) break;
    const isHead = errorHead.test(readStatement(line.full).texts[0] ?? '') || usage.test(below);
    below = line.text;
    if (isHead && isComplaint(index)) found = index;
    if (hits.some((hit) => hit.line === index + 1 && isOfLife(hit, line.text))) break;
    if (inside.test(line.text)) continue;
    if (isOwnLine(line)) break;
    atMargin += 1;
    works += tellsOfWork(line.text) ? 1 : 0;
    if (atMargin > mostAtMargin || works > 1) break;
  }
  return found;
}
