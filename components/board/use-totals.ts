'use client';

import { useState } from 'react';
import type { Totals } from '@/lib/model/views';
import { useLive } from '../live/use-live';

/** The counts as the server sent them with the page, and then as the stream says: all parts of the board the same. */
export function useTotals(served: Totals, live: boolean): Totals {
  const [heard, setHeard] = useState<{ after: Totals; totals: Totals } | null>(null);
  useLive(live, (event) => {
    if (event.event === 'totals') setHeard({ after: served, totals: event.data });
  });
  return heard?.after === served ? heard.totals : served;
}
