/** Tells what a start script complained of and went on from: it did not end a program that has an end of its own. */

import type { LogDigest, LogHit } from '../../model/log';
import { isAside } from './aside';
import { saidBy, textAt } from './decisive';

/** Lines after a trace that may still be said: by the shell that started the program, by a supervisor. */
const lastLines = 6;

/** A shell names its script and the line; what a program starts by system() says `sh:` alone, and may be why it ends. */
const ofShell = /^(?:\S{0,120}\/)?[\w.-]{1,80}: (?:line )?\d{1,5}: /;
const bareShell = /^(?:\/\S{0,100}\/)?(?:ba|da|a|z|k)?sh: /;
/** The tools of a script put their own name before what they say. */
const ofTool =
  /^(?:\/\S{0,100}\/)?(?:chown|chmod|chgrp|mkdir|touch|rm|cp|mv|ln|cat|install|tee|sed|find|ls|curl|wget|nc|sysctl): /;
/** How the program goes on without it, in the words of the line itself. */
const goesWithout =
  /[,;:.(-] ?\b(?:using(?! password)|defaults? to|defaulting to|falling back|skipping|ignor(?:ed|ing)|continuing|(?:[\w-]{1,30} ){1,4}(?:is |are |will be )?(?:disabled|skipped))\b/i;

function isLink(last: string, { captures }: LogHit): boolean {
  const { command, file, path } = captures;
  return [command, file, path].some((name) => name !== undefined && name !== '' && last.includes(name));
}

/**
 * That log without what was gone on from before the program's own uncaught end. A shell ends with 127 or 126 where its last
 * command is not there or may not be run (signals §5.2); with another code, and a trace or a panic behind its complaint, it
 * had gone on. A last word that names the same thing, or is about its surroundings, may follow from it: then it stays.
 *
 * @param inShell the container itself runs `sh -c`, which names no script.
 */
export function withoutGoneOn(digest: LogDigest, inShell: boolean): LogDigest {
  const end = digest.hits.findLast(
    (hit) => hit.cause === 'app-error-uncaught' && hit.weight === 'fatal' && digest.lines - hit.endLine <= lastLines,
  );
  if (end === undefined) return digest;
  const last = saidBy(digest, end);
  const isGoneOn = (hit: LogHit): boolean => {
    if (hit.weight !== 'error' || hit.cause === null || hit.cause === end.cause) return false;
    // The last command of a shell tells its code: what else failed behind the trace may have been the end.
    const isNotFound = hit.cause === 'command-not-found';
    if (hit.endLine >= end.line && !(isNotFound && hit.line > end.endLine)) return false;
    const text = textAt(digest, hit.line);
    const isScript =
      (bareShell.test(text) ? inShell || ofShell.test(text.replace(bareShell, '')) : ofShell.test(text)) ||
      ofTool.test(text) ||
      goesWithout.test(text);
    return isScript && !isLink(last, hit) && isAside(hit, text, last, true);
  };
  const hits = digest.hits.filter((hit) => !isGoneOn(hit));
  return hits.length === digest.hits.length ? digest : { ...digest, hits };
}
