import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { PodNotYetKnown } from '@/components/states/pod-not-found';
import { Refusal } from '@/components/states/refusal';
import { workloadPath } from '@/components/words/addresses';
import { findPodWorkload } from '@/lib/service/find-pod-workload';
import { getFreshness } from '@/lib/service/get-freshness';
import { part } from '@/app/parameters';
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
  const asked = { namespace: part(namespace), pod: part(pod) };
  const found = await ask(async () => ({ pod: await findPodWorkload(asked), freshness: await getFreshness() }));
  if (!found.ok) return <Refusal problem={found.problem} />;
  const { pod: known, freshness } = found.value;
  if (known) redirect(`${workloadPath(known.workload)}?pod=${encodeURIComponent(asked.pod)}`);
  if (freshness.state === 'connecting') return <PodNotYetKnown pod={asked.pod} freshness={freshness} />;
  notFound();
}
