/** Whether a run was heard: what only its log would tell is not ruled out where that was not read (design §4). */

import type { Certainty } from '../../model/diagnosis';
import type { LogDigest } from '../../model/log';
import type { ContainerView } from './views';

/** Which run: the one that the pod's `state` tells of, or the one before. */
interface Run {
  current: boolean;
}

/** What was read of the log of that run. While a container waits, both logs are of one run (signals §4.6). */
export function logsOfRun({ logs, status }: Pick<ContainerView, 'logs' | 'status'>, run: Run): LogDigest[] {
  return logs.filter(({ instance }) => !status?.state.running || (instance === 'current') === run.current);
}

/** Whether the log of that run was read; one that was read and is empty counts. */
export function wasHeard(container: Pick<ContainerView, 'logs' | 'status'>, run: Run): boolean {
  return logsOfRun(container, run).length > 0;
}

/** "Proven" only where the log of that run was read; without it "likely" is the most. */
export function asFarAsHeard(
  certainty: Certainty,
  container: Pick<ContainerView, 'logs' | 'status'>,
  run: Run,
): Certainty {
  return certainty === 'proven' && !wasHeard(container, run) ? 'likely' : certainty;
}
