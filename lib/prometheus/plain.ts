// Texts that a Prometheus writes, made harmless where they enter.
import 'server-only';

/** What starts with ESC (or its 8-bit form) and tells a terminal to act. */
const sequence = /(?:\u001b\[|\u009b)[0-?]{0,50}[ -/]{0,10}[@-~]/g;

/** The text on one line, without terminal sequences, control, bidi and zero-width characters, cut at so many characters. */
export function plain(text: string, most: number): string {
  return text
    .slice(0, 10 * most)
    .replace(sequence, '')
    .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replace(/\p{C}/gu, '')
    .slice(0, most);
}
