/** Finds the level of a stack trace that a logger wrote below its own line: it weighs no more than that line. */

import type { SourceLine } from './find-hits';
import { type Level, readStatement } from './structured';

/** Lines of one trace that are looked through for its head, and for its end. */
const most = 400;

/** Its first line where a logger prints it; what nothing caught begins with "Exception in thread". */
const jvmHead = /^(?:[a-z][\w$]{0,60}\.){1,12}[A-Z][\w$]{0,100}(?:: |$)/;
const jvmBody = /^(?:\s+at |Caused by: |Wrapped by: |\s+Suppressed: |\s*\.\.\. \d+ )/;
/** .NET's console has the level and the category on one line, and all that was said indented below. */
const dotnetHead = /^(?:trce|dbug|info|warn): \S{1,300}\[-?\d{1,10}\]\s*$/;
const dotnetBody = /^ {6}/;

/**
 * "warn" where the line `index` (0-based) stands in the trace that belongs to a line of less than an error; else null. A bare JVM
 * trace may also be printed by itself, beside the logger: behind a line of information that is as likely, and where nothing
 * follows it, it may be the end.
 */
export function loggedLevel(lines: readonly SourceLine[], index: number): Level | null {
  const textAt = (at: number): string => lines[at]?.text ?? '';
  const headOf = (body: RegExp): number => {
    let at = index;
    while (at > 0 && index - at < most && body.test(textAt(at))) at -= 1;
    return at;
  };
  if (dotnetBody.test(textAt(index)) && dotnetHead.test(textAt(headOf(dotnetBody)))) return 'warn';
  const head = headOf(jvmBody);
  if (!jvmHead.test(textAt(head)) || !jvmBody.test(textAt(head + 1))) return null;
  const above = lines[textAt(head - 1).trim() === '' ? head - 2 : head - 1];
  const level = above === undefined || jvmBody.test(above.text) ? null : readStatement(above.full).level;
  if (level !== 'warn' && level !== 'debug') return null;
  let end = index + 1;
  while (end < lines.length && end - index < most && (jvmBody.test(textAt(end)) || textAt(end).trim() === '')) end += 1;
  return end < lines.length ? 'warn' : null;
}
