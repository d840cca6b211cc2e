import type { Metadata } from 'next';
import { AboutView } from '@/components/about/about-view';
import { Refusal } from '@/components/states/refusal';
import { getAbout } from '@/lib/service/get-about';
import { askedCluster } from '@/app/asked-cluster';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

export const metadata: Metadata = { title: 'Connection and permissions' };

export default async function AboutPage() {
  const [about, { zone }] = await Promise.all([
    ask(async () => getAbout({ cluster: await askedCluster() })),
    readPreferences(),
  ]);
  if (!about.ok) return <Refusal problem={about.problem} />;
  return <AboutView about={about.value} zone={zone} />;
}
