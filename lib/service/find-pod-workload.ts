/** Finds the workload of a pod, also of one that was deleted within the last hour: the address that alerts carry. */
import 'server-only';

import type { WorkloadRef } from '../model/workload';
import { getRuntime, type Place } from '../runtime/runtime';
import { authorise } from './authorise';

export interface FoundPod {
  workload: WorkloadRef;
  /** Where it is, by name; null where only one cluster is watched, and no address names it. */
  cluster: string | null;
}

/**
 * Null where no such pod is known. An alert may not say which cluster it comes from: without `cluster` all are looked
 * through, the first one first. Throws `not-found` as `Runtime.board` does.
 */
export async function findPodWorkload(request: { namespace: string; pod: string } & Place): Promise<FoundPod | null> {
  await authorise();
  const runtime = await getRuntime();
  const { namespace, pod, source, cluster } = request;
  const anywhere = source === undefined && cluster === undefined;
  const boards = anywhere ? runtime.clusters.map(({ board }) => board) : [runtime.board(request)];
  for (const board of boards) {
    const workload = board.workloadOfPod(namespace, pod);
    if (workload !== null) return { workload, cluster: runtime.clusters.length > 1 ? board.cluster().name : null };
  }
  return null;
}
