/** The last lines of a log when no signature knows them: the program's own words for its end. */

import type { LogHit } from '../../model/log';
import { roleOf } from './decisive';
import { errorHeadOf } from './error-head';
import { expected, isNoStatement, type SourceLine } from './find-hits';
import { isOfCaller } from './of-caller';
import type { Role } from './signature';
import { type Level, readStatement, saidIn } from './structured';
import { tellsOfWork } from './went-on';

/** Spoken lines from the end that count as last words. */
const last = 3;
const complaint =
  /\b(?:error|errors|failed|failure|fail|fatal|cannot|can't|can not|could not|couldn't|unable to|exception|invalid|aborting|aborted|giving up|panic|refusing|unexpected|unsupported|denied|missing|not found|must be|is required|timed out|timeout \S{1,20} exceeded|deadline exceeded|not (?:supported|allowed|permitted|recogni[sz]ed|implemented|defined|configured|valid|provided|specified|accepted)|please (?:fix|correct)|mismatch|corrupted|incompatible|insufficient|rejected|refused|forbidden|unauthori[sz]ed|crashed|does(?: not|n't) exist|no such|no (?:[\w-]{1,30} ){1,4}found|expired|illegal|unexpectedly|must (?:be|have|not|contain|start|match)|should be|only one of|not an? (?:valid|known|supported)|overlaps|malformed|not registered|mutually exclusive|unknown|out of range|not in the list of|requires an? [a-z]+|no [\w -]{1,40} (?:configured|defined|specified|provided|given|selected)|needs to be|has to be|undefined)\b|[a-z](?:Error|Exception): /i;
/** Words that only look like a complaint, what was only a request, what is tried again, and what need not be there. */
const harmless =
  /\b(?:no (?:(?:pending|new) )?migrations? (?:were |was )?found|no (?:custom|additional|extra|optional|pending) [\w-]{1,30} found|skipping(?=\W{0,4}$)|0 (?:errors?|failures?|failed)|no errors?|errors?[=:] ?(?:0|null|nil|<nil>|none|"")|failed[=:] ?0|without errors?|retrying|will retry|trying again|exited with (?:exit )?(?:status|code) \d{1,3})\b|\bHTTP\/[12]|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \//i;

/** What is done after the end was settled; frames of C++, lines of source, and what npm says of a script that ended: they say nothing of their own. */
const afterwards =
  /^\s*(?:npm (?:ERR!|error)(?:$| (?:code \d|errno|path|command|Failed at the|This is probably not a problem with npm))|raise \w|(?:Stopping|Unloading|Unmounting|Shutting down|Cleaning up|Closing|Exiting)\b[^:]{0,80}$|\d{1,3}\. .{1,300} @ 0x[0-9a-f]{4,16}\b)/i;

/** What the parts of a program say when another part has ended it: Go's words for a context that was cancelled, and for what it closed itself. */
const cancelled =
  /(?:^|: )(?:context canceled|operation was canceled|http: Server closed|use of closed network connection)\W{0,3}$/;

/** A stop for a reason that is named; a signal is another's. */
const stopsFor = /^\W{0,3}(?:shutting down|shutdown|stopping|exiting)\b[^:]{0,40}: (?!.{0,80}(?:\bSIG[A-Z]|signal))/i;

/**
 * Whether a line complains although a signature knows it as a step of the program's life: "Loading the configuration failed"
 * begins like a start, "Shutting down: the task failed" like a stop.
 */
function isComplaintOf(role: Role | null, said: string, level: Level | null): boolean {
  if (role === 'stopping')
    return (level === 'error' || level === 'fatal') && stopsFor.test(said) && complaint.test(said);
  return role === 'starting';
}

/** Terraform draws one around each of its errors. */
const box = /^[│|] ?/;

const goPlace = /^\s+\S{1,200}\.(?:go|s):\d{1,6}(?: \+0x[0-9a-f]+)?$/;

/**
 * One hit of cause `app-error-uncaught` and weight 'error', or none. Where the last words are those of parts that were cancelled, what
 * was said before them ended the program.
 */
export function lastWords(lines: readonly SourceLine[], hits: readonly LogHit[]): LogHit[] {
  const isCancelled = ({ full }: SourceLine): boolean =>
    saidIn(readStatement(full)).some((said) => cancelled.test(said));
  const before = saidLast(lines, hits, isCancelled);
  const named = hits.some(({ cause, weight, level }) => cause !== null && weight !== 'noise' && level === undefined);
  return before.length > 0 || named ? before : saidLast(lines, hits, () => false);
}

/**
 * One hit of cause `app-error-uncaught` and weight 'error', or none: the first complaint among the last three lines
 * (the first after the work that went on, where it did), else the one that an explanation follows to the end, where no hit
 * with a cause that weighs more stands near. A line below the level of an error is no complaint.
 */
function saidLast(
  lines: readonly SourceLine[],
  hits: readonly LogHit[],
  isSkipped: (line: SourceLine) => boolean,
): LogHit[] {
  const spoken: number[] = [];
  for (let i = lines.length - 1; i >= 0 && spoken.length < last && i >= lines.length - 50; i -= 1) {
    const line = lines[i] ?? { at: null, text: '', full: '' };
    const { text } = line;
    // The stack that a logger hangs on its line (zap: a function, and its place below) says nothing of its own.
    if (goPlace.test(text)) i -= 1;
    else if (text.trim().length > 0 && !afterwards.test(text) && !isSkipped(line)) spoken.unshift(i);
  }
  const isOfRequest = (index: number): boolean => isOfCaller(lines[index]?.text ?? '');
  const isOwn = ({ cause, weight, level, line }: LogHit): boolean =>
    cause !== null && weight !== 'noise' && level !== 'info' && !isOfRequest(line - 1);
  const isKnownAfter = (from: number): boolean => hits.some((hit) => hit.endLine > from && isOwn(hit));
  if (isKnownAfter(spoken[0] ?? 0)) return [];
  const complaintAt = (index: number): LogHit | null => {
    const line = lines[index];
    if (line === undefined || isNoStatement(line.full) || isOfRequest(index)) return null;
    const statement = readStatement(line.full);
    const { level, texts } = statement;
    const whole = texts.slice(0, 3).join(': ').trim().slice(0, 500);
    if (hits.some((hit) => hit.line === index + 1 && !isComplaintOf(roleOf(hit), whole, level))) return null;
    if (level === 'debug' || level === 'info' || level === 'warn') return null;
    if (level !== 'error' && level !== 'fatal' && (!complaint.test(whole) || harmless.test(whole))) return null;
    if (expected.test(whole)) return null;
    return {
      signature: 'last-error-line',
      cause: 'app-error-uncaught',
      weight: 'error',
      line: index + 1,
      endLine: index + 1,
      at: line.at,
      captures: { message: saidIn(statement).slice(0, 3).join(': ').replace(box, '').trim().slice(0, 300) },
      mark: [0, line.text.length],
    };
  };
  let found: LogHit | null = null;
  let worked = false;
  for (const index of spoken) {
    worked ||= tellsOfWork(lines[index]?.text ?? '');
    if (found !== null && !worked) continue;
    const next = complaintAt(index);
    if (next === null) continue;
    worked = false;
    found = next;
  }
  // What complains in the end may be the last sentence of an explanation.
  const isSentence = found !== null && readStatement(lines[found.line - 1]?.full ?? '').level === null;
  if (found !== null && !isSentence) return [found];
  const isUnexplained = (index: number): boolean =>
    complaintAt(index) !== null && !harmless.test(lines[index]?.text ?? '');
  const head = errorHeadOf(lines, hits, isUnexplained);
  const explained = head === null || isKnownAfter(head) ? null : complaintAt(head);
  if (explained === null || (found !== null && found.line < explained.line)) return found === null ? [] : [found];
  // What explains it belongs to it: nothing happened since.
  return [{ ...explained, endLine: (spoken.at(-1) ?? 0) + 1 }];
}
