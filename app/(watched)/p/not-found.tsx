import { lookedThrough, PodNotFound } from '@/components/states/pod-not-found';
import { listClusters } from '@/lib/service/list-clusters';
import { askedCluster } from '@/app/asked-cluster';

export const metadata = { title: 'Pod not known' };

export default async function NotFound() {
  return <PodNotFound clusters={lookedThrough(await listClusters(), await askedCluster())} />;
}
