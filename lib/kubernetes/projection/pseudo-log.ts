/** What stands in the place of a log and is none: the kubelet's own error (signals §4.6), live or in a recording. */
import 'server-only';
import type { Failure } from '../../model/result';

/**
 * The kubelet answers 200 and writes its own error where the log should be: the instance is collected, or the runtime
 * is down. The whole body is then one such line.
 */
const PSEUDO_LOGS: [RegExp, string][] = [
  [/^unable to retrieve container logs for [a-z-]+:\/\/[0-9a-f]+$/, 'The node has removed the log of this instance.'],
  [
    /^failed to (open log file|try resolving symlinks in path) ".*no such file or directory$/,
    'The log file is gone from the node.',
  ],
];

/** The failure that a 200 body really is; null for a log. */
export function pseudoLogFailure(body: string): Failure | null {
  const text = body.trim();
  if (text.length > 1_000 || text.includes('\n')) return null;
  const found = PSEUDO_LOGS.find(([pattern]) => pattern.test(text));
  return found === undefined ? null : { code: 'absent', message: found[1] };
}
