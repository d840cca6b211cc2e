/** Takes off what a collector or a supervisor wrote before every line of a stack trace: behind it no trace is one. */

import type { LogHit } from '../../model/log';
import type { SourceLine } from './find-hits';

const time = String.raw`\[?(?:\d{4}[-/.]\d\d[-/.]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?`;
/**
 * Syslog; klog; a logger that is given standard error; pm2, Compose, foreman and honcho; concurrently and s6. A level below
 * that of an error is part of what is said, and stays.
 */
const prefix = new RegExp(
  [
    String.raw`^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,80} [\w./-]{1,80}(?:\[\d{1,7}\])?:`,
    String.raw`[EF]\d{4} \d\d:\d\d:\d\d\.\d{1,9} +\d+ [\w./-]{1,120}:\d+\]`,
    String.raw`(?:${time} )?[\w.-]{1,64}(?:\|[\w.-]{1,64})? {0,20}\|`,
    String.raw`${time}(?: \[?(?:ERROR|FATAL|CRITICAL)\]?)?(?: \[[\w.-]{1,60}\])?(?: -)?`,
    String.raw`\[(?!(?:warn|warning|info|notice|debug|trace)\])[\w.-]{1,40}\])(?: |$)`,
  ].join('|'),
);

/** What stands in a trace and hardly elsewhere, of those languages whose traces are read by their first column. */
const marker =
  /^(?:Traceback \(most recent call last\):|\s+at \S|\s+File "|\s+from \S{1,200}:\d|\S{1,200}:\d{1,6}:in [`'])/;

/** Lines around a marker that may belong to its trace: the message before its frames, or behind them. */
const before = 8;
const after = 12;

/** Two lines have the same prefix when only its digits differ: times and counts go on. */
function shapeOf(found: string): string {
  return found.trimEnd().replace(/\d+/g, '0');
}

export interface Unprefixed {
  lines: readonly SourceLine[];
  /** What was found in `lines`, marked where it stands in the whole line. */
  place: (hit: LogHit) => LogHit;
}

/** The same lines, those in and around a trace without the prefix that all of them share. Linear. */
export function withoutPrefixes(lines: readonly SourceLine[]): Unprefixed {
  const cut = new Map<number, number>();
  let run: number[] = [];
  let shape = '';
  const settle = (start: number): void => {
    run.forEach((length, i) => {
      // A trace of one line is none: what follows it without the prefix is read as it stands.
      if (i + 1 === run.length || !marker.test(lines[start + i]?.text.slice(length) ?? '')) return;
      for (let n = Math.max(0, i - before); n <= Math.min(run.length - 1, i + after); n += 1)
        cut.set(start + n, run[n] ?? 0);
    });
    run = [];
  };
  lines.forEach(({ text }, index) => {
    const found = prefix.exec(text.slice(0, 300))?.[0] ?? '';
    const next = shapeOf(found);
    if (next !== shape) settle(index - run.length);
    shape = next;
    if (found !== '') run.push(found.length);
  });
  settle(lines.length - run.length);
  if (cut.size === 0) return { lines, place: (hit) => hit };
  return {
    lines: lines.map((line, index) => {
      const length = cut.get(index) ?? 0;
      return length === 0 ? line : { at: line.at, text: line.text.slice(length), full: line.full.slice(length) };
    }),
    place: (hit) => {
      const length = cut.get(hit.line - 1) ?? 0;
      return { ...hit, mark: [hit.mark[0] + length, hit.mark[1] + length] };
    },
  };
}
