import { describe, expect, it } from 'vitest';
import type { Summary } from '@/lib/model/diagnosis';
import { summaries } from '../fixtures/board';
import { boardRow, groupRows, passes } from './board-row';
import { applyChange, changeOf, release, waitingWords, type BoardState } from './patches';

const start: BoardState = { rows: summaries.map(boardRow), waiting: new Map() };
const find = (name: string): Summary => {
  const found = summaries.find(({ workload }) => workload.name === name);
  if (!found) throw new Error(`no ${name} in the fixture`);
  return found;
};
const cart = find('cart');
const event = (data: Summary) => ({ event: 'summary', data }) as const;
const arrived = (state: BoardState, data: Summary, held: boolean, filters = {}): BoardState => {
  const change = changeOf(event(data), filters);
  return change ? applyChange(state, change, held) : state;
};
const keys = (state: BoardState): string[] => state.rows.map((row) => row.key);
const fresh: Summary = { ...cart, workload: { ...cart.workload, name: 'basket' } };

describe('a change of a row', () => {
  it('is shown at once and in place, even under the hand', () => {
    const state = arrived(start, { ...cart, restarts: { ...cart.restarts, total: 8 } }, true);
    expect(keys(state)).toEqual(keys(start));
    expect(state.rows.find((row) => row.name === 'cart')?.restarts).toBe(8);
    expect(waitingWords(state)).toBe('');
  });
  it('waits where it would move other rows, and is let in at once where no hand is', () => {
    expect(keys(arrived(start, fresh, false))).toContain('shop/Deployment/basket');
    const held = arrived(start, fresh, true);
    expect(keys(held)).toEqual(keys(start));
    expect(waitingWords(held)).toBe('1 new');
    expect(keys(release(held))).toContain('shop/Deployment/basket');
  });
  it('puts a new row after the others of its group', () => {
    const state = arrived(start, fresh, false);
    const names = state.rows.map((row) => row.name);
    expect(names.indexOf('basket')).toBe(names.indexOf('cart') + 1);
  });
  it('keeps a row that got well until the hand is gone', () => {
    const held = arrived(start, { ...cart, status: 'healthy', primary: null, group: null }, true);
    expect(keys(held)).toEqual(keys(start));
    expect(waitingWords(held)).toBe('1 gone');
    expect(keys(release(held))).not.toContain('shop/Deployment/cart');
  });
  it('forgets a new row that went away while it waited', () => {
    const held = arrived(start, fresh, true);
    const gone = applyChange(held, { key: 'shop/Deployment/basket', row: null }, true);
    expect(waitingWords(gone)).toBe('');
    expect(keys(release(gone))).toEqual(keys(start));
  });
  it('is true at once in its words where only its place waits', () => {
    const moved: Summary = { ...cart, status: 'degraded', group: find('gateway').group };
    const held = arrived(start, moved, true);
    expect(held.rows.find((row) => row.name === 'cart')?.status).toBe('degraded');
    expect(keys(held)).toEqual(keys(start));
    expect(waitingWords(held)).toBe('1 moved');
  });
  it('of a workload outside the filter shows nothing', () => {
    expect(keys(arrived(start, fresh, false, { namespace: 'payments' }))).not.toContain('shop/Deployment/basket');
  });
});

describe('filters', () => {
  const row = boardRow(cart);
  it.each([
    [{}, true],
    [{ namespace: 'shop', q: 'OOM' }, true],
    [{ q: 'cart 256mi' }, true],
    [{ q: 'cart postgres' }, false],
    [{ cause: 'exits-zero' }, false],
    [{ status: 'degraded' }, false],
    [{ status: 'all' }, true],
  ])('%j', (filters, passed) => expect(passes(row, filters)).toBe(passed));
});

describe('groups', () => {
  it('stand with what a shared cause explains first, and the degraded last', () => {
    const titles = groupRows([...start.rows].reverse()).map(({ group }) => group.title);
    expect(titles[0]).toBe('postgres is down, and three workloads wait for it');
    expect(titles.at(-1)).toBe('Degraded');
  });
  it('have the workload that explains the others first', () => {
    const [shared] = groupRows([...start.rows].reverse());
    expect(shared?.rows.map((row) => row.name)).toEqual(['postgres', 'invoices', 'checkout', 'ledger']);
  });
});
