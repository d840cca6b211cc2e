'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { BoardRow, RowGroup } from './board-row';
import { GroupHead } from './group-head';
import { RowLine } from './row-line';

interface VirtualGroupsProps {
  groups: RowGroup[];
  base: string;
  now: string;
  zone: string;
  leaving: ReadonlySet<string>;
}

type Line = { head: RowGroup } | { row: BoardRow; index: number };

/** The same lines as the plain board, but only those in sight are in the document. */
export function VirtualGroups({ groups, leaving, ...line }: VirtualGroupsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const lines = flatten(groups);
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (at) => ('head' in (lines[at] ?? {}) ? 52 : 33),
    getItemKey: (at) => keyOf(lines[at], at),
    scrollMargin: top,
    overscan: 12,
  });

  useEffect(() => setTop(box.current?.offsetTop ?? 0), []);

  // The keyboard walks rows that are not in the document yet: bring the next one in, then focus it.
  const step = useEffectEvent((event: Event) => {
    const asked = stepIn(event);
    const at = lines.findIndex((one) => 'row' in one && one.row.key === asked.from);
    const target = nextRow(lines, at, asked.by);
    if (target < 0) return;
    virtual.scrollToIndex(target, { align: 'auto' });
    requestAnimationFrame(() => {
      box.current?.querySelector<HTMLElement>(`[data-line="${target}"] a`)?.focus();
    });
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const listener = (event: Event): void => step(event);
    element.addEventListener('unloop:step', listener);
    return () => element.removeEventListener('unloop:step', listener);
  }, []);

  return (
    <div ref={box} role="rowgroup" data-virtual className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const one = lines[item.index];
        if (!one) return null;
        return (
          <div
            key={item.key}
            role="presentation"
            data-index={item.index}
            data-line={item.index}
            ref={virtual.measureElement}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            {'head' in one ? (
              <GroupHead {...one.head} />
            ) : (
              <RowLine row={one.row} index={one.index} leaving={leaving.has(one.row.key)} {...line} />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** What use-row-keys sends with `unloop:step`: nothing else sends that event. */
function stepIn(event: Event): { from: string; by: 1 | -1 } {
  return (event as CustomEvent<{ from: string; by: 1 | -1 }>).detail;
}

function flatten(groups: RowGroup[]): Line[] {
  let index = 1;
  return groups.flatMap((group): Line[] => [
    { head: group },
    ...group.rows.map((row) => ({ row, index: (index += 1) })),
  ]);
}

function keyOf(line: Line | undefined, at: number): string | number {
  if (!line) return at;
  return 'head' in line ? `head ${line.head.group.key}` : line.row.key;
}

function nextRow(lines: Line[], from: number, by: number): number {
  for (let at = from + by; at >= 0 && at < lines.length; at += by) {
    const line = lines[at];
    if (line && 'row' in line) return at;
  }
  return -1;
}
