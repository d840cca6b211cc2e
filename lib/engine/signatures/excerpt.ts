/** Chooses the lines of a log that are kept: its first, its last, and those around each hit, within 16 KiB. */

import type { LogHit, LogLine } from '../../model/log';
import type { SourceLine } from './find-hits';
import { importance } from './settle';

/** Design §9: facts and an excerpt of at most 16 KiB per instance. */
export const excerptBytes = 16 * 1024;

/**
 * The excerpt, ordered by line number, and the hits whose line is in it: evidence is quoted from the excerpt, so a hit
 * that does not fit is given up with its line, the least important first.
 */
export function takeExcerpt(
  lines: readonly SourceLine[],
  hits: readonly LogHit[],
): { excerpt: LogLine[]; hits: LogHit[] } {
  const taken = new Set<number>();
  let left = excerptBytes;
  const take = (index: number): void => {
    const line = lines[index];
    if (line === undefined || taken.has(index)) return;
    const size = utf8Length(line.text) + 1;
    if (size > left) return;
    left -= size;
    taken.add(index);
  };
  const last = lines.length - 1;
  const ranked = [...hits].sort((a, b) => importance(b) - importance(a) || a.line - b.line);
  ranked.slice(0, 6).forEach((hit) => take(hit.line - 1));
  for (let i = 0; i < 4; i += 1) take(last - i);
  ranked.forEach((hit) => take(hit.line - 1));
  for (let i = 0; i < 5; i += 1) take(i);
  for (const hit of ranked) for (let i = hit.line; i < Math.min(hit.endLine, hit.line + 12); i += 1) take(i);
  for (const hit of ranked) for (const around of [-2, -3, 0, 1]) take(hit.line + around);
  for (let i = 4; i < 40; i += 1) take(last - i);
  for (let i = 5; i < 20; i += 1) take(i);
  const excerpt = [...taken]
    .sort((a, b) => a - b)
    .map((index) => ({ n: index + 1, at: lines[index]?.at ?? null, text: lines[index]?.text ?? '' }));
  return { excerpt, hits: hits.filter((hit) => taken.has(hit.line - 1)) };
}

/** Bytes of a string in UTF-8, without making the bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) bytes += code > 0x7ff ? (code >= 0xd800 && code < 0xe000 ? 1 : 2) : 1;
  }
  return bytes;
}
