/** Whether a container keeps its pod from working by its own ends, or because it cannot start. */

import { restartPolicyOf } from './restarts';
import { blameless, type TroubledContainer } from './trouble';

/**
 * It cannot start, is not started again, or dies again and again. One end alone may be of another matter; one that is ready by its
 * readiness probe serves.
 */
export function isDead({ container, trouble, endings, readyNow, recovering }: TroubledContainer): boolean {
  const last = endings.find((ending) => !blameless(ending));
  if (container.type === 'init' || recovering || trouble === 'not-ready') return false;
  if (last === undefined) return trouble === 'waiting';
  if (trouble === 'ended' && restartPolicyOf(container) === 'Never') return true;
  return (container.status?.restartCount ?? 0) > 1 && !(readyNow && container.spec.readinessProbe !== null);
}
