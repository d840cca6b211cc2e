import type { ReactNode } from 'react';
import { HeaderBar } from '@/components/shell/header-bar';
import { Refusal } from '@/components/states/refusal';
import { getFreshness } from '@/lib/service/get-freshness';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ id: string }>;
}

export default async function OpenedLayout({ children, params }: LayoutProps) {
  const { id } = await params;
  const [freshness, preferences] = await Promise.all([ask(() => getFreshness({ source: id })), readPreferences()]);
  return (
    <>
      <HeaderBar
        sources={freshness.ok ? [{ name: freshness.value.source.name, freshness: freshness.value }] : []}
        preferences={preferences}
        base={`/open/${id}`}
        filter
      />
      <main id="main" className="page">
        {freshness.ok ? children : <Refusal problem={freshness.problem} />}
      </main>
    </>
  );
}
