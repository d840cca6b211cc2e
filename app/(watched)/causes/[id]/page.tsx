import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CauseView } from '@/components/causes/cause-view';
import { causeWords, sentenceCase } from '@/lib/model/cause-words';
import { catalogue } from '@/lib/engine/catalogue.generated';
import { isCauseId } from '@/lib/model/causes';

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { id } = await params;
  return { title: isCauseId(id) ? sentenceCase(causeWords[id]) : 'No such cause' };
}

export default async function CausePage({ params }: PageProps) {
  const { id } = await params;
  if (!isCauseId(id)) notFound();
  return <CauseView id={id} page={catalogue.find((page) => page.id === id) ?? null} />;
}
