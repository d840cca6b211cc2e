import type { Span } from '@/lib/model/diagnosis';

interface Part {
  words: string;
  isMarked: boolean;
}

/** A text in its marked and unmarked parts. Marks that overlap or reach past the end are cut to what is there. */
export function markedParts(text: string, marks: readonly Span[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.min(Math.max(start, at), text.length);
    const to = Math.min(Math.max(end, from), text.length);
    parts.push({ words: text.slice(at, from), isMarked: false }, { words: text.slice(from, to), isMarked: true });
    at = to;
  }
  return [...parts, { words: text.slice(at), isMarked: false }].filter(({ words }) => words !== '');
}
