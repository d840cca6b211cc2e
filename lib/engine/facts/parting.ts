/** The end of a sidecar once the work of its pod is over: the kubelet stops it then, and no such end can have failed the pod. */

import { oldAfterMs } from './backoff';
import type { Ending } from './ending';
import { stopCodes } from './kill';
import { timeMs, type ContainerView, type PodView } from './views';

/**
 * When the last one ended that a sidecar serves; null where the pod is not over, or where nothing shows that it ended of these. Nothing
 * in a pod that is over is started again, a sidecar neither (signals §4.2).
 */
function overAtMs({ pod: { status }, containers }: PodView): number | null {
  if (status.phase !== 'Failed' && status.phase !== 'Succeeded') return null;
  const served = containers.filter(({ type }) => type !== 'sidecar');
  const isEnded = ({ status: own }: ContainerView) => Boolean(own?.state.terminated);
  const isDecided =
    served.every((one) => one.type === 'init' || isEnded(one)) ||
    served.some((one) => one.type === 'init' && (one.status?.state.terminated?.exitCode ?? 0) !== 0);
  const ends = served.map(({ status: own }) => timeMs(own?.state.terminated?.finishedAt)).filter((at) => at !== null);
  return isDecided && ends.length > 0 ? Math.max(...ends) : null;
}

/** Whether it came after all that the sidecar serves. Within one second the code tells whether it was stopped, or failed with the others. */
function isAfter({ exit }: Ending, overMs: number): boolean {
  const endMs = timeMs(exit.finishedAt);
  return endMs !== null && exit.current && (endMs > overMs || (endMs === overMs && stopCodes.has(exit.exitCode)));
}

/**
 * These endings without that of a sidecar whose pod was over. What ended the run before may be why the pod failed, unless it was old
 * by then (design §2).
 */
export function withoutParting(container: ContainerView, endings: readonly Ending[]): readonly Ending[] {
  const [parting, ...earlier] = endings;
  const overMs = container.type === 'sidecar' ? overAtMs(container.pod) : null;
  if (overMs === null || !parting || !isAfter(parting, overMs)) return endings;
  return (parting.exit.ranMs ?? 0) >= oldAfterMs(container.status?.restartCount ?? 0) ? [] : earlier;
}
