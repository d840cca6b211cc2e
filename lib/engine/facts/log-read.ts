/** Whether a container was heard: what only its log would tell is not ruled out where none was read (design §4). */

import type { Certainty } from '../../model/diagnosis';
import type { ContainerView } from './views';

/** Whether any of its logs was read; one that was read and is empty counts. */
function wasHeard({ logs }: Pick<ContainerView, 'logs'>): boolean {
  return logs.length > 0;
}

/** "Proven" only where a log was read; without one "likely" is the most. */
export function asFarAsHeard(certainty: Certainty, container: Pick<ContainerView, 'logs'>): Certainty {
  return certainty === 'proven' && !wasHeard(container) ? 'likely' : certainty;
}
