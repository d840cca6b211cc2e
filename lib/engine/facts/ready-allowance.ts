/** The patience with a container that runs and is not ready: how long a start may take, by what its probe answers. */

import type { CauseId } from '../../model/causes';
import { hourMs, minuteMs } from '../../format/units';
import { findDecisive } from '../signatures/decisive';
import { timesSaid } from './gathered';
import { probeFailures } from './probe';
import { timeMs, type ContainerView } from './views';

/** A few answers, so that a probe that met a busy node once stays silent. */
const refusedMs = 30_000;
/** A probe whose command the container does not have never passes. */
const noCommand = /executable file not found|no such file or directory: unknown|not found in \$PATH/;

/** What no further start mends: others may come up, or a name be known, a minute later. */
const lasting: ReadonlySet<CauseId> = new Set([
  'permission-denied',
  'read-only-filesystem',
  'config-invalid',
  'missing-env-var',
  'rbac-forbidden',
  'disk-full-or-evicted',
  'tls-certificate-error',
]);

/** The kubelet's budget of events about one pod: so many at once, then one each five minutes; the rest is dropped (signals §3.2). */
const burst = 25;
const refillMs = 5 * minuteMs;

/**
 * For how long the readiness of this run has failed, all its failures taken together; 0 where it does not fail any more, or passes
 * more often than it fails. The condition keeps the last transition alone (signals §2.2): readiness that comes and goes shows in
 * the counts of the events. Those that began in an earlier run may be of it.
 */
export function failedInAllMs(container: ContainerView, nowMs: number): number {
  const startedMs = timeMs(container.status?.state.running?.startedAt);
  const periodMs = (container.spec.readinessProbe?.periodSeconds ?? 0) * 1000;
  const events = probeFailures(container, 'readiness')?.events ?? [];
  const own = events.flatMap((event) => {
    const [firstMs, lastMs] = [timeMs(event.firstAt), timeMs(event.at)];
    return firstMs === null || lastMs === null || startedMs === null || firstMs < startedMs
      ? []
      : [{ firstMs, lastMs, times: timesSaid(event) }];
  });
  const times = own.reduce((sum, event) => sum + event.times, 0);
  const lastMs = Math.max(...own.map((event) => event.lastMs));
  const spanMs = lastMs - Math.min(...own.map((event) => event.firstMs));
  // Within the hour a budget that is spent says as much as the counts would; later it may be a failure now and then.
  const isSpent = spanMs <= hourMs && times >= 0.75 * (burst + spanMs / refillMs);
  const isHeard = nowMs - lastMs <= 2 * periodMs + (isSpent ? refillMs : 0);
  const fails = isSpent || times * periodMs >= spanMs / 2;
  return own.length > 0 && fails && isHeard ? Math.min(times * periodMs, spanMs) : 0;
}

/** How long a container may run without being ready before that is worth a word. */
export function readyAllowanceMs(container: ContainerView): number {
  const probe = container.spec.readinessProbe;
  const own = probe ? (probe.initialDelaySeconds + (probe.failureThreshold + 1) * probe.periodSeconds) * 1000 : 0;
  const answer = probeFailures(container, 'readiness')?.answer;
  if ((answer?.kind === 'command' || answer?.kind === 'errored') && noCommand.test(answer.text)) return refusedMs;
  if (answer?.kind === 'status' && answer.code < 500) {
    // Two answers after the probe's own delay: it counts its failures up to the threshold, and each is the same.
    return Math.max(90_000, probe ? (probe.initialDelaySeconds + 2 * probe.periodSeconds) * 1000 : 0);
  }
  // What it said itself, and has not overcome, is no slow start.
  const said = findDecisive(container.logs)?.hit.cause ?? null;
  const isTold = answer?.kind === 'status' || answer?.kind === 'command' || said !== null;
  const allowance = isTold ? 2 * minuteMs : 3 * minuteMs;
  // A threshold counts what a pod may miss that was ready; what it refuses by itself will not pass with patience.
  return said !== null && lasting.has(said) ? allowance : Math.max(allowance, own);
}
