'use client';

import type { Freshness, Totals } from '@/lib/model/views';
import { formatCount, plural } from '@/lib/format/count';
import { ageOf } from '@/lib/format/time';
import { instant, secondNear } from '../time/zone';
import { workloadPath } from '../words/addresses';
import type { BoardRow } from './board-row';
import { ClusterLink } from '../shell/cluster-link';
import { isOld } from '../shell/freshness-words';
import { oldTimes } from './old-words';
import { boardTitle, lacksPods } from './board-title';
import { useTitle } from './use-title';
import { useTotals } from './use-totals';

interface BoardHeadProps {
  totals: Totals;
  freshness: Freshness;
  rows: BoardRow[];
  live: boolean;
  base: string;
  zone: string;
  /** The API server's clock at this reading: what is shown may be older. */
  readAt: string;
}

/** The board in one sentence. Patched by the stream; nothing broken says what was looked at, and what was not. */
export function BoardHead({ totals: served, freshness, rows, live, base, zone, readAt }: BoardHeadProps) {
  const totals = useTotals(served, live);
  useTitle(live ? boardTitle(totals, freshness) : null);
  const { broken, degraded, recovering, healthy } = totals.byStatus;
  const asOf = isOld(freshness);
  const { old, showing } = freshness;
  // That all is old, and why, is said above: here only what was not looked at before either.
  const missing = asOf ? (freshness.lacking ?? []) : freshness.missing;
  const asOfWords = asOf
    ? `, as of ${secondNear(showing, readAt, zone)}`
    : old && `, in part as of ${oldTimes(old, showing, zone)}`;
  const recovered = rows.filter((row) => row.status === 'recovering').slice(0, 3);
  return (
    <>
      <h1 className="mt-7 mb-1 text-lead font-medium tracking-[-.01em]">
        {broken > 0 ? (
          <>
            <span className="text-broken">{formatCount(broken)} broken</span>
            {asOfWords ?? `, from ${plural(Math.max(1, totals.causesOfBroken), 'cause')}`}.
            {degraded > 0 && ` ${formatCount(degraded)} degraded.`}
            {recovering > 0 && ` ${formatCount(recovering)} recovering.`} {formatCount(healthy)} healthy.
          </>
        ) : (
          <>
            {lacksPods(freshness.missing) ? 'Whether something is broken cannot be told.' : 'Nothing is broken.'}{' '}
            {degraded > 0 && <span className="text-degraded">{formatCount(degraded)} degraded. </span>}
            <span className="font-normal text-ink-2">
              {plural(totals.workloads, 'workload')} in {plural(totals.namespaces, 'namespace')}
              {asOfWords}.
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
              <ClusterLink href={workloadPath(row, base)}>
                {row.namespace}/{row.name}
              </ClusterLink>
              {row.since && `, first broken ${ageOf(row.since, freshness.showing)} ago`}
            </span>
          ))}
          .
        </p>
      )}
      {missing.length > 0 && (
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          Not looked at: {missingWords(missing)}.{' '}
          <ClusterLink href="/about">See why and what would allow it</ClusterLink>.
        </p>
      )}
      <p className="print-only text-small">Every age is as of {instant(freshness.showing, zone)}.</p>
    </>
  );
}

/** "Event, Node and 2 more": only what; why stands on its own page. Each of `missing` is "Kind in namespace: why". */
export function missingWords(missing: readonly string[]): string {
  const kinds = [...new Set(missing.map((words) => words.split(': ')[0] ?? words))];
  // One name takes no more room than the words that would stand for it.
  return kinds.length <= 4 ? kinds.join(', ') : `${kinds.slice(0, 3).join(', ')} and ${kinds.length - 3} more`;
}
