/** What is kept of a log once it was read: the lines that matter and what was recognised in them (design §9). */

import type { CauseId } from './causes';

export interface LogLine {
  /** Line number in what was read, from 1. */
  n: number;
  /** From the kubelet's timestamp, where it was asked for. */
  at: string | null;
  /** Redacted, without control characters, at most 2,000 characters. */
  text: string;
}

/**
 * One recognised statement of a program. `cause` null: a symptom or context only.
 * `weight` says how much of the end it explains: 'fatal' the program says it ends because of this, 'error' an error that
 * may be the reason, 'noise' only worth showing beside another.
 */
export interface LogHit {
  /** Id of the signature, kebab-case. */
  signature: string;
  cause: CauseId | null;
  weight: 'fatal' | 'error' | 'noise';
  /** Set where the program called it less than an error: it may only quote another's words, so it is a guess at most. */
  level?: 'info' | 'warn';
  line: number;
  /** Lines that belong to it (a stack trace), last line number, at most 40 after `line`. */
  endLine: number;
  at: string | null;
  /** What it names: variable, path, host, port, user, permission, library, version, exception, message. */
  captures: Record<string, string>;
  /** The decisive part of line `line`, offsets into its text. */
  mark: [number, number];
}

/** Everything kept of one read of one container instance's log. */
export interface LogDigest {
  pod: string;
  podUid: string;
  container: string;
  instance: 'current' | 'previous';
  /** Restart count of the instance the text belongs to, where it is known. */
  restartCount: number | null;
  readAt: string;
  /** Lines and bytes that were read. `truncated`: earlier lines exist that were not read. */
  lines: number;
  bytes: number;
  truncated: boolean;
  firstAt: string | null;
  lastAt: string | null;
  /** At most 16 KiB: the first lines, the lines of each hit, the last lines; ordered, with gaps. */
  excerpt: LogLine[];
  hits: LogHit[];
}
