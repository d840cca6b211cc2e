/** Reads from a runtime's refusal that what a container is told to run is not there, or is no file (signals §1.4). */

import { ofTheRuntime } from '../../facts/start-error';

export interface NotFound {
  /** What it names; null where it names nothing. */
  what: string | null;
  words: string;
  /**
   * 'exec': the runtime had looked for the file before it ran it, so what is not there is the interpreter in its first line, maybe
   * only by the CR of a Windows line end, or the ELF loader (signals §7.8 sh-3). 'directory', 'no-file': it is there; runc looks
   * whether it is a directory, crun whether it is a regular file.
   */
  said: 'runtime' | 'exec' | 'directory' | 'no-file';
}

const patterns: readonly [RegExp, NotFound['said']][] = [
  [/exec: "([^"]*)": (?:executable file not found in \$PATH|stat [^:]+: no such file or directory)/, 'runtime'],
  [/exec: "([^"]*)": is a directory/, 'directory'],
  [/executable file `([^`]*)` not found/, 'runtime'],
  [/the path `([^`]*)` does not exist/, 'runtime'],
  [/the path `([^`]*)` is not a regular file/, 'no-file'],
  [/exec: "([^"]*)": (?:no such file or directory|not found)/, 'runtime'],
  [/(?<!\S)exec (\/\S+): no such file or directory/, 'exec'],
  [
    /[Nn]o command specified|no command or entrypoint|exec: "": |starting container process caused: exec: "":/,
    'runtime',
  ],
];

/** What the runtime could not find or run; undefined when its message is about something else. */
export function notFoundIn(message: string): NotFound | undefined {
  for (const [pattern, said] of patterns) {
    const match = pattern.exec(message);
    if (!match) continue;
    if (ofTheRuntime.test(message.slice(0, match.index))) return undefined;
    return { what: match[1] ?? null, words: match[0], said };
  }
  return undefined;
}
