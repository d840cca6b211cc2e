import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { PodInSeveral } from '@/components/states/pod-in-several';
import { isWhole, lookedThrough, PodNotYetKnown, PodUnseen } from '@/components/states/pod-not-found';
import { unreadPods } from '@/components/states/pods-unread';
import { Refusal } from '@/components/states/refusal';
import { withCluster, workloadPath } from '@/components/words/addresses';
import { findPodWorkloads } from '@/lib/service/find-pod-workloads';
import { getAbout } from '@/lib/service/get-about';
import { listClusters } from '@/lib/service/list-clusters';
import { listDiagnoses } from '@/lib/service/list-diagnoses';
import { askedCluster } from '@/app/asked-cluster';
import { part } from '@/app/parameters';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

interface PageProps {
  params: Promise<{ namespace: string; pod: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { namespace, pod } = await params;
  return { title: `${part(pod)} in ${part(namespace)}` };
}

/** The address for an alert: leads to the workload of a pod, also when the pod is gone. No loading state above it: a redirect has to be one. */
export default async function PodPage({ params }: PageProps) {
  const { namespace, pod } = await params;
  const cluster = await askedCluster();
  const asked = { cluster, namespace: part(namespace), pod: part(pod) };
  const found = await ask(async () => ({
    pods: await findPodWorkloads(asked),
    clusters: await listClusters({ cluster }),
  }));
  if (!found.ok) return <Refusal problem={found.problem} />;
  const { pods, clusters } = found.value;
  const known = pods.map(({ workload, cluster: name, status }) => ({
    href: withCluster(`${workloadPath(workload)}?pod=${encodeURIComponent(asked.pod)}`, name),
    cluster: name,
    status,
  }));
  const [only] = known;
  if (known.length > 1) return <PodInSeveral pod={asked.pod} places={known} />;
  if (only) redirect(only.href);
  const looked = lookedThrough(clusters, cluster);
  const reading = looked.find(({ freshness }) => freshness.state === 'connecting');
  if (reading) {
    return <PodNotYetKnown pod={asked.pod} freshness={reading.freshness} several={looked.length > 1} />;
  }
  const { kinds } = await getAbout({ cluster });
  const unread = looked.length === 1 ? unreadPods(kinds, asked.namespace) : null;
  if (looked.every(isWhole) && unread === null) notFound();
  const [{ zone }, { totals }] = await Promise.all([readPreferences(), listDiagnoses({ cluster, limit: 1 })]);
  return (
    <PodUnseen
      pod={asked.pod}
      namespace={asked.namespace}
      clusters={looked}
      unread={unread}
      seen={totals.workloads > 0}
      permissions={(unread?.readers ?? []).flatMap(({ failure }) => failure?.permission ?? [])}
      zone={zone}
    />
  );
}
