/** Secrets wrapped in base64: a run that decodes to readable text in which another rule finds something. */

import type { Finder, Range } from '../range';

/** Behind "=" too ("cfg=eyJ…"); a slash is of the alphabet, so a run may begin with what stands before it. */
const run = /(?<![A-Za-z0-9+/_-])\/?[A-Za-z0-9][A-Za-z0-9+/_-]{15,}={0,2}/g;
/** Lines of one width and the shorter one that ends them, as `base64` writes them; the kubelet's time may stand before each. */
const wrapped =
  /(?<![A-Za-z0-9+/_-])[A-Za-f][A-Za-z0-9+/]{59,75}(?:\n(?:\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)[ \t])?[ \t]{0,40}[A-Za-z0-9+/]{1,76}={0,2}(?=[ \t"',]{0,4}(?:\n|$)))+/g;
const lastOfLine = /[A-Za-z0-9+/]+={0,2}$/gm;
type Part = Pick<Range, 'start' | 'end'>;

const longest = 65_536;
/** So many readable characters in a row are no chance: what follows them may be cut or belong to something else. */
const leastReadable = 24;

/** Bytes that text has not; bytes over 0x7f are looked at only where there are some. */
const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const beyondAscii = /[\u0080-\u00ff]/;

/** Bytes as UTF-8, a letter cut at the end left out; null where they are none. */
function utf8(bytes: string): string | null {
  try {
    const codes = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(codes, { stream: true });
  } catch {
    return null;
  }
}

/** The text behind base64, or null where it is not base64 of readable text (a digest, a hash, a key's bytes are not). */
export function readableBase64(text: string): string | null {
  const digits = text.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  const decoded = atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
  const stop = decoded.search(unreadable);
  const bytes = stop < 0 ? decoded : decoded.slice(0, stop);
  if (stop >= 0 && stop < leastReadable) return null;
  const wide = bytes.search(beyondAscii);
  if (wide < 0) return bytes;
  return utf8(bytes) ?? (wide < leastReadable ? null : bytes.slice(0, wide));
}

/**
 * One in four characters carries the top bits of the first byte: for readable text they are A to f, but for the odd letter
 * outside ASCII. Cheap, before decoding.
 */
function mayBeText(text: string, from: number): boolean {
  if (!/[A-Za-f]/.test(text[from] ?? '')) return false;
  let odd = 0;
  for (let at = from + 4; at < Math.min(text.length, from + 32); at += 4) {
    if (!/[A-Za-f=]/.test(text[at] ?? 'A')) odd += 1;
    if (odd > 1) return false;
  }
  return true;
}

/** Where in a run base64 of text may begin: at its start, and behind each of the first slashes. */
function beginnings(whole: string): number[] {
  const starts = [0];
  for (let at = whole.indexOf('/'); at >= 0 && starts.length < 8; at = whole.indexOf('/', at + 1)) starts.push(at + 1);
  return starts.filter((start) => whole.length - start >= 16 && mayBeText(whole, start)).slice(0, 3);
}

/**
 * A finder over what is wrapped, given the finder for plain text. All that decodes is looked through as one text, a line a
 * run, because a call for each of thousands of short runs would cost more than the reading. One layer: for base64 in
 * base64 the finder itself is part of `plain`.
 */
export function createBase64Finder(plain: Finder): Finder {
  return (text) => {
    const runs: { parts: Part[]; from: number }[] = [];
    const lines: string[] = [];
    let length = 0;
    const read = (parts: Part[], digits: string): boolean => {
      const decoded = readableBase64(digits.length > longest ? digits.slice(0, longest) : digits);
      if (decoded === null) return false;
      runs.push({ parts, from: length });
      lines.push(decoded);
      length += decoded.length + 2;
      return true;
    };
    for (const { 0: whole, index } of text.matchAll(run)) {
      for (const start of beginnings(whole))
        if (read([{ start: index + start, end: index + whole.length }], whole.slice(start))) break;
    }
    if (text.includes('\n')) {
      for (const { 0: whole, index } of text.matchAll(wrapped)) {
        if (!mayBeText(whole, 0)) continue;
        const pieces = [...whole.matchAll(lastOfLine)];
        const parts = pieces.map((line) => ({ start: index + line.index, end: index + line.index + line[0].length }));
        read(parts, pieces.map((line) => line[0].replace(/=+$/, '')).join(''));
      }
    }
    if (runs.length === 0) return [];
    const ranges: Range[] = [];
    let at = 0;
    for (const inside of plain(lines.join('\n\n')).sort((a, b) => a.start - b.start)) {
      while ((runs[at + 1]?.from ?? Infinity) <= inside.start) at += 1;
      for (const part of runs[at]?.parts ?? []) ranges.push({ ...part, kind: inside.kind });
    }
    return ranges;
  };
}
