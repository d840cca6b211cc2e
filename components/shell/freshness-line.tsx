'use client';

import { useState } from 'react';
import type { ClusterView, Freshness } from '@/lib/model/views';
import { useConnection, useLive } from '../live/use-live';
import { useRefresh } from '../live/use-refresh';
import { useNow } from '../time/use-now';
import { onServersClock } from '../time/servers-clock';
import { minuteOrDay } from '../time/zone';
import { StatusShape } from '../words/status-shape';
import { freshnessWords, isOlder } from './freshness-words';
import { useCluster } from './use-cluster';

interface FreshnessLineProps {
  first: ClusterView;
  /** Where several are watched: the address says which one the page is about. */
  others: ClusterView[];
  zone: string;
  /** The clock of Unloop's machine at this reading. */
  readAt: string;
  /** The watched source, which has a stream; an opened recording has none. */
  watched: boolean;
}

/** How fresh the page is, always in the same place. */
export function FreshnessLine({ first, others, zone, readAt, watched }: FreshnessLineProps) {
  const cluster = useCluster();
  const { freshness: served } = others.find(({ name }) => name === cluster) ?? first;
  const refreshSoon = useRefresh();
  const [heard, setHeard] = useState<{ after: Freshness; freshness: Freshness } | null>(null);
  const freshness = heard?.after === served ? heard.freshness : served;
  useLive(watched, (event) => {
    if (event.event !== 'freshness' || isOlder(event.data, freshness)) return;
    setHeard({ after: served, freshness: event.data });
    // The page below says more than this line: what failed, since when, what is not looked at, what still stands.
    const said = ({ state, missing, old }: Freshness): string => JSON.stringify([state, missing, old]);
    if (said(event.data) !== said(freshness)) refreshSoon();
  });
  const connection = useConnection(watched);
  // While nothing is heard, `showing` stands still: it is not the present.
  const readThen = onServersClock(readAt, freshness);
  const now = useNow(freshness.state === 'live' ? freshness.showing : readThen, freshness.state !== 'frozen', 1000);
  const { tone, text } = freshnessWords(freshness, connection, now, zone);
  const missing = freshness.missing.length > 0 ? ` Not read: ${freshness.missing.join('; ')}` : '';
  const polled = freshness.state === 'live' ? (freshness.why ?? '') : '';
  const read =
    connection.state === 'read'
      ? `No live stream since ${minuteOrDay(connection.since, now, zone)}: something between this browser and Unloop holds it back; the page is read every 30 s instead. `
      : '';
  return (
    <span
      data-freshness={freshness.state}
      title={`${read}${polled}${missing}`.trim() || undefined}
      className={`flex max-w-38 shrink-0 items-center gap-1.5 wide:max-w-none ${tone === 'bad' ? 'font-semibold text-broken' : 'text-ink-2'}`}
    >
      {tone === 'bad' ? (
        <StatusShape status="broken" />
      ) : (
        <i
          aria-hidden="true"
          className={`size-1.5 shrink-0 rounded-full ${tone === 'good' ? 'bg-healthy' : tone === 'still' ? 'bg-ink-3' : 'border border-ink-2'}`}
        />
      )}
      <span className="max-wide:line-clamp-2 max-wide:text-balance max-wide:text-label wide:truncate">{text}</span>
    </span>
  );
}
