import type { ClusterView } from '@/lib/model/views';
import { withCluster } from '../words/addresses';
import { PageState } from './page-state';

/** The address names a cluster that is not watched: says which ones are. */
export function UnknownCluster({ asked, clusters }: { asked: string; clusters: ClusterView[] }) {
  const [first, ...others] = clusters;
  return (
    <PageState title={`No cluster called ${asked} is watched here.`}>
      <p>Unloop watches:</p>
      <ul className="[overflow-wrap:anywhere]">
        {clusters.map(({ name }) => (
          <li key={name}>
            <a href={withCluster('/', others.length > 0 ? name : null)}>{name}</a>
            {others.length > 0 && name === first?.name && ', which is meant where none is named'}
          </li>
        ))}
      </ul>
    </PageState>
  );
}
