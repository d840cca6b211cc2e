/** Tells what a logger says of a file that it cannot write to from what ends the program that it logs for. */

import type { LogDigest, LogHit } from '../../model/log';

/**
 * The own words of log4j 1, logback and java.util.logging, with the exception on the same line or the next, and those of
 * log4j 2 (its status logger): by default they give the appender up, and the program runs without it.
 */
const head = /^log4j:ERROR |\|-ERROR in ch\.qos\.logback\.|^Can't load log handler /;
const statusLine =
  /^\S.{0,60} ERROR (?:Unable to create file |\w{0,24}FileManager \(|Null object returned for |(?:Could not create plugin of type|Unable to (?:invoke factory method|inject fields)\b.{0,20}) class org\.apache\.logging\.)/;
const frame =
  /^\s+at (?:[\w.]{1,40}\/)?(?:org\.apache\.logging\.log4j\.core\.appender\.|org\.apache\.log4j\.\w{0,40}Appender\.|ch\.qos\.logback\.core\.|java\.util\.logging\.FileHandler\.)/;

/** Where it speaks of its log itself, the appender is what it cannot be without: Spring Boot refuses to start, a class its loading. */
const ofLog = /\blog ?files?\b|\blogg(?:er|ing)\b|log4j|logback|appender/i;

function isOfAppender({ excerpt }: LogDigest, { line, endLine }: LogHit): boolean {
  return excerpt.some(
    ({ n, text }) =>
      (n >= line - 1 && n <= line && head.test(text)) ||
      (n >= line && n <= endLine && (statusLine.test(text) || frame.test(text))),
  );
}

/**
 * Whether a failed appender was lived through: what failed after it is another thing. Where nothing else is said, it may be the reason.
 *
 * @param later what the program complained of after it, its own words for each.
 */
export function isLostAppender(digest: LogDigest, hit: LogHit, later: readonly LogHit[]): boolean {
  if (hit.cause === null || !isOfAppender(digest, hit)) return false;
  return later.some((other) => !isOfAppender(digest, other) && !ofLog.test(wordsOf(digest, other)));
}

/** Its lines beside the frames: one of these may be of any library. */
function wordsOf({ excerpt }: LogDigest, { line, endLine }: LogHit): string {
  const lines = excerpt.filter(({ n, text }) => n >= line && n <= endLine && !/^\s+at /.test(text));
  return lines.map(({ text }) => text).join(' ');
}
