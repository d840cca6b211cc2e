/** What a recorder wrote in place of a log that it was refused: kubectl's own error, with the server's words (signals §4.6). */
import 'server-only';

import type { Failure } from '../model/result';

/** `kubectl cluster-info dump` says so by words of its own. */
const ofDump = /^(?:Create log request error|Request log error): /;
const ofKubectl = /^(?:Error from server(?: \(\w+\))?: |error: )/;
/** Which container it took, where it was not told; on the same stream where both were saved. */
const defaulted = /^Defaulted container [^\n]*\n/;

/** What is said of a log alone; that a pod may not be read or changed, a kubectl within the pod says as well. */
const ofLog =
  /\/containerLogs\/|\bpods\/log\b|previous terminated container |container "?[\w.-]+"? (?:in pod "?[\w.-]+"? is (?:waiting to start|terminated|not available)|not found in pod|is not valid for pod)|a container name must be specified for pod|does not have a host assigned|cannot be found - no logs available/;

/**
 * The failure that the text of a log of this pod really is; null for a log. The whole text is one line that names this very pod:
 * a program that runs kubectl may be refused the log of another.
 */
export function refusedLog(recorded: string, pod: string): Failure | null {
  if (recorded.length > 2_000) return null;
  const text = recorded.replace(defaulted, '').trim();
  if (text.includes('\n')) return null;
  const named = text.split(/[^\w.-]+/).includes(pod);
  if (!ofDump.test(text) && !(ofKubectl.test(text) && ofLog.test(text) && named)) return null;
  return { code: 'absent', message: `In place of this log the recording holds an error: ${text}` };
}
