/** What a log says about starting up: still at it, or listening (and where). Read from the excerpt, which keeps first and last lines. */

import type { LogDigest, LogLine } from '../../model/log';

export interface Progress {
  digest: LogDigest;
  /** The last line that says it is still starting. */
  starting: LogLine | null;
  /** The last line that says it listens or is ready, and the port where one is named. */
  listening: { line: LogLine; port: number | null } | null;
}

const startingWords =
  /\b(?:starting|initiali[sz]ing|loading|warming|booting|migrating|restoring|replaying|recovering|indexing|compiling|building|downloading|waiting for|preparing|not (?:yet )?ready)\b(?! (?:an? |the )?(?:health|liveness|readiness)[ _-]?(?:check|probe))/i;
const listeningWords =
  /\b(?:listening|listen(?:s)? on|serving|started (?:server|on|in|at)|server started|server is (?:up|running|listening)|running on|ready to (?:accept|serve|handle)|accepting connections|now (?:serving|listening|ready)|startup completed?|server running(?=:)|Started \S+ in [\d.]+ seconds)\b/i;
const portWords = /(?:port[^\d]{0,4}|:)(\d{2,5})\b/;

/** Null when there is no log to read. A line that says both counts as listening. */
export function progressOf(digest: LogDigest | undefined): Progress | null {
  if (!digest) return null;
  let starting: LogLine | null = null;
  let listening: Progress['listening'] = null;
  for (const line of digest.excerpt) {
    if (listeningWords.test(line.text)) {
      const port = portWords.exec(line.text)?.[1];
      listening = { line, port: port === undefined ? null : Number(port) };
    } else if (startingWords.test(line.text)) starting = line;
  }
  return { digest, starting, listening };
}
