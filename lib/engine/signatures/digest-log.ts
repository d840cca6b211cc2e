/** Reads one log once: what is kept of it are the hits and an excerpt (design §9). */

import { stripControl } from '../../format/control';
import type { LogDigest, LogHit } from '../../model/log';
import { withoutCaptured } from './captured';
import { takeExcerpt, utf8Length } from './excerpt';
import { findHits, type SourceLine } from './find-hits';
import { lastWords } from './last-words';
import { withoutPrefixes } from './prefixed';
import { settleHits } from './settle';

export interface DigestMeta {
  pod: string;
  podUid: string;
  container: string;
  instance: 'current' | 'previous';
  /** Restart count of the instance, where it is known. */
  restartCount: number | null;
  /** ISO time of the read. */
  readAt: string;
  /** Earlier lines exist that were not read. */
  truncated: boolean;
  /** Each line begins with the kubelet's RFC 3339 time stamp. */
  timestamps: boolean;
}

export type DigestLog = (meta: DigestMeta, text: string, redact: (text: string) => string) => LogDigest;

/** Characters that are kept of a line. */
const lineLimit = 2000;
const kubeletTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))(?: |$)/;

/**
 * Digests the log of one container instance. Control characters go first, then the whole text is redacted in one call
 * (which keeps the number of lines), so that no part of a secret survives in a line of its own. Never throws, whatever
 * the text; line numbers count from 1 in what was read.
 */
export const digestLog: DigestLog = (meta, text, redact) => {
  const lines = splitLines(redact(stripControl(text)), meta.timestamps);
  const { excerpt, hits } = takeExcerpt(lines, readHits(lines, meta.pod));
  const times = lines.map((line) => line.at).filter((at) => at !== null);
  return {
    pod: meta.pod,
    podUid: meta.podUid,
    container: meta.container,
    instance: meta.instance,
    restartCount: meta.restartCount,
    readAt: meta.readAt,
    lines: lines.length,
    bytes: utf8Length(text),
    truncated: meta.truncated,
    firstAt: times[0] ?? null,
    lastAt: times.at(-1) ?? null,
    excerpt,
    hits,
  };
};

/**
 * What is recognised in a short text that is no log: a termination message, the output of a probe or a hook.
 *
 * @param text redacted and without control characters.
 */
export function readWords(text: string): LogHit[] {
  return readHits(splitLines(text, false), '');
}

function readHits(all: readonly SourceLine[], pod: string): LogHit[] {
  const { lines, place } = withoutPrefixes(withoutCaptured(all));
  const hits = settleHits(findHits(lines, pod), lines);
  return [...hits, ...lastWords(lines, hits)].map(place).sort((a, b) => a.line - b.line);
}

function splitLines(text: string, timestamps: boolean): SourceLine[] {
  if (text.length === 0) return [];
  const parts = text.split('\n');
  if (parts.at(-1) === '') parts.pop();
  return parts.map((part) => {
    const time = timestamps ? kubeletTime.exec(part.slice(0, 64)) : null;
    const full = time === null ? part : part.slice(time[0].length);
    return { at: time?.[1] ?? null, full, text: cut(full) };
  });
}

/** Never in the middle of a surrogate pair. */
function cut(line: string): string {
  if (line.length <= lineLimit) return line;
  const last = line.charCodeAt(lineLimit - 1);
  return line.slice(0, last >= 0xd800 && last < 0xdc00 ? lineLimit - 1 : lineLimit);
}
