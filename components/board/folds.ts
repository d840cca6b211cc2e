import { causeWords } from '@/lib/model/cause-words';
import type { CauseId } from '@/lib/model/causes';
import type { BoardRow, RowGroup } from './board-row';

/** Rows of a folded group that are shown: enough to see what it is about. */
const shownFolded = 3;

/** One line of a board that is too long to be read from end to end. `index`: the row's place among all, for those who hear it. */
export type Line =
  | { head: RowGroup; fold: 'open' | 'folded' | null }
  | { row: BoardRow; index: number }
  | { more: RowGroup; hidden: number };

/** Hundreds of rows of one family are read by their causes. What waits for another workload stays under that. */
export function byCause(groups: readonly RowGroup[]): RowGroup[] {
  return groups.flatMap((whole) => {
    if (whole.group.kind === 'cause') return [whole];
    const parts = new Map<CauseId | null, BoardRow[]>();
    for (const row of whole.rows) {
      const part = parts.get(row.cause);
      if (part) part.push(row);
      else parts.set(row.cause, [row]);
    }
    if (parts.size < 2) return [whole];
    return [...parts].map(([cause, rows]) => ({
      group: {
        ...whole.group,
        key: `${whole.group.key}/${cause ?? ''}`,
        title: cause === null ? whole.group.title : `${whole.group.title}: ${causeWords[cause]}`,
      },
      rows,
    }));
  });
}

/** Heads, and under each the rows that are shown. A group is folded until its key is in `opened`; one alone is never folded. */
export function linesOf(groups: readonly RowGroup[], opened: ReadonlySet<string>): Line[] {
  let index = 1;
  return groups.flatMap((group): Line[] => {
    const { rows } = group;
    // A line that says "1 more" takes the room of the row that it hides.
    const foldable = groups.length > 1 && rows.length > shownFolded + 1;
    const folded = foldable && !opened.has(group.group.key);
    const shown = folded ? rows.slice(0, shownFolded) : rows;
    const lines: Line[] = shown.map((row, at) => ({ row, index: index + at + 1 }));
    index += rows.length;
    return [
      { head: group, fold: foldable ? (folded ? 'folded' : 'open') : null },
      ...lines,
      ...(folded ? [{ more: group, hidden: rows.length - shownFolded }] : []),
    ];
  });
}
