import type { ReactNode } from 'react';
import { HeaderBar } from '@/components/shell/header-bar';
import { Refusal } from '@/components/states/refusal';
import { getFreshness } from '@/lib/service/get-freshness';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

export default async function WatchedLayout({ children }: { children: ReactNode }) {
  const [freshness, preferences] = await Promise.all([ask(() => getFreshness()), readPreferences()]);
  return (
    <>
      <HeaderBar freshness={freshness.ok ? freshness.value : null} preferences={preferences} base="" filter />
      <main id="main" className="page">
        {freshness.ok ? children : <Refusal problem={freshness.problem} />}
      </main>
    </>
  );
}
