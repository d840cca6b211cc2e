import { PageState } from '@/components/states/page-state';
import { UnknownCluster } from '@/components/states/unknown-cluster';
import { listClusters } from '@/lib/service/list-clusters';
import { askedCluster } from './asked-cluster';
import { ask } from './refusals';
import { ClusterLink } from '@/components/shell/cluster-link';

export const metadata = { title: 'Nothing here' };

export default async function NotFound() {
  const [cluster, clusters] = await Promise.all([askedCluster(), ask(() => listClusters())]);
  const unknown = clusters.ok && clusters.value.every(({ name }) => name !== cluster) ? cluster : undefined;
  return (
    <main id="main" className="page">
      {clusters.ok && unknown !== undefined ? (
        <UnknownCluster asked={unknown} clusters={clusters.value} />
      ) : (
        <PageState title="There is nothing at this address.">
          <p>
            A workload is at <code>/w/namespace/kind/name</code>, a pod at <code>/p/namespace/pod</code>.{' '}
            <ClusterLink href="/">Board</ClusterLink>
          </p>
        </PageState>
      )}
    </main>
  );
}
