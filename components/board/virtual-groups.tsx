'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { RowGroup } from './board-row';
import { plural } from '@/lib/format/count';
import { byCause, linesOf, type Line } from './folds';
import { GroupHead, MoreRows } from './group-head';
import { RowLine } from './row-line';
import { openedRow } from './use-row-keys';

interface VirtualGroupsProps {
  groups: RowGroup[];
  base: string;
  now: string;
  old: Record<string, string>;
  waits: boolean;
  zone: string;
  leaving: ReadonlySet<string>;
}

/** What the server takes for a screen, so that the first lines are in the page before its scripts run. */
const firstScreen = { width: 1280, height: 900 };
/** In the session's storage: what was open on the board that the reader left. */
const openedGroups = 'unloop-open-groups';

/** A long board: by causes, each folded under its count; only the lines in sight are in the document. */
export function VirtualGroups({ groups, leaving, ...line }: VirtualGroupsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  /** Null until it is known what was open. */
  const [opened, setOpened] = useState<ReadonlySet<string> | null>(null);
  const lines = useMemo(() => linesOf(byCause(groups), opened ?? new Set()), [groups, opened]);
  const count = useMemo(() => groups.reduce((sum, { rows }) => sum + rows.length, 0), [groups]);
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (at) => ('row' in (lines[at] ?? {}) ? 33 : 52),
    getItemKey: (at) => keyOf(lines[at], at),
    scrollMargin: top,
    overscan: 12,
    initialRect: firstScreen,
  });

  useEffect(() => {
    setTop(box.current?.offsetTop ?? 0);
    setOpened(new Set(sessionStorage.getItem(openedGroups)?.split('\n')));
  }, []);

  function toggle({ group }: RowGroup): void {
    const next = new Set(opened);
    if (!next.delete(group.key)) next.add(group.key);
    setOpened(next);
    sessionStorage.setItem(openedGroups, [...next].join('\n'));
  }

  const show = useEffectEvent((at: number) => {
    virtual.scrollToIndex(at, { align: 'auto' });
    requestAnimationFrame(() => {
      box.current?.querySelector<HTMLElement>(`[data-line="${at}"] a`)?.focus();
    });
  });

  const comeBack = useEffectEvent(() => {
    const key = sessionStorage.getItem(openedRow);
    const at = key === null ? -1 : lines.findIndex((one) => 'row' in one && one.row.key === key);
    if (at < 0) return;
    sessionStorage.removeItem(openedRow);
    show(at);
  });
  // Coming back from a diagnosis: the row that was left is there once its group is open again. Not with each change of the
  // rows: one that is pressed is still to be left while its diagnosis is on its way.
  const isBack = opened !== null;
  useEffect(() => {
    if (isBack) comeBack();
  }, [isBack]);

  // The keyboard walks rows that are not in the document yet: bring the next one in, then focus it.
  const step = useEffectEvent((event: Event) => {
    const asked = stepIn(event);
    const at = lines.findIndex((one) => 'row' in one && one.row.key === asked.from);
    const target = nextRow(lines, at, asked.by);
    if (target < 0) return;
    show(target);
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const listener = (event: Event): void => step(event);
    element.addEventListener('unloop:step', listener);
    return () => element.removeEventListener('unloop:step', listener);
  }, []);

  return (
    <div
      ref={box}
      role="rowgroup"
      data-virtual
      className="relative print:h-auto!"
      style={{ height: virtual.getTotalSize() }}
    >
      <p className="print-only" role="presentation">
        Only the rows in sight are printed, of {plural(count, 'workload')}: narrow the board to print all.
      </p>
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
            className="absolute inset-x-0 top-0 print:static! print:transform-none!"
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            {'head' in one ? (
              <GroupHead {...one.head} fold={one.fold} onFold={() => toggle(one.head)} />
            ) : 'row' in one ? (
              <RowLine row={one.row} index={one.index} leaving={leaving.has(one.row.key)} {...line} />
            ) : (
              <MoreRows hidden={one.hidden} title={one.more.group.title} onOpen={() => toggle(one.more)} />
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

function keyOf(line: Line | undefined, at: number): string | number {
  if (!line) return at;
  if ('head' in line) return `head ${line.head.group.key}`;
  return 'row' in line ? line.row.key : `more ${line.more.group.key}`;
}

function nextRow(lines: Line[], from: number, by: number): number {
  for (let at = from + by; at >= 0 && at < lines.length; at += by) {
    const line = lines[at];
    if (line && 'row' in line) return at;
  }
  return -1;
}
