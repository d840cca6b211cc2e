import { boardRow, passes, type BoardFilters, type BoardRow } from './board-row';
import type { LiveEvent } from '@/lib/model/views';

/**
 * The board's rows while the stream changes them. A row that stays where it is changes at once. What would move other
 * rows (a new one, one that goes, one that changes its group) waits while the reader's hand is on the board.
 */
export interface BoardState {
  rows: BoardRow[];
  /** Changes that wait, by key: the row to show, or null for one that goes. */
  waiting: ReadonlyMap<string, BoardRow | null>;
}

type Change = { key: string; row: BoardRow | null };

/** The change an event means for this board, or null where it means none. */
export function changeOf(event: LiveEvent, filters: BoardFilters): Change | null {
  if (event.event === 'gone') return { key: event.data.key, row: null };
  if (event.event !== 'summary') return null;
  const row = boardRow(event.data);
  return { key: row.key, row: passes(row, filters) ? row : null };
}

/**
 * The rows after one change of the stream. While `held` (somebody reads or types) rows keep their places, and moves,
 * arrivals and departures wait.
 */
export function applyChange(state: BoardState, { key, row }: Change, held: boolean): BoardState {
  const index = state.rows.findIndex((known) => known.key === key);
  const known = state.rows[index];
  if (known && row && known.group.key === row.group.key) {
    const waiting = without(state.waiting, key);
    return { rows: state.rows.with(index, row), waiting };
  }
  if (!known && !row) return { rows: state.rows, waiting: without(state.waiting, key) };
  if (held) {
    const waiting = new Map(state.waiting).set(key, row);
    // Its words are true at once; only its place waits.
    const rows = known && row ? state.rows.with(index, { ...row, group: known.group }) : state.rows;
    return { rows, waiting };
  }
  return { rows: place(state.rows, key, row), waiting: without(state.waiting, key) };
}

/** Lets in all that waited. */
export function release(state: BoardState): BoardState {
  if (state.waiting.size === 0) return state;
  let rows = state.rows;
  for (const [key, row] of state.waiting) rows = place(rows, key, row);
  return { rows, waiting: new Map() };
}

/** "2 new", "1 gone": what waits, in words; empty where nothing does. */
export function waitingWords(state: BoardState): string {
  const known = new Set(state.rows.map((row) => row.key));
  let fresh = 0;
  let moved = 0;
  let gone = 0;
  for (const [key, row] of state.waiting) {
    if (row === null) gone += 1;
    else if (known.has(key)) moved += 1;
    else fresh += 1;
  }
  const words = [fresh && `${fresh} new`, moved && `${moved} moved`, gone && `${gone} gone`];
  return words.filter(Boolean).join(', ');
}

function place(rows: BoardRow[], key: string, row: BoardRow | null): BoardRow[] {
  const others = rows.filter((known) => known.key !== key);
  if (row === null) return others;
  const last = others.findLastIndex((known) => known.group.key === row.group.key);
  return last < 0 ? [...others, row] : others.toSpliced(last + 1, 0, row);
}

function without(waiting: ReadonlyMap<string, BoardRow | null>, key: string): ReadonlyMap<string, BoardRow | null> {
  if (!waiting.has(key)) return waiting;
  const left = new Map(waiting);
  left.delete(key);
  return left;
}
