/** Where the live stream stands, for a page that is about to be read. */
import 'server-only';

import { getRuntime, type Place } from '../runtime/runtime';
import { findCluster } from '../runtime/watched';
import { authorise } from './authorise';

/**
 * The id of the newest event of `subscribeLive`. What is asked for afterwards knows all events up to it, and perhaps some
 * that follow. Throws `not-found` for an unknown cluster.
 */
export async function getLiveId({ cluster }: Pick<Place, 'cluster'> = {}): Promise<string> {
  await authorise();
  const { clusters } = await getRuntime();
  return findCluster(clusters, cluster).live.lastId();
}
