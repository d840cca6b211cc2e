/**
 * Leaves out what a tool repeats of others and ended for none of: a test run the errors of the programs that it tried (often those
 * that a test wants), Ansible the failure of a task that it was told to ignore.
 */

import type { SourceLine } from './find-hits';

/** pytest: "----- Captured log call -----", up to the next rule across the page or the next test. */
const pytest = /^-{5,}\s?Captured (?:log|stdout|stderr) (?:call|setup|teardown)\s?-{5,}$/;
const pytestEnds = /^(?:={5,}|_{5,}\s|-{5,}|[\w./-]{1,200}::\S)/;

/** Jest: what a test wrote to its console stands indented below the name of the method. */
const jest = /^(\s{2,4})console\.(?:log|error|warn|info|debug)(?: \S{1,200})?$/;

/** Ansible says of a failure only behind it that the task ignores it; a result in YAML or of many items stands between. */
const taskFailed = /(?:^|\s)(?:fatal|failed): \[[^\]]{1,200}\]/;
const taskIgnored = /(?:^|\s)\.\.\.ignoring$/;
const taskBegins = /(?:^|\s)(?:TASK|PLAY|RUNNING HANDLER) (?:\[|RECAP)/;
const taskLines = 200;

/** The lines without the failures that a play ignored: of each, from its first line to "...ignoring". */
function withoutIgnored(lines: readonly SourceLine[]): readonly SourceLine[] {
  const ignored = new Set<number>();
  lines.forEach(({ text }, end) => {
    if (!taskIgnored.test(text.trimEnd())) return;
    // Each host says it for itself: what failed before another "...ignoring" was that host's.
    for (let i = end - 1; i >= 0 && end - i < taskLines && !ignored.has(i); i -= 1) {
      const before = lines[i]?.text ?? '';
      if (taskBegins.test(before)) break;
      if (!taskFailed.test(before)) continue;
      for (let j = i; j <= end; j += 1) ignored.add(j);
      if (/(?:^|\s)fatal: /.test(before)) break;
    }
  });
  if (ignored.size === 0) return lines;
  return lines.map((line, i) => (ignored.has(i) ? { at: line.at, text: '', full: '' } : line));
}

/** The same lines, empty where a test run shows what it captured (what failed a test it names elsewhere), or a play ignores what failed. */
export function withoutCaptured(all: readonly SourceLine[]): readonly SourceLine[] {
  const lines = withoutIgnored(all);
  let goesOn: ((text: string) => boolean) | null = null;
  let found = false;
  const read = lines.map((line) => {
    const { text } = line;
    if (goesOn?.(text) === true) {
      found = true;
      return { at: line.at, text: '', full: '' };
    }
    const indent = jest.exec(text)?.[1];
    if (indent !== undefined) goesOn = (next) => next.trim() === '' || next.startsWith(`${indent} `);
    else goesOn = pytest.test(text) ? (next) => !pytestEnds.test(next) : null;
    return line;
  });
  return found ? read : lines;
}
