/** What is watched, and how fresh each is: for choosing. */
import 'server-only';

import type { ClusterView } from '../model/views';
import { getRuntime, type Place } from '../runtime/runtime';
import { findCluster } from '../runtime/watched';
import { authorise } from './authorise';

/** The first is the default. Throws `not-found`, with the names that there are, where `cluster` names none of them. */
export async function listClusters({ cluster }: Pick<Place, 'cluster'> = {}): Promise<ClusterView[]> {
  await authorise();
  const { clusters } = await getRuntime();
  findCluster(clusters, cluster);
  return clusters.map(({ board }) => ({ name: board.cluster().name, freshness: board.freshness() }));
}
