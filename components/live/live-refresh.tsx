'use client';

import { useEffect, useRef, useState } from 'react';
import type { Status } from '@/lib/model/diagnosis';
import { spokenOf, workloadOf } from './spoken';
import { useLive } from './use-live';
import { useRefresh } from './use-refresh';

/** A workload that is deleted is first told as healthy, with nothing left to be wrong: its end follows within this. */
const settleMs = 500;

interface LiveRefreshProps {
  /** Key of the workload the page shows; null: any change of the picture. */
  workload: string | null;
  status: Status | null;
}

/** Renders the page anew when what it shows has changed, and says once what became of the workload. */
export function LiveRefresh({ workload, status }: LiveRefreshProps) {
  const refreshSoon = useRefresh();
  const [spoken, setSpoken] = useState('');
  const speaking = useRef<number | null>(null);
  useEffect(() => () => window.clearTimeout(speaking.current ?? undefined), []);

  useLive(true, (event) => {
    if (event.event === 'resync') return refreshSoon();
    if (event.event === 'freshness' && workload === null) return refreshSoon();
    if (workload === null || workloadOf(event) !== workload) return undefined;
    const words = spokenOf(event, workload, status);
    if (words !== null) {
      window.clearTimeout(speaking.current ?? undefined);
      speaking.current = window.setTimeout(() => setSpoken(words), settleMs);
    }
    return refreshSoon();
  });

  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
}
