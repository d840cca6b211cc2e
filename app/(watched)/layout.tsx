import type { ReactNode } from 'react';
import { HeaderBar } from '@/components/shell/header-bar';
import { Refusal } from '@/components/states/refusal';
import { listClusters } from '@/lib/service/list-clusters';
import { askedCluster } from '@/app/asked-cluster';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

export default async function WatchedLayout({ children }: { children: ReactNode }) {
  const cluster = await askedCluster();
  const [clusters, preferences] = await Promise.all([ask(() => listClusters({ cluster })), readPreferences()]);
  return (
    <>
      <HeaderBar sources={clusters.ok ? clusters.value : []} preferences={preferences} base="" filter />
      <main id="main" className="page">
        {clusters.ok ? children : <Refusal problem={clusters.problem} />}
      </main>
    </>
  );
}
