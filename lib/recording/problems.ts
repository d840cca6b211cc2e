/** The refusals of a recording: each names the file and says what to do instead. */
import 'server-only';

import { stripControl } from '../format/control';
import { formatCount } from '../format/count';
import { Problem } from '../model/problem';

/** A file name fit for a sentence. Names inside an archive are free text. */
export function shown(file: string): string {
  const name = stripControl(file).replaceAll('\n', ' ');
  return name.length > 200 ? `…${name.slice(-199)}` : name;
}

/** The file can be read, and is not what it should be. */
export function unreadable(file: string, what: string, remedy: string): Problem {
  return new Problem('unprocessable', `${shown(file)} ${what}.`, { field: shown(file), remedy });
}

/** The file is of a kind that is not taken at all. */
export function unsupported(file: string, what: string, remedy: string): Problem {
  return new Problem('unsupported-media-type', `${shown(file)} ${what}.`, { field: shown(file), remedy });
}

/** A limit was passed. `limit` with its unit: "200 MB". */
export function tooLarge(file: string, what: string, remedy: string): Problem {
  return new Problem('too-large', `${shown(file)} ${what}.`, { field: shown(file), remedy });
}

/** "200 MB": limits are stated in decimal units, as the documentation does. */
export function megabytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${formatCount(Math.round(bytes / 1_000_000))} MB` : `${formatCount(bytes)} bytes`;
}

export const remedies = {
  smaller: 'Record fewer namespaces, for example kubectl cluster-info dump --namespaces shop --output-directory dump.',
  again: 'Make or copy the file again: it was cut off or damaged on the way.',
  formats:
    'Open a troubleshoot support bundle (.tar.gz), the output of kubectl cluster-info dump, or of kubectl get pods,events -o json (or yaml).',
  inside:
    'Nothing of it was read. Unpack it where that does no harm, look at that entry, and pack the folder again: tar -czf recording.tar.gz FOLDER.',
  line: 'Correct that line, or save the output of kubectl once more.',
  empty: 'Record it once more and see whether the command fails: kubectl leaves an empty file behind when it does.',
  json: 'Save it with -o json instead of -o yaml.',
} as const;

/** The same problem with every text cleaned: file names and parser messages are text of a stranger. */
export function cleaned(problem: Problem, clean: (text: string) => string): Problem {
  const { field, remedy, retryAfterSeconds } = problem.details;
  return new Problem(problem.code, clean(problem.detail), {
    field: field === undefined ? undefined : clean(field),
    remedy,
    retryAfterSeconds,
  });
}
