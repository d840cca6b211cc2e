/** Turns a failure of the store into a refusal that says what is wrong. */
import 'server-only';

import { Problem } from '../model/problem';
import type { Result } from '../model/result';

/** The value, or `not-ready` with the failure's own sentence. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Problem('not-ready', result.failure.message, { retryAfterSeconds: 10 });
}
