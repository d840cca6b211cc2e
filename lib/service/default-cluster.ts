/** Which cluster an address without `?cluster=` means. */
import 'server-only';

import { getRuntime } from '../runtime/runtime';

/** Null where only one is watched: then no address names it. For `proxy.ts`, which has refused a foreign Host before. */
export async function defaultCluster(): Promise<string | null> {
  const { clusters } = await getRuntime();
  return clusters.length > 1 ? (clusters[0]?.board.cluster().name ?? null) : null;
}
