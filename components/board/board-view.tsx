import { plural } from '@/lib/format/count';
import type { DiagnosisList, Freshness } from '@/lib/model/views';
import { isOld } from '../shell/freshness-words';
import { PageFoot } from '../shell/page-foot';
import { AsLastHeard } from '../live/as-last-heard';
import { ConnectingState, FailedState, StaleNotice } from '../states/cluster-states';
import { onServersClock } from '../time/servers-clock';
import { BoardGrid } from './board-grid';
import { boardRow, type BoardFilters } from './board-row';
import { BoardHead } from './board-head';
import { Filters } from './filters';
import { HealthyRow } from './healthy-row';
import { OldPart } from './old-part';

interface BoardViewProps {
  list: DiagnosisList;
  freshness: Freshness;
  filters: BoardFilters;
  base: string;
  zone: string;
}

/** What is broken, as a sentence, then as rows; or why nothing can be said. */
export function BoardView({ list, freshness, filters, base, zone }: BoardViewProps) {
  if (freshness.state === 'connecting') return <ConnectingState freshness={freshness} />;
  const seen = list.totals.workloads > 0;
  if (freshness.state === 'failed' && !seen) return <FailedState freshness={freshness} zone={zone} />;
  const stale = isOld(freshness);
  const filtered = Object.values(filters).some((value) => value !== undefined && value !== '');
  const rows = list.items.map(boardRow);
  return (
    <>
      {stale && <StaleNotice freshness={freshness} zone={zone} />}
      {!stale && freshness.old && <OldPart totals={list.totals} freshness={freshness} live={base === ''} zone={zone} />}
      <AsLastHeard live={base === ''} stale={stale}>
        <BoardHead
          totals={list.totals}
          freshness={freshness}
          rows={rows}
          live={base === ''}
          base={base}
          zone={zone}
          readAt={onServersClock(new Date().toISOString(), freshness)}
        />
        <Filters totals={list.totals} filters={filters} old={freshness.old} live={base === ''} base={base} />
        <BoardGrid
          rows={rows}
          filters={filters}
          // What is not heard does not grow older in words either: it stands where it was last heard.
          now={stale ? freshness.showing : list.asOf}
          old={freshness.old}
          waits={stale}
          live={base === ''}
          ticking={base === '' && freshness.state === 'live'}
          base={base}
          zone={zone}
        >
          {filtered && (
            <p className="mt-7 text-ink-2">
              No workload fits this filter. {plural(list.totals.workloads, 'workload')} looked at.
            </p>
          )}
        </BoardGrid>
        {list.nextCursor !== null && (
          <p className="mt-7 px-1 text-ink-2 wide:px-3">
            Only the first {plural(rows.length, 'row')} are shown. Choose a namespace or filter to see the others.
          </p>
        )}
        <HealthyRow totals={list.totals} filters={filters} base={base} />
        <PageFoot />
      </AsLastHeard>
    </>
  );
}
