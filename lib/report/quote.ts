/** Evidence as a quotation: where it stands, when, and its words with the decisive parts marked. */

import { stripControl } from '../format/control';
import { plural } from '../format/count';
import { unitAfter } from '../format/measure';
import { formatClock, formatInstant } from '../format/time';
import type { Evidence, FieldEvidence, Span } from '../model/diagnosis';
import { oneLine } from './inline';

export interface QuotePart {
  text: string;
  decisive: boolean;
}

export interface Quote {
  /** From 1, as sentences refer to it. */
  number: number;
  source: string;
  when: string | null;
  /** Verbatim, over as many lines as it has. */
  parts: QuotePart[];
}

/** Text cut at its marks. Marks that overlap or reach past the end are cut to what is there. */
function marked(raw: string, marks: readonly Span[]): QuotePart[] {
  const text = stripControl(raw);
  // Offsets are of the raw text: where cleaning moved something, an unmarked quotation is the honest one.
  if (text !== raw) return [{ text, decisive: false }];
  const parts: QuotePart[] = [];
  let done = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    const from = Math.min(Math.max(start, done), text.length);
    const to = Math.min(Math.max(end, from), text.length);
    if (from > done) parts.push({ text: text.slice(done, from), decisive: false });
    if (to > from) parts.push({ text: text.slice(from, to), decisive: true });
    done = to;
  }
  if (done < text.length) parts.push({ text: text.slice(done), decisive: false });
  return parts;
}

function fieldParts(fields: FieldEvidence['fields']): QuotePart[] {
  return fields.flatMap(({ path, value, decisive }, index) => [
    { text: `${index > 0 ? '\n' : ''}${oneLine(path)}: `, decisive: false },
    { text: stripControl(value), decisive },
  ]);
}

function partsOf(evidence: Evidence): QuotePart[] {
  switch (evidence.kind) {
    case 'field':
      return fieldParts(evidence.fields);
    case 'event':
      return marked(evidence.message, evidence.marks);
    case 'log':
    case 'object':
      return marked(evidence.text, evidence.marks);
    case 'metric':
      return evidence.samples.flatMap(({ at, value, decisive }, index) => [
        { text: `${index > 0 ? '\n' : ''}${formatClock(at)}  `, decisive: false },
        { text: stripControl(value), decisive },
        { text: unitAfter(value, evidence.unit), decisive: false },
      ]);
    case 'absence':
      return [{ text: `${stripControl(evidence.text)}\nlooked at: ${stripControl(evidence.looked)}`, decisive: false }];
  }
}

function sourceOf(evidence: Evidence): string {
  const object = oneLine(evidence.object);
  switch (evidence.kind) {
    case 'event': {
      const times = evidence.count > 1 ? `, ${plural(evidence.count, 'time')}` : '';
      return `${object}: ${oneLine(evidence.type)} event ${oneLine(evidence.reason)}${times}`;
    }
    case 'log':
      return `${object}: ${evidence.instance === 'previous' ? 'previous run, ' : ''}line ${evidence.line}`;
    case 'metric':
      return `${object}: ${oneLine(evidence.query)}`;
    default:
      return object;
  }
}

function whenOf(evidence: Evidence): string | null {
  if (evidence.at === null) return null;
  const first = evidence.kind === 'event' && evidence.firstAt !== evidence.at ? evidence.firstAt : null;
  return first === null ? formatInstant(evidence.at) : `${formatClock(first)} to ${formatInstant(evidence.at)}`;
}

/** A piece of evidence as a numbered quotation. `index` counts from 0, the number from 1. */
export function quoteOf(evidence: Evidence, index: number): Quote {
  return { number: index + 1, source: sourceOf(evidence), when: whenOf(evidence), parts: partsOf(evidence) };
}
