/** Finds the workload of a pod, also of one that was deleted within the last hour: the address that alerts carry. */
import 'server-only';

import type { WorkloadRef } from '../model/workload';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';

/** Null where no such pod is known. */
export async function findPodWorkload(request: {
  namespace: string;
  pod: string;
  source?: string | undefined;
  cluster?: string | undefined;
}): Promise<WorkloadRef | null> {
  await authorise();
  const board = (await getRuntime()).board(request.source);
  const { cluster } = request;
  if (cluster !== undefined && cluster !== board.cluster().name && cluster !== board.cluster().id) return null;
  return board.workloadOfPod(request.namespace, request.pod);
}
