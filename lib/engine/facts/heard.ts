/** Whether the program itself says that it was told to stop (signals §7: "received SIGTERM, draining"). */

import type { LogEvidence } from '../../model/diagnosis';
import type { LogDigest, LogHit } from '../../model/log';
import { logEvidence } from '../evidence';
import { roleOf } from '../signatures/decisive';
import { spanMs, type ContainerView } from './views';

/** Two clocks write the kubelet's word and the log's. */
const earlyMs = 5_000;

function hitIn(digest: LogDigest, termAt: string | null): LogHit | undefined {
  const readyAt = digest.hits.findLast((hit) => roleOf(hit) === 'ready')?.line ?? 0;
  return digest.hits.find((hit) => {
    if (roleOf(hit) !== 'stopping') return false;
    const after = spanMs(termAt, hit.at);
    // Without times: what is said before "ready" is how it was set up ("graceful shutdown: 20s").
    return after === null ? hit.line > readyAt : after >= -earlyMs;
  });
}

/**
 * The line in which one run says that it heard the stop; null where it says no such thing, or its log is not there.
 * `ended`: 'current' for the instance that the status shows now, 'previous' for the one before it.
 */
export function heardStop(
  container: ContainerView,
  ended: 'current' | 'previous',
  termAt: string | null,
): LogEvidence | null {
  for (const digest of container.logs) {
    if (digest.instance !== ended) continue;
    const hit = hitIn(digest, termAt);
    if (hit) return logEvidence(digest, hit);
  }
  return null;
}
