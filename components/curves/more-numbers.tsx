'use client';

import { lazy, Suspense, useState } from 'react';
import type { ChartData } from './chart-data';

/** The chart library comes when somebody opens this, and never to the board. */
const Charts = lazy(async () => ({ default: (await import('./charts')).Charts }));

interface MoreNumbersProps {
  charts: readonly ChartData[];
  of: string;
  zone: string;
  asOf: string;
}

/** What the program exports of itself, folded. */
export function MoreNumbers({ charts, of, zone, asOf }: MoreNumbersProps) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="no-print" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary className="text-ink-2 coarse:py-3">
        {charts.map(({ title }) => title).join(', ')} of {of}
      </summary>
      {opened && (
        <Suspense fallback={<p className="py-2 text-ink-2">Loading the charts.</p>}>
          <Charts charts={charts} zone={zone} asOf={asOf} />
        </Suspense>
      )}
    </details>
  );
}
