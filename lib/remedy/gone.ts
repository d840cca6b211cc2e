/** The steps of a workload that is gone: what can still be done, and by whom. */

import type { Remedy } from '../model/diagnosis';
import type { WorkloadRef } from '../model/workload';

/** Of a diagnosis: the workload, and its pods by their runs. */
interface Gone {
  workload: WorkloadRef;
  runs: readonly { pod: string }[];
}

/** Without the commands that ask the workload or its pods, which would find nothing, and without the steps that were nothing else. */
export function stepsThatAreLeft(diagnosis: Gone & { remedies: readonly Remedy[] }): Remedy[] {
  const isDead = asksWhatIsGone(diagnosis);
  return diagnosis.remedies.flatMap((remedy) => {
    const dead = [remedy.command, remedy.verify, remedy.undo].some((command) => command !== null && isDead(command));
    if (!dead) return [remedy];
    if (remedy.safety === 'read-only') return [];
    return [{ ...remedy, command: null, verify: null, undo: null, patch: null }];
  });
}

/** What a command asks of pods, whichever they are: of a workload that is gone there are none. */
const asksPods = /\s(?:logs|exec|attach|debug|port-forward|(?:get|describe|top|delete|wait) (?:pods?|po))(?=[\s/]|$)/;

/** Whether a command names the workload or one of its pods. */
function asksWhatIsGone({ workload, runs }: Gone): (command: string) => boolean {
  const kind = workload.kind.toLowerCase();
  const names = new Set([`${kind}/${workload.name}`, `${kind} ${workload.name}`, ...runs.map(({ pod }) => pod)]);
  return (command) => {
    const text = ` ${command.replace(/\s+/g, ' ')} `;
    return (
      asksPods.test(text) ||
      [...names].some((name) => [' ', '/', '='].some((before) => text.includes(`${before}${name} `)))
    );
  };
}
