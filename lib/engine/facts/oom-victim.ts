/** Which process the kernel killed for memory, by an event of the node, and whether it was a container's own (signals §3.9). */

import type { ClusterEvent } from '../../model/kubernetes';
import type { Exit } from './exit';
import type { ContainerView } from './views';

/** The kernel keeps fifteen characters of a program's name. */
const commLength = 15;

/** What stands before the program in a command line and hands over to it. */
const wrapper = /^(?:(?:ba|da|a|z)?sh|env|exec|tini|dumb-init|[A-Za-z_]\w*=.*|-.*|)$/;

const base = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** "python3.12" and "python" are one program. */
const plain = (name: string) => name.slice(0, commLength).replace(/(?<=[A-Za-z])[\d.]{1,15}$/, '');

function programOf(words: readonly string[]): string[] {
  const program = words
    .flatMap((word) => word.split(/\s+/))
    .map(base)
    .find((word) => !wrapper.test(word));
  return program === undefined ? [] : [program];
}

function victimName({ message }: ClusterEvent): string | null {
  const named =
    /victim process: ([^,]{1,64})/.exec(message) ?? /\bKill(?:ed)? process \d{1,10},? \(([^)]{1,64})\)/.exec(message);
  return named?.[1]?.trim() ?? null;
}

/** What the runtime makes a container's process of, before it is the program (signals §1.4). */
const runtimeInit = /^runc:\[/;

/**
 * 'own': the container's main program has the name of the victim. 'other': it is told to run another. 'unknown': the event
 * names nobody, or the image says what is run, and neither it nor the container is called like the victim.
 * An end that is a failed start was no program's yet.
 */
export function victimIs({ spec, name }: ContainerView, exit: Exit, event: ClusterEvent): 'own' | 'other' | 'unknown' {
  const victim = victimName(event);
  if (victim === null) return 'unknown';
  if (/^(?:StartError|ContainerCannotRun|(?:Create|Run)ContainerError)$/.test(exit.reason))
    return runtimeInit.test(victim) ? 'own' : 'other';
  const told = programOf(spec.command);
  const image = base(spec.image.split('@')[0] ?? '').split(':')[0] ?? '';
  const names = told.length > 0 ? told : [image, name, ...programOf(spec.args)];
  if (names.some((each) => plain(each) === plain(victim))) return 'own';
  return told.length > 0 ? 'other' : 'unknown';
}
