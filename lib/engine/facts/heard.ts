/** Whether the program itself says that it was told to stop (signals §7: "received SIGTERM, draining"). */

import type { LogEvidence } from '../../model/diagnosis';
import type { LogDigest, LogHit } from '../../model/log';
import { logEvidence } from '../evidence';
import { signatureById } from '../signatures/catalogue';
import { lastLine, roleOf, textAt } from '../signatures/decisive';
import { logsOfRun } from './log-read';
import { spanMs, type ContainerView } from './views';

/** Two clocks write the kubelet's word and the log's. */
const earlyMs = 5_000;

function hitIn(
  digest: LogDigest,
  termAt: string | null,
  tells: (hit: LogHit) => boolean = (hit) => roleOf(hit) === 'stopping',
): LogHit | undefined {
  const readyAt = digest.hits.findLast((hit) => roleOf(hit) === 'ready')?.line ?? 0;
  return digest.hits.find((hit) => {
    if (!tells(hit)) return false;
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

/** Whether a log has nothing from the time after the stop: by its times, else nothing after the program said that it was ready. */
function endsBefore(digest: LogDigest, termAt: string | null): boolean {
  const last = lastLine(digest);
  if (last === null) return true;
  const after = spanMs(termAt, digest.lastAt);
  const readyAt = digest.hits.findLast((hit) => roleOf(hit) === 'ready');
  return after === null ? (readyAt?.endLine ?? 0) >= last.n : after < 0;
}

/**
 * Whether it is known that a run said nothing when it was told to stop: its log was read, and ends before that. SIGKILL after the
 * grace shows that it did not end (signals §5.2 row 6), not that it did not hear: what a program says then has no end of forms,
 * and one that goes on to speak may have said it.
 */
export function wasMute(container: ContainerView, run: { current: boolean }, termAt: string | null): boolean {
  const { logs, pastLogs, status } = container;
  const own = logsOfRun({ logs: [...logs, ...pastLogs], status }, run);
  return own.length > 0 && own.every((digest) => endsBefore(digest, termAt));
}

/** Words that what was open was done after all. */
const doneAfterAll =
  /\b(?:drained|all (?:\w{1,20} )?(?:requests|connections) (?:\w{1,10} )?(?:done|finished|completed|closed|served)|(?:0|no(?: more)?) (?:[\w-]{1,20} )?requests)\b/i;

/**
 * The line in which a run says, once it was told to stop, that it cuts requests; or a proxy in its pod, that the run before it hung
 * up on one. Null where none says so, or where later words say that they were served after all.
 */
export function cutAtStop(container: ContainerView, run: { current: boolean }, termAt: string): LogEvidence | null {
  const cuts = signatureById.get('requests-cut')?.pattern;
  for (const digest of logsOfRun({ ...container, logs: [...container.logs, ...container.pastLogs] }, run)) {
    const hit = hitIn(
      digest,
      termAt,
      (one) => roleOf(one) === 'stopping' && cuts?.test(textAt(digest, one.line)) === true,
    );
    if (hit && !digest.excerpt.some(({ n, text }) => n > hit.line && doneAfterAll.test(text)))
      return logEvidence(digest, hit);
  }
  for (const digest of container.pod.containers.flatMap(({ name, logs }) => (name === container.name ? [] : logs))) {
    // Of a proxy it must be known when it said so: it goes on for as long as others are served.
    const hit = hitIn(digest, termAt, (one) => one.signature === 'neighbour-cut' && one.at !== null);
    if (hit) return logEvidence(digest, hit);
  }
  return null;
}
