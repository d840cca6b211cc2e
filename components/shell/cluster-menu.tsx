'use client';

import { usePathname } from 'next/navigation';
import { useRef, useState, type KeyboardEvent } from 'react';
import { plural } from '@/lib/format/count';
import type { ClusterView, Freshness } from '@/lib/model/views';
import { useLive } from '../live/use-live';
import { useRefresh } from '../live/use-refresh';
import { onServersClock } from '../time/servers-clock';
import { withCluster } from '../words/addresses';
import { StatusShape } from '../words/status-shape';
import { freshnessWords, isOld, isRefused, isUnusable } from './freshness-words';
import { useCluster } from './use-cluster';

interface ClusterMenuProps {
  clusters: ClusterView[];
  zone: string;
  /** The clock of Unloop's machine at this reading. */
  readAt: string;
}

/** Which of several clusters this page is about, how each is heard, and the way to the others. */
export function ClusterMenu({ clusters: served, zone, readAt }: ClusterMenuProps) {
  const refresh = useRefresh();
  const [heard, setHeard] = useState<{ after: ClusterView[]; clusters: ClusterView[] } | null>(null);
  const clusters = heard?.after === served ? heard.clusters : served;
  useLive(true, (event) => {
    if (event.event === 'clusters') setHeard({ after: served, clusters: event.data });
  });
  const menu = useRef<HTMLDetailsElement>(null);
  const asked = useCluster();
  const chosen = clusters.find(({ name }) => name === asked) ?? clusters[0];
  const away = clusters.filter((cluster) => cluster !== chosen && isOld(cluster.freshness));
  const why = away.every(({ freshness }) => isRefused(freshness)) ? 'may not be read' : 'cannot be reached';
  // What a page shows of one cluster means nothing in another; the connection is asked for in each.
  const page = usePathname() === '/about' ? '/about' : '/';

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || menu.current?.open !== true) return;
    event.preventDefault();
    menu.current.open = false;
    menu.current.querySelector('summary')?.focus();
  }

  return (
    <details
      ref={menu}
      data-clusters
      className="min-w-0 max-wide:max-w-28 wide:relative wide:max-w-[320px]"
      // A change of state is told at once; since when and how far it is are as true as the page.
      onToggle={(event) => event.currentTarget.open && refresh()}
      onKeyDown={closeOnEscape}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      <summary className="flex min-w-0 items-center gap-1.5 text-ink-2 coarse:min-h-11" title={chosen?.name}>
        <span className="sr-only">Cluster </span>
        {/* Long names of clusters (an ARN) differ at their end: the beginning is cut off. */}
        <span className="min-w-0 truncate [direction:rtl]">
          <bdi dir="ltr">{chosen?.name}</bdi>
        </span>
        {away.length > 0 && <StatusShape status="broken" label={`${plural(away.length, 'other cluster')} ${why}`} />}
      </summary>
      <nav
        aria-label="Clusters"
        className="absolute top-12 right-4 left-4 z-20 rounded-md border border-line-strong bg-raise py-1.5 wide:top-8 wide:right-auto wide:left-0 wide:w-[380px]"
      >
        <ul>
          {clusters.map((cluster) => (
            <li key={cluster.name}>
              <ClusterChoice cluster={cluster} page={page} current={cluster === chosen} zone={zone} readAt={readAt} />
            </li>
          ))}
        </ul>
      </nav>
    </details>
  );
}

interface ClusterChoiceProps {
  cluster: ClusterView;
  page: string;
  current: boolean;
  zone: string;
  readAt: string;
}

function ClusterChoice({ cluster, page, current, zone, readAt }: ClusterChoiceProps) {
  const { name, freshness } = cluster;
  return (
    // A whole new page: nothing of the cluster that is left behind stays on the screen, nor its stream.
    <a
      href={withCluster(page, name)}
      aria-current={current ? 'true' : undefined}
      className={`grid grid-cols-[10px_minmax(0,1fr)_auto] items-center gap-x-2.5 px-3 py-1.5 text-ink hover:bg-sunk hover:no-underline coarse:min-h-11 ${current ? 'font-semibold' : ''}`}
    >
      <StatusShape
        status={
          isOld(cluster.freshness) ? 'broken' : freshness.state === 'live' && !freshness.old ? 'healthy' : 'recovering'
        }
      />
      <span className="[overflow-wrap:anywhere]">{name}</span>
      <span className="text-small font-normal text-ink-2">{stateWords(freshness, readAt, zone)}</span>
    </a>
  );
}

/** As they stand beside its name: the server's own clock goes on elsewhere. */
function stateWords(freshness: Freshness, readAt: string, zone: string): string {
  if (freshness.state === 'live') return freshness.old ? 'live in part' : 'live';
  if (isUnusable(freshness)) return 'cannot be opened';
  if (freshness.state === 'failed') return isRefused(freshness) ? 'may not be read' : 'cannot be reached';
  return freshnessWords(freshness, { state: 'idle' }, onServersClock(readAt, freshness), zone).text;
}
