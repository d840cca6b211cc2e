import { plural } from '@/lib/format/count';
import type { RowGroup } from './board-row';

/** The heading of a group; a cause that several workloads share says how many. */
export function GroupHead({ group, rows }: RowGroup) {
  return (
    <div role="row" className="px-1 pt-[26px] pb-1.5 wide:px-3">
      <div role="rowheader" className="flex flex-wrap items-baseline gap-x-2.5">
        <h2 className="text-section font-semibold">{group.title}</h2>
        {group.kind === 'cause' && (
          <span className="text-small font-normal text-ink-2">one cause, {plural(rows.length, 'workload')}</span>
        )}
      </div>
    </div>
  );
}
