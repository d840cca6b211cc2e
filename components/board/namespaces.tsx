'use client';

import { Fragment } from 'react';
import type { Freshness, Totals } from '@/lib/model/views';
import { formatCount } from '@/lib/format/count';
import { ClusterLink } from '../shell/cluster-link';
import { boardPath } from '../words/addresses';
import type { BoardFilters } from './board-row';
import { oldAt } from './old-words';
import { useTotals } from './use-totals';

interface NamespacesProps {
  totals: Totals;
  filters: BoardFilters;
  /** Of what is not watched any more: freshness.old. */
  old: Freshness['old'];
  live: boolean;
  base: string;
}

const mostNamespaces = 12;

/** Namespaces with rows on the board, most first, each a link; patched by the stream as the sentence above it is. */
export function Namespaces({ totals: served, filters, old, live, base }: NamespacesProps) {
  const { byNamespace } = useTotals(served, live);
  if (byNamespace.length === 0) return null;
  const link = (namespace: string | undefined): string => boardPath(base, { ...filters, namespace });
  // One name takes no more room than the words that would hide it.
  const cut = byNamespace.length > mostNamespaces + 1 ? mostNamespaces : byNamespace.length;
  const names = (rows: Totals['byNamespace']) =>
    rows.map(({ namespace, count }) => (
      <Fragment key={namespace}>
        {' · '}
        <ClusterLink
          href={link(namespace)}
          {...(filters.namespace === namespace
            ? { 'aria-current': 'true' as const, className: 'font-semibold text-ink' }
            : {})}
        >
          {namespace} {formatCount(count)}
        </ClusterLink>
        {oldAt(old, namespace) !== undefined && ' (old)'}
      </Fragment>
    ));
  const rest = byNamespace.slice(cut);
  return (
    <div className="words coarse:leading-11">
      {filters.namespace ? <ClusterLink href={link(undefined)}>All namespaces</ClusterLink> : 'All namespaces'}
      {/* The sentence above begins with those that are broken: these are more. */}
      {`, ${formatCount(byNamespace.reduce((sum, { count }) => sum + count, 0))} not healthy`}
      {names(byNamespace.slice(0, cut))}
      {rest.length > 0 && (
        <details open={rest.some(({ namespace }) => namespace === filters.namespace)}>
          <summary>and {rest.length} more</summary>
          {names(rest)}
        </details>
      )}
    </div>
  );
}
