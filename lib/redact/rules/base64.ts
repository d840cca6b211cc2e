/** Secrets wrapped in base64: a run that decodes to readable text in which another rule finds something. */

import type { Finder, Range } from '../range';

const run = /(?<![A-Za-z0-9+/_=-])[A-Za-f][A-Za-z0-9+/_-]{15,}={0,2}/g;
const longest = 65_536;

/** The text behind base64, or null where it is not base64 of readable text (a digest, a hash, a key's bytes are not). */
export function readableBase64(text: string): string | null {
  const digits = text.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (digits.length % 4 === 1) return null;
  const decoded = atob(digits);
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00ff]/.test(decoded) ? null : decoded;
}

/** One in four characters carries the top bits of the first byte: for readable text they are A to f. Cheap, before decoding. */
function mayBeText(text: string): boolean {
  for (let at = 0; at < Math.min(text.length, 32); at += 4) if (!/[A-Za-f]/.test(text[at] ?? 'A')) return false;
  return true;
}

/**
 * A finder over what is wrapped, given the finder for plain text. All that decodes is looked through as one text, a line a
 * run, because a call for each of thousands of short runs would cost more than the reading. Not applied to its own
 * findings: one layer.
 */
export function createBase64Finder(plain: Finder): Finder {
  return (text) => {
    const runs: { start: number; end: number; from: number }[] = [];
    const lines: string[] = [];
    let length = 0;
    for (const found of text.matchAll(run)) {
      const whole = found[0];
      if (!mayBeText(whole)) continue;
      const decoded = readableBase64(whole.length > longest ? whole.slice(0, longest) : whole);
      if (decoded === null) continue;
      runs.push({ start: found.index, end: found.index + whole.length, from: length });
      lines.push(decoded);
      length += decoded.length + 2;
    }
    if (runs.length === 0) return [];
    const ranges: Range[] = [];
    let at = 0;
    for (const inside of plain(lines.join('\n\n')).sort((a, b) => a.start - b.start)) {
      while ((runs[at + 1]?.from ?? Infinity) <= inside.start) at += 1;
      const { start, end } = runs[at] ?? { start: 0, end: 0 };
      ranges.push({ start, end, kind: inside.kind });
    }
    return ranges;
  };
}
