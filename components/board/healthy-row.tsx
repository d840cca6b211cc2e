import type { Totals } from '@/lib/model/views';
import { plural } from '@/lib/format/count';
import { boardPath } from '../words/addresses';
import type { BoardFilters } from './board-row';
import { ClusterLink } from '../shell/cluster-link';

/** Healthy workloads are listed when somebody asks for them. */
export function HealthyRow({ totals, filters, base }: { totals: Totals; filters: BoardFilters; base: string }) {
  // The count is of the whole cluster, and a healthy workload has no cause: under such a filter neither would be true.
  if (totals.byStatus.healthy === 0 || filters.status || filters.cause) return null;
  const narrowed = Boolean(filters.q) || Boolean(filters.namespace);
  return (
    <p className="mt-7 px-1 text-ink-2 wide:px-3">
      <ClusterLink href={boardPath(base, { ...filters, status: 'all' })} className="coarse:inline-block coarse:py-3">
        {narrowed
          ? 'Look among the healthy ones too'
          : `List ${plural(totals.byStatus.healthy, 'healthy workload')} too`}
      </ClusterLink>
    </p>
  );
}
