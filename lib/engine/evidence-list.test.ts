import { describe, expect, it } from 'vitest';
import type { EventEvidence } from '../model/diagnosis';
import { EvidenceList } from './evidence-list';

const message = 'Container app failed liveness probe, will be restarted';
const killing = (...marks: EventEvidence['marks']): EventEvidence => ({
  kind: 'event',
  object: 'Pod shop/cart-1',
  at: '2026-11-21T03:00:00Z',
  type: 'Normal',
  reason: 'Killing',
  message,
  marks,
  count: 1,
  firstAt: '2026-11-21T03:00:00Z',
});

describe('the list of evidence', () => {
  it('holds one event once, with all that was marked in it', () => {
    const list = new EvidenceList();
    expect(list.cite([killing([14, 35]), killing()])).toEqual([0, 0]);
    expect(list.cite([killing([10, 13], [14, 20])])).toEqual([0]);
    expect(list.items).toEqual([killing([10, 13], [14, 35])]);
  });

  it('keeps two events of the same words apart', () => {
    const list = new EvidenceList();
    const other = { ...killing(), at: '2026-11-21T03:05:00Z' };
    expect(list.cite([killing(), other, killing()])).toEqual([0, 1, 0]);
  });

  it('keeps what comes in unchanged', () => {
    const first = killing();
    new EvidenceList().cite([first, killing([10, 13])]);
    expect(first.marks).toEqual([]);
  });

  it('says of an object without the fields that it has none', () => {
    const list = new EvidenceList();
    expect(list.cite([{ kind: 'field', object: 'Pod shop/cart-1', at: null, fields: [] }])).toEqual([0]);
    expect(list.items).toMatchObject([{ kind: 'absence', object: 'Pod shop/cart-1' }]);
  });
});
