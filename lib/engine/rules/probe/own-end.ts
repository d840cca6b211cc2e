/** Whether a container that a probe seems to have killed says itself why it ended. */
import type { ProbeKill } from '../../facts/probe-kill';
import type { DecisiveLog } from '../../facts/table';

/** Where the kubelet's word was lost, or came with the end, and the program itself says why it ended, its word counts. */
export function endedItself(kill: ProbeKill, log: DecisiveLog | undefined): boolean {
  return kill.mayBeOwn && log?.hit.weight === 'fatal';
}
