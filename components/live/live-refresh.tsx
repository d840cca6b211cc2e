'use client';

import { useState } from 'react';
import type { Status } from '@/lib/model/diagnosis';
import { workloadKey } from '@/lib/model/workload';
import { useLive } from './use-live';
import { useRefresh } from './use-refresh';

interface LiveRefreshProps {
  /** Key of the workload the page shows; null: any change of the picture. */
  workload: string | null;
  status: Status | null;
}

/** Renders the page anew when what it shows has changed, and says a change of status once. */
export function LiveRefresh({ workload, status }: LiveRefreshProps) {
  const refreshSoon = useRefresh();
  const [spoken, setSpoken] = useState('');

  useLive(true, (event) => {
    if (event.event === 'resync') return refreshSoon();
    if (event.event === 'gone' && event.data.key === workload) return refreshSoon();
    if (event.event === 'freshness' && workload === null) return refreshSoon();
    if (event.event !== 'summary' || workloadKey(event.data.workload) !== workload) return undefined;
    if (event.data.status !== status) setSpoken(`${event.data.workload.name} is now ${event.data.status}`);
    return refreshSoon();
  });

  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
}
