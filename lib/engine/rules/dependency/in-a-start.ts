/** Whether what a program could not reach is what its start waited for until a liveness probe killed it. */

import { progressOf } from '../../facts/progress';
import { isTelemetry } from '../../signatures/aside';
import type { LogFinding } from '../log-rule';

/** Lines from the end of a log within which a program still waits. */
const lastLines = 6;

/**
 * A liveness probe killed it in its start, and it was not this that it waited for until then: it tried something else last, or
 * only could not send its traces. Then the start is what is too slow.
 */
export function passedInAStart({ container, ending, log: { digest, hit } }: LogFinding): boolean {
  if (ending?.verdict !== 'probe-kill' || ending.kill?.kind !== 'liveness' || container.spec.startupProbe) return false;
  if (progressOf(digest)?.listening) return false;
  const text = digest.excerpt.find(({ n }) => n === hit.line)?.text ?? '';
  const last = digest.hits.findLast((other) => other.signature === hit.signature)?.endLine ?? hit.endLine;
  return digest.lines - last >= lastLines || isTelemetry(text);
}
