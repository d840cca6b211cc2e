/** What this process and the worker that parses a recording say to each other: plain data only. */
import 'server-only';

import type { ProblemCode, ProblemDetails } from '../model/problem';
import type { Limits } from './limits';
import type { ParsedRecording } from './parse';

/** `workerData`. The worker makes its own redactor: a function cannot be sent. */
export interface ParseTask {
  input: { path: string } | { name: string };
  redactionKey: string;
  asOf: string | undefined;
  limits: Limits;
}

/** To the worker: the next bytes of the body; null is its end. */
export type ToWorker = Uint8Array | null;

export type FromWorker =
  /** It can take the next bytes: one chunk is under way at a time, so that a fast sender does not fill the memory. */
  | { is: 'more' }
  | { is: 'done'; recording: ParsedRecording }
  | { is: 'problem'; code: ProblemCode; detail: string; details: ProblemDetails }
  /** A defect of ours; its message is not for the caller. */
  | { is: 'bug'; message: string };
