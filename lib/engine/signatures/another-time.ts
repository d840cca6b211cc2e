/** Leaves out what a log repeats of another time: a file on a volume that is printed first, with the failures of its day. */

import type { LogDigest } from '../../model/log';
import { lastWords } from './last-words';
import { hourMs } from '../../format/units';

/** Clocks of containers stand in any time zone, up to 14 hours from that of the kubelet. */
const zoneMs = 15 * hourMs;

/** At the head of a line, behind its level, or in a field: of JSON, of logfmt, or in seconds or milliseconds. */
const forms = [
  /^\W{0,3}(?:[A-Z]{1,9}\W{1,4})?(\d{4})[-/.](\d\d)[-/.](\d\d)[T ]{1,3}(\d\d:\d\d:\d\d)/,
  /(?:^|[\s{,"])@?(?:time|ts|timestamp|t|datetime|asctime)(?:": ?"|="?)(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)/,
];
const epoch = /"(?:time|ts)": ?(\d{10})(?:\d{3})?[,.}]/;

/** When a line says that it was written, as if in UTC; null without a full date. */
function writtenMs(text: string): number | null {
  const head = text.slice(0, 300);
  const match = forms.map((form) => form.exec(head)).find((found) => found !== null);
  const [, year = '', month = '', day = '', time = ''] = match ?? [];
  const ms = match
    ? Date.parse(`${year}-${month}-${day}T${time}Z`)
    : Number(epoch.exec(head)?.[1] ?? Number.NaN) * 1000;
  return Number.isNaN(ms) ? null : ms;
}

/**
 * The digest without what was said long before the run began. Only full dates count, and only where a later line is of
 * the run: a clock that is wrong, or a log with no such line, says nothing of when. A line without a date goes with the
 * one before it; where what follows is of the run, and nothing else is complained of, it stays.
 *
 * @param startedAt when the kubelet says that the run began; null where it is not known.
 */
export function withoutOldWords(digest: LogDigest, startedAt: string | null): LogDigest {
  const fromMs = Date.parse(startedAt ?? '') - zoneMs;
  if (Number.isNaN(fromMs) || digest.hits.length === 0) return digest;
  const lines = digest.excerpt.map(({ n, text }) => ({ n, ms: writtenMs(text) }));
  const lastOwn = lines.findLast(({ ms }) => ms !== null && ms >= fromMs)?.n ?? 0;
  const old = new Set<number>();
  const after = new Set<number>();
  let before: { n: number; ms: number } | null = null;
  let undated: number[] = [];
  for (const { n, ms } of lines) {
    if (n > lastOwn) break;
    if (ms === null) undated.push(n);
    else {
      const wasOld = before !== null && before.ms < fromMs;
      if (wasOld && ms < fromMs) for (const one of undated) old.add(one);
      else if (wasOld) undated.filter((one, i) => one === (before?.n ?? 0) + i + 1).forEach((one) => after.add(one));
      if (ms < fromMs) old.add(n);
      before = { n, ms };
      undated = [];
    }
  }
  if (old.size === 0) return digest;
  const all = without(digest, (n) => old.has(n) || after.has(n));
  return all.hits.some(({ cause }) => cause !== null) ? all : without(digest, (n) => old.has(n));
}

/** The digest without its hits in some lines, and with its last words where those hid them. */
function without(digest: LogDigest, isOld: (n: number) => boolean): LogDigest {
  const hits = digest.hits.filter(({ line }) => !isOld(line));
  if (hits.length === digest.hits.length) return digest;
  const kept = new Map(digest.excerpt.filter(({ n }) => !isOld(n)).map((line) => [line.n, line]));
  const lines = Array.from({ length: digest.lines }, (_, index) => {
    const { at = null, text = '' } = kept.get(index + 1) ?? {};
    return { at, text, full: text };
  });
  return { ...digest, hits: [...hits, ...lastWords(lines, hits)].sort((a, b) => a.line - b.line) };
}
