/** Parts of a text that must go, and how they are taken out. */

export interface Range {
  /** Offsets [start, end) into the text. */
  start: number;
  end: number;
  /** What it is, for the placeholder: "aws-key", "password". */
  kind: string;
}

/** Finds secrets in one text. Total, and linear in its length. */
export type Finder = (text: string) => Range[];

/** Overlapping ranges become one, under the kind of the one that starts first (of two, the longer). */
export function merge(ranges: readonly Range[]): Range[] {
  const sorted = ranges.filter((range) => range.end > range.start).sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Range[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}
