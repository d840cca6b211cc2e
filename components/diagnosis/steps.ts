/** Which next steps a page offers, and in what order. */

import type { Diagnosis, Remedy } from '@/lib/model/diagnosis';

export interface Steps {
  steps: Remedy[];
  /** Commands were left out, for what they ask is deleted. */
  leftOut: boolean;
}

/**
 * The steps as the diagnosis orders them; but where the first has no command, the first that has one stands before it, one
 * that only reads where there is one: on a phone nothing else is on the first screen. Of a workload that is `gone`,
 * without the commands that ask it or its pods, and without the steps that were nothing else.
 */
export function stepsOf(diagnosis: Diagnosis, gone: boolean): Steps {
  const ordered = diagnosis.remedies.toSorted((a, b) => a.order - b.order);
  if (!gone) return { steps: commandFirst(ordered), leftOut: false };
  const isDead = asksWhatIsGone(diagnosis);
  const alive = ordered.flatMap((remedy) => {
    const dead = [remedy.command, remedy.verify, remedy.undo].some((command) => command !== null && isDead(command));
    if (!dead) return [remedy];
    if (remedy.safety === 'read-only') return [];
    return [{ ...remedy, command: null, verify: null, undo: null, patch: null }];
  });
  return {
    steps: commandFirst(alive),
    leftOut: alive.some((remedy, at) => remedy !== ordered[at]) || alive.length < ordered.length,
  };
}

function commandFirst(ordered: readonly Remedy[]): Remedy[] {
  const [first] = ordered;
  if (first === undefined || first.command !== null) return [...ordered];
  const withCommand = ordered.filter(({ command }) => command !== null);
  const front = withCommand.find(({ safety }) => safety === 'read-only') ?? withCommand[0];
  if (front === undefined) return [...ordered];
  return [front, ...ordered.filter((remedy) => remedy !== front)];
}

/** What a command asks of pods, whichever they are: of a workload that is gone there are none. */
const asksPods = /\s(?:logs|exec|attach|debug|port-forward|(?:get|describe|top|delete|wait) (?:pods?|po))(?=[\s/]|$)/;

/** Whether a command names the workload or one of its pods. */
function asksWhatIsGone({ workload, runs }: Diagnosis): (command: string) => boolean {
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
