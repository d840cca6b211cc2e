import { lacksPods } from '@/components/board/board-title';
import { StaleNotice } from '@/components/states/cluster-states';
import { PageState } from '@/components/states/page-state';
import { isWhole, lookedThrough } from '@/components/states/pod-not-found';
import { ClusterLink } from '@/components/shell/cluster-link';
import { clockToday } from '@/components/time/zone';
import { listClusters } from '@/lib/service/list-clusters';
import { askedCluster } from '@/app/asked-cluster';
import { readPreferences } from '@/app/preferences';

export const metadata = { title: 'No such workload' };

export default async function NotFound() {
  const [clusters, asked, { zone }] = await Promise.all([listClusters(), askedCluster(), readPreferences()]);
  const [looked] = lookedThrough(clusters, asked);
  const old = looked && !isWhole(looked) ? looked.freshness : null;
  const unsure = old !== null || (looked !== undefined && lacksPods(looked.freshness.missing));
  return (
    <>
      {/* What is rendered anew stays a not-found page until its address is another (Next's own boundary): it is loaded again. */}
      {unsure && <meta httpEquiv="refresh" content="10" />}
      {old && <StaleNotice freshness={old} zone={zone} />}
      <PageState title={unsure ? 'This workload is not known.' : 'There is no such workload.'}>
        <p>
          Unloop looked among all workloads that it knows, and among those whose pods were deleted within the last hour.
          It may have been deleted longer ago, have another kind, or lie in a namespace that may not be read:{' '}
          <ClusterLink href="/about">see what is missing</ClusterLink>.
        </p>
        {old && (
          <p>
            The picture is old: a workload that was made after {clockToday(old.showing, zone)} is not in it. This page
            goes on by itself when the cluster is read again.
          </p>
        )}
        <p>
          A link that was shared before still opens. <ClusterLink href="/">Board</ClusterLink>
        </p>
      </PageState>
    </>
  );
}
