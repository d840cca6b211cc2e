import { PageState } from '@/components/states/page-state';
import { ClusterLink } from '@/components/shell/cluster-link';

export const metadata = { title: 'No such workload' };

export default function NotFound() {
  return (
    <PageState title="There is no such workload.">
      <p>
        Unloop looked among all workloads that it knows, and among those whose pods were deleted within the last hour.
        It may have been deleted longer ago, have another kind, or lie in a namespace that may not be read:{' '}
        <ClusterLink href="/about">see what is missing</ClusterLink>.
      </p>
      <p>
        A link that was shared before still opens. <ClusterLink href="/">Board</ClusterLink>
      </p>
    </PageState>
  );
}
