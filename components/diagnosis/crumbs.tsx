import type { Totals } from '@/lib/model/views';
import type { Workload } from '@/lib/model/workload';
import type { ReactNode } from 'react';
import { formatCount } from '@/lib/format/count';
import { boardPath } from '../words/addresses';
import { ClusterLink } from '../shell/cluster-link';

interface CrumbsProps {
  workload: Workload;
  /** Null on a shared page. */
  base: string | null;
  totals: Totals | null;
  children: ReactNode;
}

/** Where this is, and on the right what can be done with the page. */
export function Crumbs({ workload, base, totals, children }: CrumbsProps) {
  const broken = totals?.byStatus.broken ?? 0;
  const back = broken > 0 ? `${formatCount(broken)} broken` : 'Board';
  const slash = (
    <span aria-hidden="true" className="text-ink-3">
      /
    </span>
  );
  return (
    <>
      <p className="print-only">
        {workload.namespace} / {workload.kind} <b className="font-semibold">{workload.name}</b>
      </p>
      <div className="no-print my-3 flex items-center justify-end gap-2 wide:mt-[18px] wide:mb-[22px]">
        <nav aria-label="Where this is" className="mr-auto min-w-0">
          <ol className="flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
            {base !== null && (
              <li className="flex gap-2">
                <ClusterLink href={base || '/'} data-back className="coarse:-my-3 coarse:py-3">
                  {back}
                </ClusterLink>
                {slash}
              </li>
            )}
            <li className="flex gap-2">
              {base === null ? (
                workload.namespace
              ) : (
                <ClusterLink
                  href={boardPath(base, { namespace: workload.namespace })}
                  className="text-ink coarse:-my-3 coarse:py-3"
                >
                  {workload.namespace}
                </ClusterLink>
              )}
              {slash}
            </li>
            <li aria-current="page">
              {workload.kind} <b className="font-semibold">{workload.name}</b>
            </li>
          </ol>
        </nav>
        {children}
      </div>
    </>
  );
}
