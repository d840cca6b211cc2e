/** Takes out of cluster text what a terminal or a browser would act on instead of show (security A02, A03). */

/**
 * Terminal sequences as ECMA-48 writes them, in their 7-bit form (ESC [) and their 8-bit form (one C1 character).
 * A string sequence (OSC with its hyperlinks and titles, DCS, SOS, PM, APC) is taken out whole only when it is ended:
 * an unended one would otherwise hide everything behind it. No body can hold another introducer, so that each
 * character is looked at twice at most, however hostile the text.
 */
const sequences = new RegExp(
  [
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0000-\\u001f\\u007f-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c)',
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    '\\u001b[ -/]+[0-~]',
    '\\u001b[\\]PX^_0-~]',
  ].join('|'),
  'g',
);

/** C0 but tab and newline, DEL, C1; soft hyphen; marks that reorder; characters without a width. */
const invisible =
  '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f' +
  '\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e007f}';

/** A carriage return lets a terminal write over the line; the Unicode separators break lines that nobody counted. */
const separators = '\\r\\u2028\\u2029';

const anything = new RegExp(`[${invisible}${separators}\\p{Cs}]`, 'u');
const dropped = new RegExp(`[${invisible}]`, 'gu');
const spaced = new RegExp(`[${separators}]`, 'gu');
/** Half of a surrogate pair: neither UTF-8 nor PostgreSQL's jsonb can hold it. */
const half = /\p{Cs}/gu;

/**
 * The text without ANSI sequences, C0 and C1 characters (but newline and tab), bidi and zero-width characters. A
 * carriage return before a newline goes; one inside a line becomes a space, so that what it would have hidden stays
 * readable. Never adds or removes a newline. Linear in the length of the text.
 */
export function stripControl(text: string): string {
  if (!anything.test(text)) return text;
  return text
    .replace(sequences, '')
    .replace(dropped, '')
    .replace(/(?<!\r)\r+\n/g, '\n')
    .replace(spaced, ' ')
    .replace(half, '\ufffd');
}

/** True where a single line of text holds anything that stripControl would change, a newline or a tab. */
export function hasControl(text: string): boolean {
  return anything.test(text) || /[\n\t]/.test(text);
}
