/** Finds the workload of a pod, also of one that was deleted within the last hour: the address that alerts carry. */
import 'server-only';

import type { Status } from '../model/diagnosis';
import type { WorkloadRef } from '../model/workload';
import { getRuntime, type Place } from '../runtime/runtime';
import { authorise } from './authorise';

export interface FoundPod {
  workload: WorkloadRef;
  /** Where it is, by name; null where only one cluster is watched, and no address names it. */
  cluster: string | null;
  /** How the workload is; null where it has no row, for it is gone. */
  status: Status | null;
}

/**
 * Empty where no such pod is known. An alert may not say which cluster it comes from, and two clusters of one manifest have
 * pods of one name: without `cluster` all are looked through. Throws `not-found` as `Runtime.board` does.
 */
export async function findPodWorkloads(request: { namespace: string; pod: string } & Place): Promise<FoundPod[]> {
  await authorise();
  const runtime = await getRuntime();
  const { namespace, pod, source, cluster } = request;
  const anywhere = source === undefined && cluster === undefined;
  const boards = anywhere ? runtime.clusters.map(({ board }) => board) : [runtime.board(request)];
  return boards.flatMap((board) => {
    const workload = board.workloadOfPod(namespace, pod);
    if (workload === null) return [];
    const name = runtime.clusters.length > 1 ? board.cluster().name : null;
    return [{ workload, cluster: name, status: board.row(workload)?.status ?? null }];
  });
}
