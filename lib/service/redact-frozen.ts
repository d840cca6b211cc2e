/** Redacts what is to be frozen, or was frozen by an older version, once more: the newest rules apply (security §3). */
import 'server-only';

import type { Redactor } from '../redact/redactor';

/**
 * A copy of plain JSON with every string redacted. Marks are offsets into a text beside them (`marks` into `text` or
 * `message`): where that text changed, they would point at the wrong words, so they are dropped.
 */
export function redactDeep<T>(value: T, redact: Redactor): T {
  return asSameShape<T>(redactValue(value, redact));
}

/** Strings stay strings, arrays keep their length and objects their keys, so the shape is the one that went in. */
function asSameShape<T>(value: unknown): T {
  return value as T;
}

function redactValue(value: unknown, redact: Redactor): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, redactValue(item, redact)]);
  const copy = Object.fromEntries(entries);
  const before: Record<string, unknown> = { ...value };
  if (Array.isArray(copy['marks']) && (copy['text'] !== before['text'] || copy['message'] !== before['message'])) {
    copy['marks'] = [];
  }
  return copy;
}
