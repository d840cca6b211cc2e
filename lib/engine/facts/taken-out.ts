/** A pod that the node controller took out of traffic, where the node itself cannot be read, or is not there any more. */

import type { Condition } from '../../model/kubernetes';
import { closedGate } from './probe';
import type { PodView } from './views';

/**
 * Its `Ready=False`, written by the node controller alone: that leaves `ContainersReady` and gives no reason, where the kubelet
 * gives one each time, for a gate as well (signals §2.2). Null where the node is known, which tells more, or where the pod goes.
 */
export function takenOut({ pod, node }: Pick<PodView, 'pod' | 'node'>): Condition | null {
  const { metadata, spec, status } = pod;
  const of = (type: string) => status.conditions.find((condition) => condition.type === type);
  const ready = of('Ready');
  const isLeft = ready?.status === 'False' && ready.reason === '' && of('ContainersReady')?.status === 'True';
  if (!isLeft || status.phase !== 'Running' || metadata.deletionTimestamp !== null) return null;
  if (spec.nodeName === null || node?.status.conditions.some(({ type }) => type === 'Ready')) return null;
  // Of a pod that was described the reasons are not there, and a gate looks the same.
  return spec.readinessGates.every((gate) => of(gate)?.status === 'True') ? ready : null;
}

/**
 * The `Ready=False` of a pod whose node is not among those that were read, where its containers were ready when they were last
 * heard of, so that nothing of its own explains it. Null where that is not so.
 */
export function leftAlone(pod: PodView): Condition | null {
  const { conditions, phase } = pod.pod.status;
  const unready = conditions.find(({ type, status }) => type === 'Ready' && status === 'False');
  const wereReady =
    pod.containers.length > 0 && pod.containers.every(({ type, status }) => type === 'init' || status?.ready === true);
  return pod.nodeMissing && unready && phase === 'Running' && wereReady && closedGate(pod) === null ? unready : null;
}
