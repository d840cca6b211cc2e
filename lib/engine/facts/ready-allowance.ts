/** The patience with a container that runs and is not ready: how long a start may take, by what its probe answers. */

import { findDecisive } from '../signatures/decisive';
import { probeFailures } from './probe';
import type { ContainerView } from './views';

const minute = 60_000;
/** A few answers, so that a probe that met a busy node once stays silent. */
const refusedMs = 30_000;
/** A probe whose command the container does not have never passes. */
const noCommand = /executable file not found|no such file or directory: unknown|not found in \$PATH/;

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
  const isTold = answer?.kind === 'status' || answer?.kind === 'command' || findDecisive(container.logs) !== null;
  const allowance = isTold ? 2 * minute : 3 * minute;
  return Math.max(allowance, own);
}
