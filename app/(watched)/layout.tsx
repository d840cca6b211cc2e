import type { ReactNode } from 'react';
import { HeaderBar } from '@/components/shell/header-bar';
import { AsRead } from '@/components/live/as-read';
import { Refusal } from '@/components/states/refusal';
import { getLiveId } from '@/lib/service/get-live-id';
import { listClusters } from '@/lib/service/list-clusters';
import { askedCluster } from '@/app/asked-cluster';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

export default async function WatchedLayout({ children }: { children: ReactNode }) {
  const cluster = await askedCluster();
  const [read, preferences] = await Promise.all([
    ask(async () => ({ upTo: await getLiveId({ cluster }), clusters: await listClusters({ cluster }) })),
    readPreferences(),
  ]);
  const { upTo, clusters } = read.ok ? read.value : { upTo: '', clusters: [] };
  return (
    <>
      <AsRead reading={{ upTo }}>
        <HeaderBar sources={clusters} preferences={preferences} base="" filter />
      </AsRead>
      <main id="main" className="page">
        {read.ok ? children : <Refusal problem={read.problem} />}
      </main>
    </>
  );
}
