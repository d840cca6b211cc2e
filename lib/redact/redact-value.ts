/** Redaction of plain JSON: every string, and whatever stands under a telling key. */

import type { Redactor } from './redactor';
import { tellingName } from './rules/key-names';

/**
 * One value under a telling key, read as the text `{"key":"value"}` would be, so that the same rules decide what is a
 * secret and what is only a word ("true", a path, a reference).
 */
function underKey(key: string, value: string, redact: Redactor): string {
  const lead = `{${JSON.stringify(key)}:`;
  const out = redact(`${lead}${JSON.stringify(value)}}`);
  if (!out.startsWith(lead)) return redact(value);
  try {
    const inner: unknown = JSON.parse(out.slice(lead.length, -1));
    return typeof inner === 'string' ? inner : redact(value);
  } catch {
    // The cut went through the closing quote: nothing of the value is left to show.
    return '«redacted:value:0000»';
  }
}

function walk(value: unknown, key: string | null, redact: Redactor): unknown {
  if (typeof value === 'string') return key === null ? redact(value) : redact(underKey(key, value, redact));
  if (typeof value === 'number' && key !== null) {
    const shown = underKey(key, String(value), redact);
    return shown === String(value) ? value : shown;
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, key, redact));
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  const name = entries.find(([field]) => field === 'name' || field === 'key')?.[1];
  return Object.fromEntries(
    entries.map(([field, inner]) => {
      // Under `value` a name beside it counts, else the key above; any other field answers for itself: the
      // `secretName` of a volume's `secret` is a name.
      const above = typeof name === 'string' && tellingName(name) !== null ? name : key;
      const telling = field === 'value' ? above : tellingName(field) !== null ? field : null;
      return [field, walk(inner, telling, redact)];
    }),
  );
}

/**
 * A copy of plain JSON with each string redacted, and each string or number under a telling key ("password", "apiKey", or
 * `value` beside `name: DB_PASSWORD`) gone. Key names stay. Total on anything JSON can hold.
 */
export function redactValue(value: unknown, redact: Redactor): unknown {
  return walk(value, null, redact);
}
