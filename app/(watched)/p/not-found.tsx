import { PodNotFound } from '@/components/states/pod-not-found';
import { getFreshness } from '@/lib/service/get-freshness';

export const metadata = { title: 'Pod not known' };

export default async function NotFound() {
  return <PodNotFound freshness={await getFreshness()} />;
}
