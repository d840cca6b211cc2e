import { plural } from '@/lib/format/count';
import type { RowGroup } from './board-row';

interface GroupHeadProps extends RowGroup {
  /** On a long board a group is opened and folded by its heading. */
  fold?: 'open' | 'folded' | null;
  onFold?: () => void;
}

/** The heading of a group; a cause that several workloads share says how many, and so does what can be folded. */
export function GroupHead({ group, rows, fold = null, onFold }: GroupHeadProps) {
  const count = fold === null ? null : plural(rows.length, 'workload');
  const words = group.kind === 'cause' ? `one cause, ${plural(rows.length, 'workload')}` : count;
  return (
    <div role="row" className="px-1 pt-[26px] pb-1.5 wide:px-3">
      <div role="rowheader" className="flex flex-wrap items-baseline gap-x-2.5">
        <h2 className="text-section font-semibold">
          {fold === null ? (
            group.title
          ) : (
            <button
              type="button"
              aria-expanded={fold === 'open'}
              onClick={onFold}
              className="fold text-left font-semibold coarse:min-h-11"
            >
              {group.title}
            </button>
          )}
        </h2>
        {words !== null && <span className="text-small font-normal text-ink-2">{words}</span>}
      </div>
    </div>
  );
}

/** The line below a folded group. */
export function MoreRows({ hidden, title, onOpen }: { hidden: number; title: string; onOpen: () => void }) {
  return (
    <div role="row" className="px-1 wide:px-3">
      <span role="cell" className="block">
        <button type="button" onClick={onOpen} className="plain-button py-1.5">
          Show {plural(hidden, 'more workload')}
          <span className="sr-only"> of {title}</span>
        </button>
      </span>
    </div>
  );
}
