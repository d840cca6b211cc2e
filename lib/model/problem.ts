/** Refusals to a caller: one error class with a closed set of codes, and one table from code to HTTP status (RFC 9457 problem documents). */

export const statusOfProblem = {
  'bad-request': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  unprocessable: 422,
  'too-many-requests': 429,
  'not-ready': 503,
} as const;

export type ProblemCode = keyof typeof statusOfProblem;

export interface ProblemDetails {
  /** The field, file or parameter that is wrong, for the caller's eyes. */
  field?: string | undefined;
  /** What to do about it, one sentence. */
  remedy?: string | undefined;
  retryAfterSeconds?: number | undefined;
}

/** `detail` names what is wrong in one sentence and is redacted: it is shown, stored and logged. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly details: ProblemDetails = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  get status(): number {
    return statusOfProblem[this.code];
  }
}
