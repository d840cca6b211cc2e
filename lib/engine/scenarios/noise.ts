/** Log lines of nothing around those that tell: the answer must not change. */

import type { LogDigest } from '../../model/log';
import { digestLog } from '../signatures/digest-log';

const chatter = Array.from(
  { length: 500 },
  (_, i) => `level=info msg="request served" method=GET path=/items/${i} status=200 duration=${i % 90}ms`,
);

/** What another thread of the program says meanwhile. */
const asides = [
  'level=info msg="cache refreshed" entries=512 took=14ms',
  '{"level":"debug","msg":"metrics flushed","series":38}',
  '[worker-3] INFO session closed by the client after 41 s',
];

/** As the kubelet writes it, where the log has times. */
const stamp = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;
const stampOf = (line: string | undefined) => stamp.exec(line ?? '')?.[0] ?? '';

/** Neither a part of a stack trace or a block, which one write prints at once, nor the line before or behind one. */
function standsAlone(line: string | undefined): boolean {
  return line !== undefined && !/^\s|^$/.test(line.replace(stamp, ''));
}

/**
 * A log with 500 lines before it, one before each line that another thread's may come before, and `behind` at its end. What has
 * died says no more, so that `behind` is for a program that goes on.
 */
export function drown(text: string, behind: number): string {
  if (text === '') return text;
  const lines = text.replace(/\n$/, '').split('\n');
  const aside = (i: number, beside: string | undefined) => `${stampOf(beside)}${asides[i % asides.length] ?? ''}`;
  const before = chatter.map((line) => `${stampOf(lines[0])}${line}`);
  const among = lines.flatMap((line, i) =>
    i > 0 && standsAlone(line) && standsAlone(lines[i - 1]) ? [aside(i, line), line] : [line],
  );
  const after = Array.from({ length: behind }, (_, i) => aside(i, lines.at(-1)));
  return `${[...before, ...among, ...after].join('\n')}\n`;
}

/** The same for a log that was read, as far as all of it was kept; else as it is. */
export function drownDigest(digest: LogDigest, behind: number): LogDigest {
  const { excerpt, lines } = digest;
  if (excerpt.length < lines || lines === 0) return digest;
  const timestamps = excerpt.every(({ at }) => at !== null);
  const text = excerpt.map(({ at, text }) => (timestamps ? `${at ?? ''} ${text}` : text)).join('\n');
  return digestLog({ ...digest, timestamps }, drown(text, behind), (words) => words);
}
