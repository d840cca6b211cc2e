/** Everything that can go wrong between us and an API server, as one error class with a closed set of kinds. */
import 'server-only';

export type ApiErrorKind =
  | 'refused' // nobody listens: a server that restarts
  | 'unreachable' // name, route, connect time-out
  | 'reset' // the connection broke, or the stream ended in the middle of a line
  | 'timeout' // no first byte, or silence for longer than is allowed
  | 'tls'
  | 'credentials' // we could not even make the request: plugin, token file
  | 'aborted' // by us
  | 'status' // the server answered, and it was a refusal (HTTP status or ERROR event)
  | 'short' // a watch that the server ended long before it was to
  | 'malformed' // bytes that are not the JSON they should be
  | 'not-kubernetes'; // HTML, a Table, another protocol

export interface ApiErrorDetails {
  status?: number | undefined;
  reason?: string | undefined;
  retryAfterMs?: number | undefined;
  /** True where it came as an ERROR event inside a 200 stream. */
  inStream?: boolean | undefined;
  tooLargeResourceVersion?: boolean | undefined;
  storeRead?: boolean | undefined;
  cause?: unknown;
}

export class ApiError extends Error {
  constructor(
    readonly kind: ApiErrorKind,
    message: string,
    readonly details: ApiErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ApiError';
  }
}

/** The few fields of a Kubernetes `Status` that decide anything (signals §10 "Status details"). */
export interface StatusObject {
  code: number | null;
  reason: string;
  message: string;
  retryAfterSeconds: number | null;
  causes: string[];
}

const LEAST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
}

/** Reads a `Status`; null where it is anything else (a proxy's HTML, the text of a 429). */
export function readStatus(value: unknown): StatusObject | null {
  const status = record(value);
  if (status === null || status.kind !== 'Status') return null;
  const details = record(status.details);
  const causes = Array.isArray(details?.causes) ? details.causes : [];
  return {
    code: typeof status.code === 'number' ? status.code : null,
    reason: typeof status.reason === 'string' ? status.reason : '',
    message: typeof status.message === 'string' ? status.message : '',
    retryAfterSeconds: typeof details?.retryAfterSeconds === 'number' ? details.retryAfterSeconds : null,
    causes: causes.flatMap((cause) => {
      const fields = record(cause);
      return [fields?.reason, fields?.message].filter((text) => typeof text === 'string');
    }),
  };
}

/** Throws ApiError 'malformed' for anything but JSON. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError('malformed', 'The API server sent something that is not JSON.', { cause: error });
  }
}

/** An error from a refused request or an ERROR event. `body` is the raw text, or the object of the event. */
export function statusError(
  httpStatus: number,
  body: unknown,
  options: { retryAfterMs?: number | undefined; inStream?: boolean } = {},
): ApiError {
  const status = readStatus(body);
  const code = status?.code ?? httpStatus;
  const text = status?.message ?? (typeof body === 'string' ? firstLine(body) : '');
  const causes = status?.causes.join('\n') ?? '';
  return new ApiError('status', text === '' ? `The API server answered ${code}.` : text, {
    status: code,
    reason: status?.reason ?? '',
    inStream: options.inStream ?? false,
    retryAfterMs: sensibleWait(options.retryAfterMs ?? (status?.retryAfterSeconds ?? NaN) * 1000),
    // Three generations of the same refusal: a cause of its own, a cause's message, the message alone (F15).
    tooLargeResourceVersion: /ResourceVersionTooLarge|Too large resource version/.test(`${causes}\n${text}`),
    storeRead: /StoreReadError/.test(`${status?.reason ?? ''}\n${causes}`),
  });
}

/**
 * The one bound for what a server says of when to come back, in a header or in a body: at most five minutes. Less than a
 * second says no more than "again", and then our own back-off holds, or a full server would be asked without a pause.
 */
function sensibleWait(ms: number): number | undefined {
  return ms >= LEAST_WAIT_MS ? Math.min(ms, LONGEST_WAIT_MS) : undefined;
}

function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** Maps whatever Node threw to an ApiError; ours pass through. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ABORT_ERR' || (error instanceof Error && error.name === 'AbortError')) {
    return new ApiError('aborted', 'The request was given up.', { cause: error });
  }
  if (code === 'ECONNREFUSED') return new ApiError('refused', 'The API server refuses connections.', { cause: error });
  if (/^(ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EHOSTDOWN)/.test(code)) {
    return new ApiError('unreachable', `The API server cannot be reached: ${message}.`, { cause: error });
  }
  if (/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|HPE_INVALID_EOF_STATE)$/.test(code)) {
    return new ApiError('reset', 'The connection to the API server broke.', { cause: error });
  }
  if (/^HPE_/.test(code)) {
    return new ApiError('not-kubernetes', 'The address does not answer in HTTP.', { cause: error });
  }
  if (/_ALERT_.*(CERT|UNKNOWN_CA|ACCESS_DENIED)/.test(code)) {
    return new ApiError('tls', `The API server refuses the client certificate: ${message}.`, { cause: error });
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new ApiError('tls', `The API server's certificate is not accepted: ${message}.`, { cause: error });
  }
  return new ApiError('unreachable', `The API server cannot be reached: ${message}.`, { cause: error });
}

function errorCode(error: unknown): string {
  // Happy-eyeballs connects fail with an AggregateError of one error per address; the first is as good as any.
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return '';
}
