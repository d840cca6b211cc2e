/** In what order a page offers the next steps. */

import type { Remedy } from '@/lib/model/diagnosis';

/**
 * The steps as the diagnosis orders them; but where the first has no command, the first that has one stands before it, one
 * that only reads where there is one: on a phone nothing else is on the first screen.
 */
export function commandFirst(remedies: readonly Remedy[]): Remedy[] {
  const ordered = remedies.toSorted((a, b) => a.order - b.order);
  const [first] = ordered;
  if (first === undefined || first.command !== null) return ordered;
  const withCommand = ordered.filter(({ command }) => command !== null);
  const front = withCommand.find(({ safety }) => safety === 'read-only') ?? withCommand[0];
  if (front === undefined) return ordered;
  return [front, ...ordered.filter((remedy) => remedy !== front)];
}
