'use client';

import type { Freshness, Totals } from '@/lib/model/views';
import { formatCount, plural } from '@/lib/format/count';
import { ClusterLink } from '../shell/cluster-link';
import { Notice } from '../states/notice';
import { skewWords } from '../time/servers-clock';
import { oldAt, oldTimes, whatIsHeard } from './old-words';
import { useTotals } from './use-totals';

interface OldPartProps {
  totals: Totals;
  freshness: Freshness;
  live: boolean;
  zone: string;
}

/** The cluster is heard, and some of its namespaces are not any more: how much of the board is old, and of when. */
export function OldPart({ totals: served, freshness, live, zone }: OldPartProps) {
  const { byNamespace } = useTotals(served, live);
  const { old = {}, showing } = freshness;
  const count = (rows: Totals['byNamespace']): number => rows.reduce((sum, row) => sum + row.count, 0);
  const rows = count(byNamespace.filter(({ namespace }) => oldAt(old, namespace) !== undefined));
  return (
    <Notice tone="warning">
      <b className="font-semibold">
        {rows > 0
          ? `${formatCount(rows)} of ${plural(count(byNamespace), 'row')} ${rows === 1 ? 'is' : 'are'}`
          : plural(Object.keys(old).length, 'namespace is', 'namespaces are')}{' '}
        as of {oldTimes(old, showing, zone)}:
      </b>{' '}
      {whatIsHeard(freshness)}.{skewWords(freshness)} <ClusterLink href="/about">See why</ClusterLink>
    </Notice>
  );
}
