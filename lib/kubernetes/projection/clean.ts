// Composes what every text from the cluster passes through: control characters out, then secrets out.
import 'server-only';

import { stripControl } from '../../format/control';
import type { Redactor } from '../../redact/redactor';

/** Turns free text of the cluster into text that may be kept, shown and shared. */
export type Clean = (text: string) => string;

/**
 * Strips first, redacts second: an escape sequence or a zero-width character in the middle of a token would otherwise
 * hide it from the redactor's patterns (security §5 A02, A03).
 */
export function createCleaner(redact: Redactor): Clean {
  return (text) => redact(stripControl(text));
}
