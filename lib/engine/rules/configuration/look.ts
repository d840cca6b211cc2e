/** The first look of a rule that takes its words from a log, or from the runtime that passes on what the kernel answered it. */
import type { Remedy } from '../../../model/diagnosis';
import { describePod } from '../../../remedy/look';
import { logsOf, type LogFinding } from '../log-rule';

/** The command that shows the statement again, and why; a program that never ran has no log. */
export function lookAgain(found: LogFinding, why: string): Remedy {
  const { namespace, name } = found.container.pod.pod.metadata;
  return found.log.byRuntime
    ? describePod({ namespace, pod: name }, 'See what the runtime said, and what it was told to run: no log can exist.')
    : logsOf(found, why);
}
