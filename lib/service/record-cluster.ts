/** Saves a cluster as a recording, for the command line. */
import 'server-only';

import type { ClusterOptions } from '../runtime/once';
import type { Recorded } from '../runtime/record';

/** `out`: path of the .tar.gz; `namespaces` empty: the whole cluster; null: those of the settings. Throws `Problem` where the cluster cannot be read. */
export async function recordCluster({
  out,
  namespaces,
  ...options
}: ClusterOptions & { out: string; namespaces: string[] | null }): Promise<Recorded> {
  const { recordClusterTo } = await import('../runtime/record');
  return recordClusterTo(out, namespaces, options);
}
