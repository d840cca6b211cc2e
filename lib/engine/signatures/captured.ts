/** Leaves out what a test run repeats of the programs that it tried: their errors are often those that a test wants. */

import type { SourceLine } from './find-hits';

/** pytest: "----- Captured log call -----", up to the next rule across the page or the next test. */
const pytest = /^-{5,}\s?Captured (?:log|stdout|stderr) (?:call|setup|teardown)\s?-{5,}$/;
const pytestEnds = /^(?:={5,}|_{5,}\s|-{5,}|[\w./-]{1,200}::\S)/;

/** Jest: what a test wrote to its console stands indented below the name of the method. */
const jest = /^(\s{2,4})console\.(?:log|error|warn|info|debug)(?: \S{1,200})?$/;

/** The same lines, empty where a test run shows what it captured; what failed a test it names elsewhere. */
export function withoutCaptured(lines: readonly SourceLine[]): readonly SourceLine[] {
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
