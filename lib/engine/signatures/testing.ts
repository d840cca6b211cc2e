/** What tests of this room share: a digest of a text, and the cause it leads to. */

import type { LogDigest } from '../../model/log';
import { findDecisive } from './decisive';
import { digestLog, type DigestMeta } from './digest-log';

export const meta: DigestMeta = {
  pod: 'cart-7d9c-x2x9k',
  podUid: '7f1c',
  container: 'app',
  instance: 'previous',
  restartCount: 3,
  readAt: '2026-11-21T09:00:00Z',
  truncated: false,
  timestamps: false,
};

export function digest(text: string, over: Partial<DigestMeta> = {}): LogDigest {
  return digestLog({ ...meta, ...over }, text, (clean) => clean);
}

export interface Answer {
  cause: string | null;
  captures: Record<string, string>;
  line: number;
  quoted: string;
}

/** The decisive statement of one log: its cause, what it names, and the marked words. */
export function decide(text: string): Answer | null {
  const found = findDecisive([digest(text)]);
  if (found === null) return null;
  const { hit } = found;
  const line = found.digest.excerpt.find(({ n }) => n === hit.line);
  return { cause: hit.cause, captures: hit.captures, line: hit.line, quoted: line?.text.slice(...hit.mark) ?? '' };
}
