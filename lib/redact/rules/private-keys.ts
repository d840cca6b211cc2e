/** Private keys in PEM: whole, cut off at either end, with a log's prefix on each line, or on one line. */

import { stand } from '../placeholder';
import type { Finder, Range } from '../range';

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const finish = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const bodyAtEnd = /[A-Za-z0-9+/=_-]{1,}[ \t\\"',]{0,4}$/;
const wholeLine = /^[ \t]{0,40}[A-Za-z0-9+/]{64}$|^[ \t]{0,40}[A-Za-z0-9+/]{70}$|^[ \t]{0,40}[A-Za-z0-9+/]{76}$/;
const kind = 'private-key';
const maxLines = 200;

/** The key's characters at the end of each line in [from, to). */
function bodyLines(text: string, from: number, to: number): Range[] {
  const ranges: Range[] = [];
  let start = from;
  for (let lines = 0; start < to && lines < maxLines; lines += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > to ? to : newline;
    const line = text.slice(start, end);
    const body = line.length > 4096 ? null : bodyAtEnd.exec(line);
    // What stands before END after a space is the log's own prefix; a line that was redacted before is done.
    const prefixOnly = end === to && start > from && /\s$/.test(line);
    if (prefixOnly || line.includes(stand)) {
      start = end + 1;
      continue;
    }
    if (body) ranges.push({ start: start + body.index, end, kind });
    else if (line.trim() !== '') ranges.push({ start, end, kind });
    start = end + 1;
  }
  return ranges;
}

/** Where a key whose END is missing stops: the first line that does not end in what a key is made of. */
function openEnd(text: string, from: number): number {
  let end = from;
  for (let lines = 0, start = from; lines < maxLines && start <= text.length; lines += 1) {
    const newline = text.indexOf('\n', start);
    const stop = newline < 0 ? text.length : newline;
    const line = text.slice(start, stop);
    const key = lines === 0 ? /^\s*[A-Za-z0-9+/=]*\s*$/ : /(?:^|[\s"'])[A-Za-z0-9+/]{16,}={0,2}\s*$/;
    if (line.length > 4096 || (!key.test(line) && !/^[A-Za-z-]+: /.test(line) && line.trim() !== '')) break;
    end = stop;
    if (newline < 0) break;
    start = newline + 1;
  }
  return end;
}

function startOfCut(text: string, endMark: number, floor: number): number {
  let start = endMark;
  for (let lines = 0; lines < maxLines && start > floor; lines += 1) {
    const near = Math.max(floor, start - 1 - 4096);
    const newline = text.slice(near, start - 1).lastIndexOf('\n');
    const from = newline < 0 ? near : near + newline + 1;
    if (!/(?:^|[\s"'])[A-Za-z0-9+/]{16,}={0,2}\s*$|^\s*[A-Za-z0-9+/]{1,76}={0,2}\s*$/.test(text.slice(from, start)))
      break;
    start = from;
  }
  return start;
}

export const findPrivateKeys: Finder = (text) => {
  const ranges: Range[] = [];
  if (text.includes('PRIVATE KEY')) {
    let done = 0;
    const ends = [...text.matchAll(finish)];
    let nextEnd = 0;
    for (const head of text.matchAll(begin)) {
      if (head.index < done) continue;
      const from = head.index + head[0].length;
      for (let cut = ends[nextEnd]; cut && cut.index < head.index; cut = ends[nextEnd]) {
        ranges.push(...bodyLines(text, startOfCut(text, cut.index, done), cut.index));
        done = cut.index + cut[0].length;
        nextEnd += 1;
      }
      const tail = ends[nextEnd];
      if (tail && tail.index - from < 20_000) {
        ranges.push(...bodyLines(text, from, tail.index));
        done = tail.index + tail[0].length;
        nextEnd += 1;
      } else {
        const end = openEnd(text, from);
        ranges.push(...bodyLines(text, from, end));
        done = Math.max(from, end);
      }
    }
    for (const cut of ends.slice(nextEnd)) {
      if (cut.index < done) continue;
      ranges.push(...bodyLines(text, startOfCut(text, cut.index, done), cut.index));
      done = cut.index + cut[0].length;
    }
  }
  // A line of a PEM body on its own, for callers that hand over line by line.
  let start = 0;
  if (text.length >= 64) {
    for (const line of text.split('\n')) {
      if (
        line.length >= 64 &&
        line.length <= 120 &&
        wholeLine.test(line) &&
        /[a-z]/.test(line) &&
        /[A-Z]/.test(line) &&
        /\d/.test(line)
      ) {
        ranges.push({ start, end: start + line.length, kind });
      }
      start += line.length + 1;
    }
  }
  return ranges;
};
