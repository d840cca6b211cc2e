'use client';

import dynamic from 'next/dynamic';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useNow } from '../time/use-now';
import { isHeard } from '../live/live-feed';
import { useConnection, useLive } from '../live/use-live';
import { useRefresh } from '../live/use-refresh';
import { groupRows, passes, type BoardFilters, type BoardRow } from './board-row';
import { BoardHeads } from './board-heads';
import { GroupHead } from './group-head';
import { applyChange, changeOf, release, waitingWords, type BoardState } from './patches';
import { RowLine } from './row-line';
import { useNarrowing } from './typed-words';
import { useRowKeys } from './use-row-keys';

/** Above this many rows only those in sight are in the document. */
const virtualFrom = 200;

const VirtualGroups = dynamic(() => import('./virtual-groups').then((module) => module.VirtualGroups));

interface BoardGridProps {
  rows: BoardRow[];
  filters: BoardFilters;
  /** The instant the rows are true of. */
  now: string;
  /** Of what is not watched any more: freshness.old. */
  old?: Record<string, string> | undefined;
  /** Nothing is read at this moment, for the API server is away. */
  waits: boolean;
  /** The page has a stream: the watched source, also where it is a recording whose logs are still being read. */
  live: boolean;
  /** The clock goes on. */
  ticking: boolean;
  base: string;
  zone: string;
  /** Shown where there is no row; the stream may still bring one. */
  children: ReactNode;
}

const noneOld = {};

/** The rows of the board: grouped, patched by the stream, walked with j and k. */
export function BoardGrid({
  rows,
  filters,
  now: servedAt,
  old = noneOld,
  waits,
  live,
  ticking,
  base,
  zone,
  children,
}: BoardGridProps) {
  const refresh = useRefresh();
  const grid = useRef<HTMLDivElement>(null);
  const [served, setServed] = useState(rows);
  const [state, setState] = useState<BoardState>({ rows, waiting: new Map() });
  const [hand, setHand] = useState({ over: false, inside: false });
  const held = hand.over || hand.inside;
  const heard = isHeard(useConnection(live));
  const now = useNow(servedAt, ticking && heard);

  if (served !== rows) {
    setServed(rows);
    setState({ rows, waiting: new Map() });
  }

  // The hand is gone: what waited comes in.
  if (!held && state.waiting.size > 0) setState(release);

  useLive(live, (event, again) => {
    if (event.event === 'resync') return refresh();
    const change = changeOf(event, filters);
    // A reading lets in all that waited, and so what came after it.
    if (change) setState((before) => applyChange(before, change, held && !again));
    return undefined;
  });

  useRowKeys(grid);
  const words = useNarrowing(filters.q ?? '');
  const shown = useMemo(
    () => (words === null ? state.rows : state.rows.filter((row) => passes(row, { q: words, status: 'all' }))),
    [state.rows, words],
  );
  const groups = useMemo(() => groupRows(shown), [shown]);
  const waiting = waitingWords(state);
  const lines = {
    base,
    now,
    old,
    waits,
    zone,
    leaving: new Set([...state.waiting].flatMap(([key, row]) => (row ? [] : [key]))),
  };

  return (
    <>
      {waiting !== '' && (
        <button type="button" className="button sticky top-2 z-10 mt-3" onClick={() => setState(release)}>
          {waiting}, show
        </button>
      )}
      {state.rows.length === 0 && children}
      <div
        ref={grid}
        hidden={shown.length === 0}
        role="table"
        aria-label="Workloads"
        aria-rowcount={shown.length + 1}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setHand((at) => ({ ...at, over: true }))}
        onPointerLeave={() => setHand((at) => ({ ...at, over: false }))}
        onFocus={() => setHand((at) => ({ ...at, inside: true }))}
        onBlur={(event) =>
          event.currentTarget.contains(event.relatedTarget) || setHand((at) => ({ ...at, inside: false }))
        }
      >
        {shown.length === 0 ? null : <BoardHeads />}
        {shown.length > virtualFrom ? (
          <VirtualGroups groups={groups} {...lines} />
        ) : (
          <PlainGroups groups={groups} {...lines} />
        )}
      </div>
    </>
  );
}

interface GroupsProps {
  groups: ReturnType<typeof groupRows>;
  base: string;
  now: string;
  old: Record<string, string>;
  waits: boolean;
  zone: string;
  leaving: ReadonlySet<string>;
}

function PlainGroups({ groups, leaving, ...line }: GroupsProps) {
  let index = 1;
  return groups.map((group) => (
    <div key={group.group.key} role="rowgroup" aria-label={group.group.title}>
      <GroupHead {...group} />
      <div role="presentation" className="border-t border-line">
        {group.rows.map((row) => (
          <RowLine key={row.key} row={row} index={(index += 1)} leaving={leaving.has(row.key)} {...line} />
        ))}
      </div>
    </div>
  ));
}
