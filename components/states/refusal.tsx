import type { Problem } from '@/lib/model/problem';
import { LiveRefresh } from '../live/live-refresh';
import { PageState } from './page-state';
import { ClusterLink } from '../shell/cluster-link';

/** A page that the service refused: its own words, and what to do. */
export function Refusal({ problem }: { problem: Pick<Problem, 'code' | 'detail' | 'details'> }) {
  const waiting = problem.code === 'not-ready';
  return (
    <PageState title={waiting ? 'Not yet.' : 'Not shown.'}>
      <p>{problem.detail}</p>
      {problem.details.remedy && <p>{problem.details.remedy}</p>}
      {waiting && <LiveRefresh workload={null} status={null} />}
      {problem.code !== 'forbidden' && (
        <p>
          <ClusterLink href="/">Board</ClusterLink>
        </p>
      )}
    </PageState>
  );
}
