'use client';

import { useState } from 'react';
import type { Freshness, Totals } from '@/lib/model/views';
import { formatCount, plural } from '@/lib/format/count';
import { useLive } from '../live/use-live';
import { ageOf } from '@/lib/format/time';
import { secondOf } from '../time/zone';
import { workloadPath } from '../words/addresses';
import type { BoardRow } from './board-row';
import { ClusterLink } from '../shell/cluster-link';

interface BoardHeadProps {
  totals: Totals;
  freshness: Freshness;
  rows: BoardRow[];
  live: boolean;
  base: string;
  zone: string;
}

/** The board in one sentence. Patched by the stream; nothing broken says what was looked at, and what was not. */
export function BoardHead({ totals: served, freshness, rows, live, base, zone }: BoardHeadProps) {
  const [heard, setHeard] = useState<{ after: Totals; totals: Totals } | null>(null);
  useLive(live, (event) => {
    if (event.event === 'totals') setHeard({ after: served, totals: event.data });
  });
  const totals = heard?.after === served ? heard.totals : served;
  const { broken, degraded, recovering, healthy } = totals.byStatus;
  const asOf = freshness.state === 'stale' || freshness.state === 'failed';
  const recovered = rows.filter((row) => row.status === 'recovering').slice(0, 3);
  return (
    <>
      <h1 className="mt-7 mb-1 text-lead font-medium tracking-[-.01em]">
        {broken > 0 ? (
          <>
            <span className="text-broken">{formatCount(broken)} broken</span>
            {asOf
              ? `, as of ${secondOf(freshness.showing, zone)}`
              : `, from ${plural(Math.max(1, totals.causesOfBroken), 'cause')}`}
            .{degraded > 0 && ` ${formatCount(degraded)} degraded.`}
            {recovering > 0 && ` ${formatCount(recovering)} recovering.`} {formatCount(healthy)} healthy.
          </>
        ) : (
          <>
            Nothing is broken.{' '}
            {degraded > 0 && <span className="text-degraded">{formatCount(degraded)} degraded. </span>}
            <span className="font-normal text-ink-2">
              {plural(totals.workloads, 'workload')} in {plural(totals.namespaces, 'namespace')}
              {asOf && `, as of ${secondOf(freshness.showing, zone)}`}.
            </span>
          </>
        )}
      </h1>
      {broken === 0 && recovered.length > 0 && (
        <p className="text-ink-2">
          Recovering:{' '}
          {recovered.map((row, index) => (
            <span key={row.key}>
              {index > 0 && ', '}
              <ClusterLink href={workloadPath(row, base)} prefetch={false}>
                {row.namespace}/{row.name}
              </ClusterLink>
              {row.since && `, for ${ageOf(row.since, freshness.showing)}`}
            </span>
          ))}
          .
        </p>
      )}
      {!asOf && freshness.missing.length > 0 && (
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          Not looked at:{' '}
          {freshness.missing
            .slice(0, 3)
            .map((words) => words.replace(/\.$/, ''))
            .join('; ')}
          {freshness.missing.length > 3 && `; and ${freshness.missing.length - 3} more`},{' '}
          <ClusterLink href="/about">see what is missing</ClusterLink>.
        </p>
      )}
    </>
  );
}
