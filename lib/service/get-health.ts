/** What the probes of a cluster ask: does the process live, may it get traffic, and its measurements. */
import 'server-only';

import { getRuntime } from '../runtime/runtime';

export interface Readiness {
  ready: boolean;
  /** Each reason, for `?verbose` and for people. */
  checks: { name: string; ok: boolean; detail: string }[];
}

/**
 * Ready = the first picture is complete and the process is not draining. Never false merely because the API server is
 * away: a restart would lose the picture and bring nothing (watch-faults §3).
 */
export async function getReadiness(): Promise<Readiness> {
  const runtime = await getRuntime();
  const freshness = runtime.board().freshness();
  const checks = [
    { name: 'picture', ok: runtime.board().ready(), detail: freshness.why ?? freshness.state },
    { name: 'draining', ok: !runtime.draining(), detail: runtime.draining() ? 'SIGTERM was received' : 'no' },
  ];
  return { ready: checks.every((check) => check.ok), checks };
}

export async function getMetricsText(): Promise<{ text: string; contentType: string }> {
  const { metrics } = await getRuntime();
  return { text: await metrics.render(), contentType: metrics.contentType };
}
