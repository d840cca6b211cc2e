// How many pods a workload should have, has, and has ready.
import 'server-only';

import type { Picture } from '../cluster/picture';
import type { Pod } from '../model/kubernetes';
import type { Snapshot } from '../model/snapshot';
import type { WorkloadRef } from '../model/workload';
import { isReady } from './pod-state';

/** `desired` is null where the kind asks for no number of its own: Jobs, CronJobs and kinds that are not known here. */
export function replicaTotals(picture: Picture, ref: WorkloadRef, pods: readonly Pod[]): Snapshot['podTotals'] {
  return { total: pods.length, ready: pods.filter(isReady).length, desired: desiredOf(picture, ref) };
}

function desiredOf(picture: Picture, ref: WorkloadRef): number | null {
  if (ref.kind === 'Pod') return 1;
  const controller = picture.controller(ref);
  return controller === null ? null : (controller.status.desiredNumberScheduled ?? controller.spec.replicas);
}
