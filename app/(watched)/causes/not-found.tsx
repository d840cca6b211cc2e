import { PageState } from '@/components/states/page-state';
import { ClusterLink } from '@/components/shell/cluster-link';

export const metadata = { title: 'No such cause' };

export default function NotFound() {
  return (
    <PageState title="There is no cause with this id.">
      <p>
        Ids of causes are permanent, so the address is wrong. <ClusterLink href="/causes">All causes</ClusterLink>
      </p>
    </PageState>
  );
}
