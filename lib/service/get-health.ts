/** What the probes of a cluster ask: does the process live, may it get traffic, and its measurements. */
import 'server-only';

import { getRuntime } from '../runtime/runtime';

export interface Readiness {
  ready: boolean;
  /** Each reason, for `?verbose` and for people. */
  checks: { name: string; ok: boolean; detail: string }[];
}

/**
 * Ready = the first picture is complete (of several clusters: one picture) and the process is not draining. Never false
 * merely because an API server is away: a restart would lose the picture and bring nothing (watch-faults §3).
 */
export async function getReadiness(): Promise<Readiness> {
  const runtime = await getRuntime();
  const pictures = runtime.clusters.map(({ board }) => {
    const { why, state } = board.freshness();
    const name = runtime.clusters.length > 1 ? `picture of ${board.cluster().name}` : 'picture';
    return { name, ok: board.ready(), detail: why ?? state };
  });
  const draining = runtime.draining();
  const checks = [...pictures, { name: 'draining', ok: !draining, detail: draining ? 'SIGTERM was received' : 'no' }];
  return { ready: !draining && pictures.some(({ ok }) => ok), checks };
}

/** The text of /metrics with its content type. */
export async function getMetricsText(): Promise<{ text: string; contentType: string }> {
  const { metrics } = await getRuntime();
  return { text: await metrics.render(), contentType: metrics.contentType };
}
