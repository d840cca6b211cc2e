import type { Freshness, Totals } from '@/lib/model/views';
import { isCauseId } from '@/lib/model/causes';
import { boardPath } from '../words/addresses';
import { causeWords } from '@/lib/model/cause-words';
import { Fragment } from 'react';
import type { BoardFilters } from './board-row';
import { Namespaces } from './namespaces';
import { ClusterLink } from '../shell/cluster-link';

interface FiltersProps {
  totals: Totals;
  filters: BoardFilters;
  /** Of what is not watched any more: freshness.old. */
  old: Freshness['old'];
  live: boolean;
  base: string;
}

/** Namespaces with trouble, most first, each a link that narrows the board; what narrows it now can be taken away. */
export function Filters({ totals, filters, old, live, base }: FiltersProps) {
  const link = (change: Partial<BoardFilters>): string => boardPath(base, { ...filters, ...change });
  const active = [
    filters.status && filters.status !== 'all' && ['status', filters.status],
    filters.cause && ['cause', isCauseId(filters.cause) ? causeWords[filters.cause] : filters.cause],
    filters.q && ['q', `“${filters.q}”`],
  ].filter((entry) => Array.isArray(entry));
  return (
    <nav aria-label="Filters" className="text-ink-2">
      <Namespaces totals={totals} filters={filters} old={old} live={live} base={base} />
      {active.length > 0 && (
        <p>
          Only{' '}
          {active.map(([name, words], index) => (
            <Fragment key={name}>
              {index > 0 && ', '}
              <b className="font-semibold text-ink">{words}</b>
            </Fragment>
          ))}
          . <ClusterLink href={link({ status: undefined, cause: undefined, q: undefined })}>Show all</ClusterLink>
        </p>
      )}
      {filters.status === 'all' && (
        <p>
          With the healthy ones. <ClusterLink href={link({ status: undefined })}>Leave them out</ClusterLink>
        </p>
      )}
    </nav>
  );
}
