/** What Unloop is connected to, what it may not read, and what it costs. */
import 'server-only';

import { engineVersion } from '../engine/version';
import { noPrometheus, type About, type PrometheusView } from '../model/views';
import { getRuntime, type Place } from '../runtime/runtime';
import { findCluster } from '../runtime/watched';
import { authorise } from './authorise';
import { productVersion } from './version';

/** One address would mix the numbers of several clusters (lib/runtime/watched). */
const notEach: PrometheusView = {
  ...noPrometheus,
  why: 'While several clusters are watched, each Prometheus is reached through its own API server only: UNLOOP_PROMETHEUS_VIA_API_SERVER=true allows that.',
};

/** Throws `not-found` as `Runtime.board` does. */
export async function getAbout(place: Place = {}): Promise<About> {
  await authorise();
  const runtime = await getRuntime();
  const board = runtime.board(place);
  const { clusters } = runtime;
  const own = place.source === undefined ? findCluster(clusters, place.cluster) : null;
  const { missing, serverVersion } = board.capabilities();
  return {
    version: productVersion,
    engine: engineVersion,
    freshness: board.freshness(),
    serverVersion,
    skewMs: own?.skewMs() ?? 0,
    kinds: board.states(),
    missing,
    requests: countByVerb(own?.requests() ?? []),
    memoryBytes: process.memoryUsage.rss(),
    prometheus: board.prometheus() ?? (own !== null && clusters.length > 1 ? notEach : noPrometheus),
    clusters: clusters.map(({ board: one }) => ({ name: one.cluster().name, state: one.freshness().state })),
  };
}

function countByVerb(requests: readonly { verb: string; count: number }[]): Record<string, number> {
  const byVerb: Record<string, number> = {};
  for (const { verb, count } of requests) byVerb[verb] = (byVerb[verb] ?? 0) + count;
  return byVerb;
}
