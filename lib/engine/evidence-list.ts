/** The evidence of a diagnosis, numbered as it is cited. */

import type { Evidence, Span } from '../model/diagnosis';
import { absence } from './evidence';

/** An event is the same whatever of it was decisive; anything else is when everything in it is. */
function keyOf(evidence: Evidence): string {
  return JSON.stringify(evidence.kind === 'event' ? { ...evidence, marks: [] } : evidence);
}

/** An object that has none of the fields that would tell: that is what there is to say of it. */
function orAbsence(evidence: Evidence): Evidence {
  if (evidence.kind !== 'field' || evidence.fields.length > 0) return evidence;
  return absence(evidence.object, 'none of the fields that would tell more', 'the object as it was read');
}

/** The marks of both; where two overlap, the one that begins first. */
function joined(a: readonly Span[], b: readonly Span[]): Span[] {
  const sorted = [...a, ...b].sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  return sorted.reduce<Span[]>((kept, span) => (span[0] >= (kept.at(-1)?.[1] ?? 0) ? [...kept, span] : kept), []);
}

/** The same quotation has one number, an event one with all that was marked in it. */
export class EvidenceList {
  readonly items: Evidence[] = [];
  private readonly known = new Map<string, number>();

  cite = (evidence: readonly Evidence[]): number[] =>
    evidence.map(orAbsence).map((item) => {
      const key = keyOf(item);
      const at = this.known.get(key);
      if (at === undefined) {
        this.known.set(key, this.items.push(item) - 1);
        return this.items.length - 1;
      }
      const before = this.items[at];
      if (before?.kind === 'event' && item.kind === 'event' && item.marks.length > 0)
        this.items[at] = { ...before, marks: joined(before.marks, item.marks) };
      return at;
    });
}
